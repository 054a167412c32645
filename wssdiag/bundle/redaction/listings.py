"""Listings that system tools print, line by line: services of macOS, devices of NetworkManager. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wssdiag.catalogue.footprint import Kind

if TYPE_CHECKING:
    from wssdiag.bundle.redaction.pseudonyms import Pseudonyms
    from wssdiag.bundle.redaction.text import Text

#: A job (``launchctl list``), an extension (``systemextensionsctl list``) or a profile (``scutil --nc list``).
_ROW: Final = re.compile(
    r"^\s*(?:-|[0-9]+)\s+-?[0-9]+\s+\S|\t\S+ \(.*\[|^\s*\*?\s*\((?:Connected|Disconnected|Connecting|Disconnecting|Invalid)\)"
)

_NAMES: Final = re.compile(r'"([^"]+)"|([A-Za-z0-9_][A-Za-z0-9_.-]{2,200})')

_KINDS: Final = (Kind.SERVICE, Kind.EXTENSION, Kind.VPN)

#: Fields of ``nmcli`` that hold the name that somebody gave to a network.
_CONNECTION: Final = re.compile(r"(?:GENERAL\.CONNECTION|GENERAL\.CON-?NAME|.*SSID|connection\.id|NAME|CONNECTION)", re.IGNORECASE)


class Listings:
    """Makes listings private."""

    def __init__(self, pseudonyms: Pseudonyms, text: Text) -> None:
        self._to = pseudonyms
        self._text = text

    def services(self, text: str, os: str) -> str:
        """The rows that a footprint names, and what is no row."""
        lines = text.splitlines(keepends=True)
        kept = [line for line in lines if not _ROW.search(line) or self._is_named(line, os)]
        self._to.counts[self._to.part, "row"] += len(lines) - len(kept)
        return self._text.text("".join(kept))

    def _is_named(self, line: str, os: str) -> bool:
        names = [quoted or plain for quoted, plain in _NAMES.findall(line)]
        return any(self._to.public.knows(os, kind, name) for name in names for kind in _KINDS)

    def nmcli(self, text: str) -> str:
        """``FIELD:value`` a line, colons in values escaped."""
        return "".join(self._field(line) for line in text.splitlines(keepends=True))

    def _field(self, line: str) -> str:
        bare = line.rstrip("\r\n")
        field, colon, value = bare.partition(":")
        plain = value.replace("\\:", ":")
        if not colon or not plain:
            return self._text.text(bare) + line[len(bare) :]
        usual = self._to.interface(plain) == plain and "SSID" not in field.upper()
        made = self._to.tag("wifi", plain) if _CONNECTION.fullmatch(field) and not usual else self._text.text(plain)
        return field + colon + (made.replace(":", "\\:") if "\\:" in value else made) + line[len(bare) :]
