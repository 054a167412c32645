"""``connectivity.json``: what the system itself thinks of its connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.rows import ABSENT, json_of
from wssdiag.system.parse.text import VALUE_LIMIT

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture


class Connectivity(NamedTuple):
    """The three opinions, each Unknown on its own."""

    windows_nlm: str | Unknown
    networkmanager: str | Unknown
    captive_portal_api: str | Unknown | None  # None: the network was asked (RFC 8910) and offers none


def connectivity_of(capture: Capture) -> Connectivity:
    """The opinions; a key that is absent, null or no text is Unknown (null is an answer for the captive portal API alone)."""
    content = json_of(capture, "connectivity.json", dict[str, Any])
    if isinstance(content, Unknown):
        return Connectivity(content, content, content)
    api = None if content.get("captive_portal_api", "") is None else _text(content, "captive_portal_api")
    return Connectivity(_word(content, "windows_nlm"), _word(content, "networkmanager"), api)


def _text(content: dict[str, Any], key: str) -> str | Unknown:
    value = content.get(key)
    if not isinstance(value, str) or not value or len(value) > VALUE_LIMIT:
        return ABSENT
    return value


def _word(content: dict[str, Any], key: str) -> str | Unknown:
    value = _text(content, key)
    return value if isinstance(value, Unknown) else value.strip().lower()
