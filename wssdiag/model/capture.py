"""Raw evidence from a computer: the files of a capture folder, by name.

A reader fills one from the running system, ``capture --output`` writes it down, ``--capture`` reads it back: the parsers never know which.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

CAPTURE_SCHEMA = "wssdiag.capture/1"


class CaptureHeader(msgspec.Struct, frozen=True, kw_only=True):
    """``capture.json``: where the evidence comes from."""

    schema: str = CAPTURE_SCHEMA
    os: str  # "windows", "macos" or "linux"
    os_version: str = ""
    collected_at: str = ""  # UTC, ISO 8601
    user: str = "interactive"  # or "system": a user's own settings are not in it


#: File name inside the capture folder, with forward slashes -> its bytes.
Capture = Mapping[str, bytes]
