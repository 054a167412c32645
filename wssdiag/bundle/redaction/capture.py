"""The files of a capture made private, so that the parsers read from them what they read before. Pure.

A file that nobody decided on is left out: its name and its content may say anything.
"""

from __future__ import annotations

import json
import plistlib
import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final
from xml.parsers.expat import ExpatError

import msgspec

from wssdiag.bundle.redaction.fields import FIELDS, Treatment
from wssdiag.bundle.redaction.labels import OF_A_SECRET
from wssdiag.bundle.redaction.listings import Listings
from wssdiag.bundle.redaction.registry import Registry
from wssdiag.bundle.redaction.rules import SECRET
from wssdiag.catalogue.footprint import Kind
from wssdiag.model import facts
from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.facts import facts_of
from wssdiag.system.parse.proxies import DESKTOPS
from wssdiag.system.parse.text import VALUE_LIMIT, decode_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.bundle.redaction.pseudonyms import Pseudonyms
    from wssdiag.bundle.redaction.report import Fields
    from wssdiag.bundle.redaction.text import Text
    from wssdiag.model.capture import Capture

#: Files with rows like those of the facts: what becomes of each of their fields stands in the allow-list.
_TABLES: Final[dict[str, type[msgspec.Struct]]] = {
    "processes.json": facts.Process,
    "services.json": facts.Service,
    "interfaces.json": facts.Interface,
    "connections.json": facts.Connection,
    "routes.json": facts.Route,
    "neighbours.json": facts.Neighbour,
    "products.json": facts.Product,
    "files.json": facts.TracedFile,
    "certificates.json": facts.AgentCertificate,
}

#: Rows of these are taken only where a footprint names them: by which fields, as what.
_NAMED: Final = {
    "processes.json": (("name", Kind.PROCESS), ("exe", Kind.IMAGE)),
    "services.json": (
        *(("name", Kind.SERVICE), ("display_name", Kind.SERVICE), ("binpath", Kind.IMAGE)),
        *(("name", Kind.EXTENSION), ("display_name", Kind.VPN)),
    ),
    "products.json": (("name", Kind.PRODUCT),),
    "connections.json": (("process", Kind.PROCESS),),
}

#: A document of the tables' kind is not deeper; a deeper one is left out.
_DEPTH: Final = 40

#: ``browsers/firefox/<profile>/prefs.js``
_DEPTH_OF_A_PROFILE: Final = 3

_LISTENING: Final = frozenset({"listen", "listening"})

#: The preferences of Firefox that are read; the others tell of the person.
_PREFERENCE: Final = re.compile(
    r'\s*(?P<front>user_pref\("(?:network\.(?:proxy|trr|dns)\.|security\.enterprise_roots\.)[A-Za-z0-9_.-]{1,100}",\s{0,8})(?P<value>.*)\);\s*'
)


class Captures:
    """Makes captures private."""

    def __init__(self, pseudonyms: Pseudonyms, fields: Fields, text: Text) -> None:
        self._to = pseudonyms
        self._fields = fields
        self._text = text
        self._os = ""
        self._pids: set[object] = set()
        self._unread: frozenset[str] = frozenset()  # tables of which not a row can be read
        self._listings = Listings(pseudonyms, text)
        self._registry = Registry(fields)
        self._by_name: tuple[tuple[str, Callable[[bytes, str], bytes | None]], ...] = (
            ("capture.json", self._json),
            ("environment.json", self._environment),
            ("connectivity.json", self._json),
            *((name, self._table) for name in _TABLES),
            ("hosts.txt", self._hosts),
            ("windows/registry.reg", self._registered),
            ("linux/nmcli.txt", self._nmcli),
            ("linux/*.json", self._json),
            ("linux/*", self._plain),
            ("macos/launchd.txt", self._listed),
            ("macos/systemextensions.txt", self._listed),
            ("macos/scutil-nc-list.txt", self._listed),
            ("macos/managed-preferences/*.plist", self._plist),
            ("macos/*.txt", self._plain),
            ("browsers/firefox/*/*.js", self._preferences),
            ("browsers/firefox/*.ini", self._profiles),
            ("browsers/policies/*.json", self._json),
        )

    def capture(self, capture: Capture) -> Capture:
        """The same files, their names made private too; a file that is not known is left out, and one that cannot be read is empty."""
        self._to.part = "capture"
        read = facts_of(capture)
        self._os = read.os
        self._unread = frozenset(name for name in _TABLES if isinstance(getattr(read, name.removesuffix(".json")), Unknown))
        self._fields.struct(read)  # what stands in one file may be named in another
        self._pids = {
            row.pid for row in facts.known(read.processes) if self._is_named("processes.json", {"name": row.name, "exe": row.exe})
        }
        found: dict[str, bytes] = {}
        for name, data in capture.items():
            treat = next((treat for pattern, treat in self._by_name if fnmatchcase(name, pattern)), None)
            private = self._name(name)
            self._to.part = f"capture/{private}"
            made = treat(data, name) if treat else None
            if made is None:
                self._to.counts[self._to.part, "file"] += 1
            if treat:
                found[private] = made or b""  # one that is broken stays there as one that cannot be read
        return found

    def _name(self, name: str) -> str:
        """A member's name: the folder of a Firefox profile, and whatever else a text may say."""
        parts = name.split("/")
        if name.startswith("browsers/firefox/") and len(parts) > _DEPTH_OF_A_PROFILE:
            parts[2] = self._fields.folder(parts[2])
            return "/".join(parts)
        return self._text.text(name)

    def _plain(self, data: bytes, _name: str) -> bytes:
        return self._text.text(decode_text(data)).encode()

    def _json(self, data: bytes, _name: str) -> bytes | None:
        value = _decoded(data)
        return None if value is None else _encoded(self._walked(value, _DEPTH))

    def _walked(self, value: Any, depth: int) -> Any:  # noqa: ANN401 - a document of any shape
        if depth == 0:
            return None
        if isinstance(value, dict):
            return {self._text.text(str(key)): self._under(str(key), row, depth - 1) for key, row in value.items()}
        if isinstance(value, list):
            return [self._walked(row, depth - 1) for row in value]
        if isinstance(value, str):
            return self._fields.value(value, Treatment.TEXT if value.startswith("{") or " " in value else Treatment.VALUE)
        return "" if isinstance(value, bytes) else value

    def _under(self, key: str, value: Any, depth: int) -> Any:  # noqa: ANN401 - a document of any shape
        if isinstance(value, str) and value and OF_A_SECRET.fullmatch(key):
            return SECRET
        if isinstance(value, str) and key == "ifname":
            return self._to.interface(value)
        return self._walked(value, depth)

    def _environment(self, data: bytes, _name: str) -> bytes | None:
        value = _decoded(data)
        if not isinstance(value, dict):
            return None
        texts = {key: text for key, text in value.items() if isinstance(text, str)}
        # What is too long to be read stays so.
        made = {
            self._text.text(key): self._fields.value(text, Treatment.PLACE) if len(text) <= VALUE_LIMIT else "x" * (VALUE_LIMIT + 1)
            for key, text in texts.items()
        }
        return _encoded(made)

    def _table(self, data: bytes, name: str) -> bytes | None:
        rows = _decoded(data)
        if not isinstance(rows, list) or name in self._unread:
            return None
        lines = FIELDS[_TABLES[name]]
        kept = [row for row in rows if isinstance(row, dict) and self._is_of_use(name, row)]
        self._to.counts[self._to.part, "row"] += len(rows) - len(kept)
        return _encoded([self._row(row, lines, name) for row in kept])

    def _row(self, row: dict[str, Any], lines: dict[str, Treatment], name: str) -> dict[str, Any]:
        made = {field: self._field(value, lines[field]) for field, value in row.items() if field in lines}
        if name == "connections.json" and not self._is_ours(row):
            made |= {"pid": None, "process": ""}
        return made

    def _field(self, value: Any, treatment: Treatment) -> Any:  # noqa: ANN401 - whatever stands in a row
        if isinstance(value, list):
            return [self._field(row, treatment) for row in value]
        if isinstance(value, dict):
            lines = FIELDS[facts.InterfaceAddress]
            return {key: self._field(row, lines[key]) for key, row in value.items() if key in lines}
        if isinstance(value, str):
            return self._fields.value(value, Treatment.TEXT if treatment in {Treatment.KEEP, Treatment.INSIDE} else treatment)
        return value

    def _is_of_use(self, name: str, row: dict[str, Any]) -> bool:
        if name == "connections.json":
            return self._is_ours(row) or row.get("status") in _LISTENING
        return name not in _NAMED or self._is_named(name, row)

    def _is_ours(self, row: dict[str, Any]) -> bool:
        return row.get("pid") in self._pids or self._is_named("connections.json", row)

    def _is_named(self, name: str, row: dict[str, Any]) -> bool:
        texts = ((kind, row.get(field)) for field, kind in _NAMED[name])
        # Which desktop runs says where its settings of proxies are.
        return str(row.get("name")) in DESKTOPS or any(
            isinstance(text, str) and text and self._to.public.knows(self._os, kind, text) for kind, text in texts
        )

    def _hosts(self, data: bytes, _name: str) -> bytes:
        lines = (line.partition("#")[0].split() for line in decode_text(data).splitlines())
        rows = ([self._to.address(words[0]), *map(self._to.name, words[1:])] for words in lines if words)
        return "".join(f"{' '.join(row)}\n" for row in rows).encode()

    def _registered(self, data: bytes, _name: str) -> bytes:
        return self._registry.export(data)

    def _nmcli(self, data: bytes, _name: str) -> bytes:
        return self._listings.nmcli(decode_text(data)).encode()

    def _listed(self, data: bytes, _name: str) -> bytes:
        return self._listings.services(decode_text(data), self._os).encode()

    def _plist(self, data: bytes, _name: str) -> bytes | None:
        try:
            value = plistlib.loads(data)
        except (ValueError, ExpatError, KeyError, OverflowError, RecursionError, AttributeError, TypeError, IndexError):
            return None
        walked = self._walked(value, _DEPTH)
        return plistlib.dumps(_without_none(walked)) if isinstance(walked, dict) else None

    def _preferences(self, data: bytes, _name: str) -> bytes:
        found = (_PREFERENCE.fullmatch(line) for line in decode_text(data).splitlines())
        return "".join(f"{row['front']}{self._preferred(row['value'])});\n" for row in found if row).encode("utf-8", "replace")

    def _preferred(self, text: str) -> str:
        """A value as Firefox writes it: what is no text stays, and what cannot be read is an empty one."""
        value = _decoded(text.encode("utf-8", "replace"))
        if not isinstance(value, str):
            return '""' if value is None else text
        return json.dumps(self._fields.value(value, Treatment.PLACE), ensure_ascii=False)

    def _profiles(self, data: bytes, _name: str) -> bytes:
        return _PROFILE_LINE.sub(lambda found: found[1] + self._profile(found), self._text.text(decode_text(data))).encode()

    def _profile(self, found: re.Match[str]) -> str:
        front, slash, folder = found[2].rpartition("/")
        return front + slash + self._fields.folder(folder) if found[1] != "Name=" else self._fields.value(found[2], Treatment.TEXT)


#: The lines of ``profiles.ini`` that name a profile or its folder.
_PROFILE_LINE: Final = re.compile(r"^(Path=|Default=(?=\D)|Name=)([^\r\n]*)", re.MULTILINE)


def _decoded(data: bytes) -> Any:  # noqa: ANN401 - a document of any shape
    try:
        return msgspec.json.decode(decode_text(data))
    except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
        return None


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _without_none(value: Any) -> Any:  # noqa: ANN401 - a document of any shape
    """A property list knows no null."""
    if isinstance(value, dict):
        return {key: _without_none(row) for key, row in value.items() if row is not None}
    return [_without_none(row) for row in value if row is not None] if isinstance(value, list) else value
