"""The domain that a computer itself belongs to by its name: Windows' primary DNS suffix. Must not judge what it is good for.

A server with a fixed address has no suffix at its interfaces; this one it has as a member of a domain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.registry import registry_of
from wssdiag.system.parse.rows import ABSENT

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture

_KEY = r"hkey_local_machine\system\currentcontrolset\services\tcpip\parameters"

#: The one in force; the one that is from the next start on, where none is in force.
_VALUES = ("Domain", "NV Domain")

#: A name of the DNS has at most 253 characters (RFC 1035 section 2.3.4).
_NAME_LIMIT = 253


def domain_of(capture: Capture, os: str) -> str | Unknown | None:
    """Lower case, without the last dot; None where the system has none, Unknown where its own source is absent."""
    if os != "windows":
        return Unknown("not read on this system")
    data = capture.get("windows/registry.reg")
    if data is None:
        return ABSENT
    registry = registry_of(data)
    texts = (registry.text(_KEY, value).strip().lower().removesuffix(".") for value in _VALUES)
    return next((text for text in texts if text and len(text) <= _NAME_LIMIT), None)
