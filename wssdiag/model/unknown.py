"""The second road for "no": the operating system would not say. A value, never ``None`` and never ``False``."""

from __future__ import annotations

import msgspec


class Unknown(msgspec.Struct, frozen=True):
    """A fact that could not be read; in JSON ``{"unknown": "reason"}``."""

    unknown: str  # why, in one clause: "permission denied", "not read on this system yet"
