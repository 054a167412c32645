"""The binary proxy settings of Windows: DefaultConnectionSettings (WinINET) and WinHttpSettings (WinHTTP).

Little endian: version, change counter, flags, then length-prefixed texts: servers, bypass list, PAC address; then the flags of
automatic detection and the PAC address that it found last. Layout as in .NET's reference source (_ProxyRegBlob.cs); WinHTTP's old form
(version 0x18, 0x28) ends after the bypass list. The counter changes by itself: values are what may be compared, never bytes.
"""

from __future__ import annotations

import struct

import msgspec

from wssdiag.system.parse.text import VALUE_LIMIT

_DIRECT, _MANUAL, _PAC, _AUTO_DETECT = 1, 2, 4, 8

_HEADER = struct.Struct("<III")

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
    if flags > _DIRECT | _MANUAL | _PAC | _AUTO_DETECT:
        return None
    servers, after_servers = _text(data, _HEADER.size)
    bypass, after_bypass = _text(data, after_servers or len(data))
    pac_url, after_pac = _text(data, after_bypass or len(data))
    # Between the PAC address and the detected one stands the word of the detection's own flags.
    detected, _ = _text(data, (after_pac or len(data)) + _LENGTH.size)
    return ConnectionSettings(
        manual=bool(flags & _MANUAL),
        pac=bool(flags & _PAC),
        auto_detect=bool(flags & _AUTO_DETECT),
        servers=servers,
        bypass=bypass,
        pac_url=pac_url,
        detected_url=detected,
        cut=bool((flags & _MANUAL and after_servers is None) or (flags & _PAC and after_pac is None)),
    )


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
