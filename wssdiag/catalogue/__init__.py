"""Data in force: required locations, controls, footprints, signatures, the organisation's profile, and the guides' texts.

Reads its files by :mod:`wssdiag.paths`, and rejects what is wrong by file and key path. Must not touch the network.
"""
