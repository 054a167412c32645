"""Headers and bodies of web answers: what a rule reads, and which program answered. Other headers may say who asked. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wssdiag.catalogue.signatures import Sign, declared, recognised

if TYPE_CHECKING:
    from wssdiag.bundle.redaction.places import Places
    from wssdiag.bundle.redaction.pseudonyms import Pseudonyms
    from wssdiag.bundle.redaction.text import Text
    from wssdiag.catalogue.signatures import Signature
    from wssdiag.model.profile import Profile

#: What says how an answer is to be read, and which program gave it.
_PLAIN: Final = frozenset(
    {
        *("accept-ranges", "age", "cache-control", "connection", "content-encoding", "content-language", "content-length", "content-type"),
        *("date", "expires", "keep-alive", "last-modified", "mime-version", "pragma", "proxy-agent", "proxy-connection", "retry-after"),
        *("server", "transfer-encoding", "upgrade", "vary", "x-squid-error"),
    }
)

_CHALLENGES: Final = frozenset({"proxy-authenticate", "www-authenticate"})

#: RFC 9110 section 11.6.1: the name of a way to sign in stands in front, or behind a comma, and has no "=" behind it.
_SCHEME: Final = re.compile(r"(?:^|,)\s*(?P<scheme>[A-Za-z][A-Za-z0-9_-]{0,30})(?=\s*(?:,|$)|\s+[^\s=,])")

#: RFC 9110 section 7.6.3: the protocol, then who passed the answer on.
_VIA: Final = re.compile(r"(?P<protocol>(?:^|(?<=,))\s*[A-Za-z0-9./]{1,20}\s+)(?P<by>[^\s,]{1,300})")

#: What a page of a PAC's source is known by. Its answers stand in a detail of their own.
_SCRIPT: Final = "FindProxyForURL"


class Headers:
    """Makes web answers private. ``learn`` takes in what the report's own profile declares: these headers stay too."""

    def __init__(self, pseudonyms: Pseudonyms, places: Places, text: Text) -> None:
        self._to = pseudonyms
        self._places = places
        self._text = text
        self._signs: tuple[Signature, ...] = pseudonyms.public.headers

    def learn(self, profile: Profile | None) -> None:
        """By which headers that organisation knows the service."""
        self._signs = (*self._to.public.headers, *(declared(profile) if profile else ()))

    def headers(self, rows: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Pairs of name and text; what no rule needs is left out, and counted."""
        made = [(name, self._value(name, text)) for name, text in rows if self._needed(name, text)]
        if left := len(rows) - len(made):
            self._to.counts[self._to.part, "row"] += left
        return tuple((self._text.text(name), text) for name, text in made)

    def _needed(self, name: str, text: str) -> bool:
        listed = name in _PLAIN or name in _CHALLENGES or name in {"location", "via"}
        return listed or recognised(Sign.RESPONSE_HEADER, f"{name}: {text}", self._signs) is not None

    def _value(self, name: str, text: str) -> str:
        if name in _CHALLENGES:
            return self._to.counted("organisation", text, ", ".join(found["scheme"] for found in _SCHEME.finditer(text)))
        if name == "via":
            return self._text.text(_VIA.sub(lambda found: found["protocol"] + self._places.server(found["by"]), text))
        if name == "location":
            return self._text.text(self._places.inside(text) if text.startswith("/") and not text.startswith("//") else text)
        return self._text.text(f"{name}: {text}").partition(": ")[2]

    def body(self, text: str) -> str:
        """How a page begins. A PAC's source names hosts and people in forms that no rule knows: what it is stays."""
        return self._to.counted("row", text, f"function {_SCRIPT}") if _SCRIPT in text else self._text.text(text)
