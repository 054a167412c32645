"""The policies of a browser outside the registry: ``browsers/policies/<browser>.json``, and macOS's managed preferences.

``macos/managed-preferences/<domain>.plist`` is a property list, as XML or in Apple's binary form. Must not know what a policy means.
"""

from __future__ import annotations

import plistlib
import struct
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.rows import json_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture

MANAGED = "macos/managed-preferences/"

#: The browser, and the domain of its preferences (the vendors' own policy lists).
_DOMAINS = {
    "chrome": "com.google.Chrome",
    "edge": "com.microsoft.Edge",
    "chromium": "org.chromium.Chromium",
    "firefox": "org.mozilla.firefox",
}

#: Larger ones exist nowhere, and would only cost memory.
_SIZE_LIMIT_BYTES = 1024 * 1024

#: What the reader of property lists raises for bytes that are none: it checks little itself.
_NO_LIST = (ExpatError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError, EOFError, struct.error)


def file_policies(capture: Capture, browser: str) -> dict[str, Any]:
    """The policies of a browser by name: of the JSON file where that can be read, else of the managed preferences; else none."""
    content = json_of(capture, f"browsers/policies/{browser}.json", dict[str, Any])
    if not isinstance(content, Unknown):
        return content
    return _property_list(capture.get(f"{MANAGED}{_DOMAINS[browser]}.plist", b""))


def _property_list(data: bytes) -> dict[str, Any]:
    if not data or len(data) > _SIZE_LIMIT_BYTES:
        return {}
    try:
        content = plistlib.loads(data)
    except _NO_LIST:
        return {}
    return content if isinstance(content, dict) and all(isinstance(key, str) for key in content) else {}
