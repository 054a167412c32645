"""Diagnostic bundles: redacts, writes, reads and verifies them."""
