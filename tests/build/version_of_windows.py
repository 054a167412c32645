"""The part of a Windows library that tells its version."""

from __future__ import annotations

import struct


def version_of_windows(first: int, second: int, third: int, fourth: int) -> bytes:
    """VS_VERSION_INFO with VS_FIXEDFILEINFO (verrsrc.h), somewhere in a file."""
    fixed = struct.pack("<IIHHHH", 0xFEEF04BD, 0x00010000, second, first, fourth, third)
    return b"MZ" + bytes(100) + "VS_VERSION_INFO\0".encode("utf-16-le") + bytes(2) + fixed + bytes(80)
