"""Diagnostic bundles: what is in one, how it is made private, its file."""
