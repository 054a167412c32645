"""A report made private, field by field, by the allow-list. Pure."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from wssdiag.bundle.redaction.fields import FIELDS, Treatment
from wssdiag.bundle.redaction.rows import of_use
from wssdiag.model.facts import Facts
from wssdiag.model.web_address import is_literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.bundle.redaction.headers import Headers
    from wssdiag.bundle.redaction.ids import Ids
    from wssdiag.bundle.redaction.places import Places
    from wssdiag.bundle.redaction.pseudonyms import Pseudonyms
    from wssdiag.bundle.redaction.text import Text

AnyStruct = TypeVar("AnyStruct", bound=msgspec.Struct)

_VERSION: Final = re.compile(r"[vV]?[0-9]{1,9}(?:[._][0-9]{1,9}){0,6}(?:[-+ ]?[A-Za-z]{1,8}[0-9]{0,6}){0,3}|(?:TLS|SSL)v[0-9.]{1,5}")
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]{5,18}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?")
_HASH: Final = re.compile(r"[0-9A-Fa-f]{32,128}")
_FACT: Final = re.compile(r"(?P<rows>[a-z_]{1,30})\[(?P<key>.*)\](?P<field>[a-z_.-]{0,40})", re.DOTALL)
_SOCKET: Final = re.compile(r"(?P<server>.*?)(?P<transport>/(?:tcp|udp))?", re.DOTALL)
_WEB: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://\S+")
_SERVER: Final = re.compile(r"[^\s/@:]{1,253}:[0-9]{1,5}")
_ENTRY: Final = re.compile(r"(?P<keyword>[A-Za-z0-9]{1,10})(?P<blank>\s{1,5})(?P<server>\S{1,300})")

#: How Firefox names the folders of profiles behind the dot.
_PROFILE_KINDS: Final = frozenset({"default", "default-release", "default-esr", "default-nightly", "dev-edition-default"})

#: What each row of the facts is found by in a path.
_KEYS: Final = {
    "interfaces": Treatment.INTERFACE,
    "files": Treatment.PATH,
    "hosts": Treatment.NAME,
    "routes": Treatment.NETWORK,
    "neighbours": Treatment.ADDRESS,
    "name_policies": Treatment.NAME,
    "browsers": Treatment.FOLDER,
    "resolvers": Treatment.ADDRESS,
    "certificates": Treatment.PATH,
}

#: Placeholders of guides whose values have a form.
_PLACEHOLDERS: Final = {
    "host": Treatment.NAME,
    "address": Treatment.ADDRESS,
    "interface": Treatment.INTERFACE,
    "server": Treatment.VALUE,
    "proxy": Treatment.SERVER,
    "url": Treatment.PLACE,
    "issuer": Treatment.DISTINGUISHED,
    "subject": Treatment.DISTINGUISHED,
    "name": Treatment.NAME,
    "source": Treatment.FOLDER,
    "other_source": Treatment.FOLDER,
    "way": Treatment.VALUE,
    "other_way": Treatment.VALUE,
    "version": Treatment.VERSION,
    "minimum": Treatment.VERSION,
    "resolver": Treatment.ADDRESS,
    "gateway": Treatment.ADDRESS,
}


class Fields:
    """Walks by the allow-list."""

    def __init__(self, pseudonyms: Pseudonyms, places: Places, ids: Ids, text: Text, headers: Headers) -> None:
        self._to = pseudonyms
        self._places = places
        self._ids = ids
        self._text = text
        self._headers = headers
        self._plain: set[str] = set()
        self._by: dict[Treatment, Callable[[str], str]] = {
            Treatment.TEXT: text.text,
            Treatment.WORD: text.text,
            Treatment.BODY: headers.body,
            Treatment.VERSION: self._shaped(_VERSION),
            Treatment.TIME: self._shaped(_TIME),
            Treatment.HASH: self._shaped(_HASH),
            Treatment.NAME: pseudonyms.name,
            Treatment.ADDRESS: self._address,
            Treatment.NETWORK: self._network,
            Treatment.SERVER: places.server,
            Treatment.SOCKET: self._socket,
            Treatment.PROXY: self._proxies,
            Treatment.URL: self._url,
            Treatment.PLACE: self._place,
            Treatment.PATH: self._path,
            Treatment.VALUE: self._value,
            Treatment.FOLDER: self.folder,
            Treatment.MAC: self._mac,
            Treatment.INTERFACE: pseudonyms.interface,
            Treatment.DISTINGUISHED: places.distinguished,
            Treatment.ID: ids.check,
            Treatment.ENDPOINT: lambda text: self._url(text) if "://" in text else ids.check(text),
            Treatment.FACT: self._fact,
            Treatment.OPERATOR: ids.operator,
            Treatment.OUT: lambda _text: "",
        }

    def struct(self, value: AnyStruct) -> AnyStruct:
        """A struct with each of its fields treated; of facts only the rows that a rule can use."""
        row: msgspec.Struct = of_use(value, self._to.public, self._rows_left) if isinstance(value, Facts) else value
        lines = FIELDS.get(type(value), {})
        made = {name: self.value(getattr(row, name), lines.get(name, Treatment.OUT)) for name in value.__struct_fields__}
        self._text.plain = frozenset(self._plain)
        return type(value)(**made)

    def value(self, value: Any, treatment: Treatment) -> Any:  # noqa: ANN401 - whatever a field holds
        """A value by its treatment, whatever it is made of."""
        if isinstance(value, msgspec.Struct):
            return self.struct(value)
        if treatment is Treatment.OUT:
            return () if isinstance(value, tuple) else "" if isinstance(value, str) else None
        if isinstance(value, dict):
            return {key: self._placed(key, text) for key, text in value.items()}
        if isinstance(value, tuple) and treatment is Treatment.HEADERS:
            return self._headers.headers(value)
        if isinstance(value, tuple):
            return tuple(self.value(row, treatment) for row in value)
        if not isinstance(value, str) or isinstance(value, Enum) or treatment is Treatment.KEEP or not value:
            return value
        return self._by[treatment](value)

    def _rows_left(self, count: int) -> None:
        if count:
            self._to.counts[self._to.part, "row"] += count

    def _shaped(self, shape: re.Pattern[str]) -> Callable[[str], str]:
        def treat(text: str) -> str:
            if shape.fullmatch(text):
                self._plain.add(text)
                return text
            return self._text.text(text)

        return treat

    def _address(self, text: str) -> str:
        return self._to.address(text) if is_literal(text.partition("%")[0]) else self._to.name(text)

    def _network(self, text: str) -> str:
        made = self._to.network(text)
        return made if made != text or re.fullmatch(r"[0-9A-Fa-f:.]{2,45}/[0-9]{1,3}", text) else self._text.text(text)

    def _socket(self, text: str) -> str:
        found = _SOCKET.fullmatch(text)
        return self._places.server(found["server"]) + (found["transport"] or "") if found else self._text.text(text)

    def _proxies(self, text: str) -> str:
        return ";".join(self._proxy(entry) for entry in text.split(";"))

    def _proxy(self, entry: str) -> str:
        found = _ENTRY.fullmatch(entry.strip())
        if not found:
            return self._text.text(entry)
        blank = entry[: len(entry) - len(entry.lstrip())]
        return blank + found["keyword"] + found["blank"] + self._places.server(found["server"])

    def _url(self, text: str) -> str:
        return self._places.url(text) if _WEB.fullmatch(text) else self._text.text(text)

    def _place(self, text: str) -> str:
        """What has blanks is a sentence, unless it is a list of places."""
        return self._text.text(self._places.exceptions(text) if _LIST.fullmatch(text) else text)

    def _value(self, text: str) -> str:
        return self._places.server(text) if _SERVER.fullmatch(text) else self._text.text(text)

    def _path(self, text: str) -> str:
        return self._text.text(self._places.path(text))

    def _mac(self, text: str) -> str:
        return self._to.mac(text) if re.fullmatch(r"(?:[0-9A-Fa-f]{2}[:-]?){5}[0-9A-Fa-f]{2}", text) else self._text.text(text)

    def folder(self, text: str) -> str:
        """The folder of a Firefox profile (``x1y2z3.default``), or the word for another source."""
        front, dot, kind = text.partition(".")
        if not dot or "/" in text or "\\" in text:
            return self._path(text)
        return self._to.segment(front) + dot + (kind if kind in _PROFILE_KINDS else self._to.segment(kind))

    def _fact(self, text: str) -> str:
        found = _FACT.fullmatch(text)
        if not found:
            return self._text.text(text) if " " in text else self._ids.check(text)
        key = self.value(found["key"], _KEYS.get(found["rows"], Treatment.TEXT))
        return f"{found['rows']}[{key}]{found['field']}"

    def _placed(self, key: str, text: str) -> str:
        return str(self.value(text, _PLACEHOLDERS.get(key, Treatment.TEXT)))


#: One place, or several with signs of a list between them and not a word more.
_LIST: Final = re.compile(r"\S+|(?:\S*[.:*/\\]\S*\s*[,;|]?\s*)+")
