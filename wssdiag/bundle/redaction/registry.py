"""``windows/registry.reg`` made private: texts in quotes, texts as hexadecimal, and the blobs of proxy settings. Pure.

Numbers stay. Bytes of which nobody knows what they hold are left out: the value is there, and empty.
"""

from __future__ import annotations

import codecs
import re
import struct
from typing import TYPE_CHECKING, Final

from wssdiag.bundle.redaction.fields import Treatment
from wssdiag.bundle.redaction.labels import OF_A_SECRET
from wssdiag.bundle.redaction.rules import SECRET
from wssdiag.system.parse.text import decode_text

if TYPE_CHECKING:
    from wssdiag.bundle.redaction.report import Fields

_VALUE: Final = re.compile(r'(?P<name>@|"(?P<word>[^"\\]*(?:\\.[^"\\]*)*)")\s*=\s*(?P<data>.*)', re.DOTALL)
_STRING: Final = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"\s*', re.DOTALL)
_HEX: Final = re.compile(r"hex(?:\((?P<kind>[0-9a-fA-F]{1,8})\))?:(?P<bytes>[0-9a-fA-F,\s]*)")
_CONTINUED: Final = re.compile(r"\\\r?\n\s*")

#: winnt.h: REG_SZ, REG_EXPAND_SZ, REG_LINK, REG_MULTI_SZ hold UTF-16 texts; REG_DWORD both ways, REG_QWORD hold numbers.
_TEXTS: Final = frozenset({1, 2, 6, 7})
_NUMBERS: Final = frozenset({4, 5, 11})

#: Values that hold places, by name in small letters.
_PLACES: Final = frozenset(
    {
        *("proxyserver", "proxyoverride", "autoconfigurl", "proxypacurl", "proxybypasslist"),
        *("httpproxy", "sslproxy", "socksproxy", "passthrough", "dnsoverhttpstemplates"),
    }
)

#: Values that hold names or addresses, alone or in a list.
_NAMES: Final = frozenset(
    {
        *("domain", "dhcpdomain", "hostname", "nv hostname", "nv domain", "searchlist", "dhcpsearchlist", "dnsdomain", "name"),
        *("icsdomain", "computername", "defaultdomainname", "primarydomainname", "genericdnsservers", "nameserver", "dhcpnameserver"),
    }
)

_CONNECTIONS: Final = "\\internet settings\\connections]"
_BLOB: Final = "defaultconnectionsettings"
_BLOBS: Final = frozenset({_BLOB, "savedlegacysettings", "winhttpsettings"})

#: A value that nothing ends.
_CUT: Final = '"'

#: Version, counter and flags; then texts, each behind its length.
_HEADER: Final = 12
_LENGTH: Final = struct.Struct("<I")
_TEXTS_OF_A_BLOB: Final = 3
_SEPARATORS: Final = re.compile(r"([\s,;]+)")


class Registry:
    """Makes the export text private."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._key = ""  # the one whose values are read

    def export(self, data: bytes) -> bytes:
        """The whole file, in the encoding that it came in."""
        whole = decode_text(data)
        *lines, rest = re.split(r"\r\n|\r|\n", _CONTINUED.sub("", whole))
        # What is cut off in a line stays so: half a value is no value, and half a name is not known as one.
        self._key = ""
        text = "".join(f"{self._line(line)}\r\n" for line in lines) + (_CUT if rest.strip() else "")
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return codecs.BOM_UTF16_LE + text.encode("utf-16-le", "replace")
        return text.encode("utf-8", "replace")

    def _line(self, line: str) -> str:
        found = _VALUE.fullmatch(line.strip())
        if not found:
            self._key = line.strip().lower() if line.lstrip().startswith("[") else self._key
            return self._text(line)
        word = _unescaped(found["word"] or "")
        small = word.lower()
        # A VPN keeps its own settings of proxies, under its own name.
        dialled = self._key.endswith(_CONNECTIONS) and small not in _BLOBS and found["data"].startswith("hex:")
        named = str(self._fields.value(word, Treatment.INTERFACE)) if dialled else self._text(word)
        name = "@" if found["name"] == "@" else _quoted(named)
        return f"{name}={self._data(_BLOB if dialled else word, found['data'])}"

    def _data(self, name: str, data: str) -> str:
        if string := _STRING.fullmatch(data):
            return _quoted(self._treated(name, _unescaped(string[1])))
        if not (found := _HEX.fullmatch(data)):
            return self._text(data)
        kind = int(found["kind"], 16) if found["kind"] else 3
        raw = _bytes_of(found["bytes"])
        front = data[: found.start("bytes")]
        if kind in _TEXTS:
            made = "\0".join(self._treated(name, text) for text in raw.decode("utf-16-le", "replace").split("\0"))
            return front + made.encode("utf-16-le", "replace").hex(",")
        if name.lower() in _BLOBS:
            return front + self._blob(raw).hex(",")
        return front + (raw.hex(",") if kind in _NUMBERS else "")

    def _blob(self, data: bytes) -> bytes:
        """The texts one after the other; what stands behind the last is flags, and the address that detection found."""
        made, place = data[:_HEADER], _HEADER
        for _ in range(_TEXTS_OF_A_BLOB):
            piece, place = self._blob_text(data, place)
            made += piece
        made, place = made + data[place : place + _LENGTH.size], place + _LENGTH.size
        piece, place = self._blob_text(data, place)
        return made + piece + (b"\0" * max(0, len(data) - place))

    def _blob_text(self, data: bytes, place: int) -> tuple[bytes, int]:
        if place + _LENGTH.size > len(data):
            return b"", len(data)
        (length,) = _LENGTH.unpack_from(data, place)
        start = place + _LENGTH.size
        if start + length > len(data):
            return b"", len(data)
        raw = data[start : start + length]
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
        made = "\0".join(str(self._fields.value(part, Treatment.PLACE)) for part in text.split("\0")).encode("utf-8", "replace")
        return _LENGTH.pack(len(made)) + made, start + length

    def _treated(self, word: str, text: str) -> str:
        name = word.lower()
        if text and OF_A_SECRET.fullmatch(word):
            return SECRET
        if name in _PLACES:
            return str(self._fields.value(text, Treatment.PLACE))
        if name in _NAMES:
            return "".join(part if _SEPARATORS.fullmatch(part) else self._name(part) for part in _SEPARATORS.split(text))
        return self._text(text)

    def _name(self, text: str) -> str:
        return str(self._fields.value(text, Treatment.NAME))

    def _text(self, text: str) -> str:
        return str(self._fields.value(text, Treatment.TEXT))


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _bytes_of(text: str) -> bytes:
    digits = "".join(text.replace(",", " ").split())
    return bytes.fromhex(digits[: len(digits) // 2 * 2])
