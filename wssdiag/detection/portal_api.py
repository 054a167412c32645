"""The captive portal API: where a network says that it has one (RFC 8910), and what it says there (RFC 8908). Pure.

All of it comes from a network that may be hostile: only a well-formed answer over HTTPS counts, and only ``"captive": true`` accuses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec

from wssdiag.model.codec import DecodeError, decode
from wssdiag.model.web_address import host_of

if TYPE_CHECKING:
    from wssdiag.model.facts import Facts
    from wssdiag.model.observation import HttpDetail

#: The check that asks it.
CHECK_ID: Final = "sign-in.portal-api"

#: RFC 8908 section 4: the type that a client asks for, and that an answer must have.
MEDIA_TYPE: Final = "application/captive+json"

_OK = 200


class PortalState(msgspec.Struct, frozen=True, kw_only=True):
    """The two keys of RFC 8908 section 5 that matter; others are for other programs."""

    captive: bool
    user_portal_url: str | None = msgspec.field(default=None, name="user-portal-url")

    @property
    def page(self) -> str | None:
        """The page to sign in at, where the network names one that a browser can open."""
        url = self.user_portal_url or ""
        return url if _scheme(url) in {"http", "https"} and host_of(url) else None


def api_address(facts: Facts) -> str | None:
    """The address that the network gave; None where it gave none, or what it gave is no https address (RFC 8908 section 4)."""
    url = facts.captive_portal_api
    if not isinstance(url, str) or _scheme(url) != "https" or not host_of(url):
        return None
    return url


def state_of(answer: HttpDetail) -> PortalState | None:
    """What the API says; None for any answer that is not one of the API.

    It is read from the start of the body that an observation keeps, 512 characters: an answer that is longer is not believed.
    """
    kind = dict(answer.headers).get("content-type", "").partition(";")[0].strip().lower()
    if answer.status != _OK or kind != MEDIA_TYPE:
        return None
    try:
        return decode(answer.body_start.encode(), PortalState)
    except DecodeError:
        return None


def _scheme(url: str) -> str:
    """The scheme; ``""`` for what is no address, or names a port that is none."""
    try:
        parts = urlsplit(url)
        usable = parts.port != 0
    except ValueError:
        return ""
    return parts.scheme if usable else ""
