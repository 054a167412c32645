"""The binary proxy settings of Windows: DefaultConnectionSettings (WinINET) and WinHttpSettings (WinHTTP).

Little endian: version, change counter, flags, then length-prefixed texts: servers, bypass list, PAC address; then the flags of
automatic detection and the PAC address that it found last. Layout as in .NET's reference source (_ProxyRegBlob.cs); WinHTTP's old form
(version 0x18, 0x28) ends after the bypass list. The counter changes by itself: values are what may be compared, never bytes.
"""

from __future__ import annotations

import struct

import msgspec

from wssdiag.system.parse.text import VALUE_LIMIT

DIRECT, MANUAL, PAC, _AUTO_DETECT = 1, 2, 4, 8

_HEADER = struct.Struct("<III")

#: The change counter's place.
_COUNTER = slice(4, 8)

_COUNTS = 1 << 32

_LENGTH = struct.Struct("<I")


class ConnectionSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a blob says; a text that is cut off is empty."""

    manual: bool
    pac: bool
    auto_detect: bool
    servers: str = ""
    bypass: str = ""
    pac_url: str = ""
    detected_url: str = ""  # the PAC address that automatic detection found last
    cut: bool = False  # the bytes end before a text that the flags switch on


def connection_settings(data: bytes) -> ConnectionSettings | None:
    """The settings; None where the bytes are too short for flags, or carry a flag word that Windows does not write."""
    if len(data) < _HEADER.size:
        return None
    _version, _counter, flags = _HEADER.unpack_from(data)
    if flags > DIRECT | MANUAL | PAC | _AUTO_DETECT:
        return None
    servers, after_servers = _text(data, _HEADER.size)
    bypass, after_bypass = _text(data, after_servers or len(data))
    pac_url, after_pac = _text(data, after_bypass or len(data))
    # Between the PAC address and the detected one stands the word of the detection's own flags.
    detected, _ = _text(data, (after_pac or len(data)) + _LENGTH.size)
    return ConnectionSettings(
        manual=bool(flags & MANUAL),
        pac=bool(flags & PAC),
        auto_detect=bool(flags & _AUTO_DETECT),
        servers=servers,
        bypass=bypass,
        pac_url=pac_url,
        detected_url=detected,
        cut=bool((flags & MANUAL and after_servers is None) or (flags & PAC and after_pac is None)),
    )


def without_flag(data: bytes, flag: int) -> bytes:
    """The blob with one of the ways switched off; no other bit of it is changed. Where no way is left, "direct" is switched on."""
    version, counter, flags = _HEADER.unpack_from(data)
    return _HEADER.pack(version, counter, flags & ~flag or DIRECT) + data[_HEADER.size :]


def comparable(data: bytes) -> bytes:
    """What of a blob somebody has set: no counter, and nothing behind the PAC address, where Windows notes what detection found.

    Where the three texts are not to be found it is everything but the counter; bytes that are no blob stay as they are.
    """
    if len(data) < _HEADER.size:
        return data
    end: int | None = _HEADER.size
    for _ in ("servers", "bypass list", "PAC address"):
        _, end = _text(data, len(data) if end is None else end)
    return data[: _COUNTER.start] + data[_COUNTER.stop : end]


def counted_on(data: bytes, before: bytes) -> bytes:
    """The blob with the counter one further than that of ``before``: by the counter Windows sees that there is a change."""
    if min(len(data), len(before)) < _HEADER.size:
        return data
    counter = (int.from_bytes(before[_COUNTER], "little") + 1) % _COUNTS
    return data[: _COUNTER.start] + counter.to_bytes(4, "little") + data[_COUNTER.stop :]


def _text(data: bytes, position: int) -> tuple[str, int | None]:
    """The text at the position, and where the next field starts; None where the bytes end before, or the length is wrong."""
    if position + _LENGTH.size > len(data):
        return "", None
    (length,) = _LENGTH.unpack_from(data, position)
    start = position + _LENGTH.size
    if length > VALUE_LIMIT or start + length > len(data):
        return "", None
    return _decode(data[start : start + length]).rstrip("\0"), start + length


def _decode(data: bytes) -> str:
    """UTF-8, as .NET reads it; else the western code page: which one the computer uses is not in the blob."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
