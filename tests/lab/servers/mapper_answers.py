"""What an endpoint mapper says: it takes a bind to itself, and maps one interface to one port (C706, MS-RPCE). Pure; little endian alone.

Written from the specifications, and tried with a client of others (impacket); nothing of the program is used.
"""

from __future__ import annotations

import struct
from typing import Final

_REQUEST, _RESPONSE, _FAULT, _BIND, _BIND_ACK, _BIND_NAK = 0x00, 0x02, 0x03, 0x0B, 0x0C, 0x0D
_HEAD = 16
_MAX_PACKET = 5840

#: Interfaces as they stand in packets (C706 appendix A: the first three fields are little endian), with their major version.
_MAPPER: Final = bytes.fromhex("0883afe11f5dc91191a408002b14a0fa") + b"\x03\x00\x00\x00"
_NDR: Final = bytes.fromhex("045d888aeb1cc9119fe808002b104860") + b"\x02\x00\x00\x00"
_LOGON: Final = bytes.fromhex("785634123412cdabef0001234567cffb")

#: EPT_S_NOT_REGISTERED, as ept_map's status, and nca_op_rng_error, as a fault (C706 appendix E).
_NOT_REGISTERED = 0x16C9A0D6
_OUT_OF_RANGE = 0x1C010002
_EPT_MAP = 3

#: Why a bind is refused: a local limit is exceeded (C706 section 12.6.3.1).
_LOCAL_LIMIT = 2

#: The controller's address in the answer; clients go on to the one that they asked.
_ADDRESS = bytes([10, 20, 0, 31])


class MalformedError(ValueError):
    """The bytes are no packet that a client sends."""


def size_of(data: bytes) -> int | None:
    """How long the packet is that begins here; None while its head is not whole."""
    if data[:1] not in {b"", b"\x05"}:
        raise MalformedError
    if len(data) < _HEAD:
        return None
    length = int.from_bytes(data[8:10], "little")
    if data[4] != 0x10 or not _HEAD <= length <= _MAX_PACKET:
        raise MalformedError
    return length


def answer(packet: bytes, how: str) -> bytes:
    """The bytes that answer one whole packet. ``how``: the port that is named, ``not-registered``, or ``refuses``."""
    kind, call, body = packet[2], packet[12:16], packet[_HEAD:]
    if kind == _BIND:
        if how == "refuses":
            return _packet(_BIND_NAK, call, struct.pack("<HBBB", _LOCAL_LIMIT, 1, 5, 0))
        return _packet(_BIND_ACK, call, _accepted(body))
    if kind == _REQUEST and body[6:8] == _EPT_MAP.to_bytes(2, "little"):
        return _packet(_RESPONSE, call, _mapped(body[8:], how))
    if kind == _REQUEST:
        return _packet(_FAULT, call, struct.pack("<IHBxII", 32, 0, 0, _OUT_OF_RANGE, 0))
    raise MalformedError


def _packet(kind: int, call: bytes, body: bytes) -> bytes:
    head = bytes([5, 0, kind, 3, 0x10, 0, 0, 0]) + (_HEAD + len(body)).to_bytes(2, "little") + bytes(2)
    return head + call + body


def _accepted(bind: bytes) -> bytes:
    """The largest fragments, a group, the port's name, and whether the one context is ours in NDR."""
    if len(bind) < 12 + 4 + 20 + 20 or bind[8] != 1 or bind[14] < 1:
        raise MalformedError
    ours = bind[16:36] == _MAPPER and bind[36:56] == _NDR
    verdict = struct.pack("<HH", 0, 0) + _NDR if ours else struct.pack("<HH", 2, 1) + bytes(20)
    return struct.pack("<HHI", _MAX_PACKET, _MAX_PACKET, 0x2E1) + b"\x04\x00135\x00" + b"\x00\x00" + b"\x01\x00\x00\x00" + verdict


def _mapped(stub: bytes, how: str) -> bytes:
    """Handle, number, an array of one pointer and its tower, or of none, and the status."""
    asked = _asked_interface(stub)
    if how == "not-registered" or asked[:16] != _LOGON:
        stub = bytes(20) + struct.pack("<IIIII", 0, 4, 0, 0, _NOT_REGISTERED)
    else:
        tower = _tower(asked, int(how))
        filler = bytes(-len(tower) % 4)
        stub = bytes(20) + struct.pack("<IIII", 1, 4, 0, 1) + struct.pack("<III", 3, len(tower), len(tower)) + tower + filler + bytes(4)
    return struct.pack("<IHBB", len(stub), 0, 0, 0) + stub


def _asked_interface(stub: bytes) -> bytes:
    """Identifier and version of the first floor of the tower that is asked for, behind an object that may be nothing."""
    at = 4 + (16 if stub[:4] != bytes(4) else 0)
    if stub[at : at + 4] == bytes(4) or len(stub) < at + 12 + 2 + 2 + 19:
        raise MalformedError
    floor = stub[at + 14 : at + 14 + 2 + 19]
    if floor[:3] != b"\x13\x00\x0d":
        raise MalformedError
    return floor[3:]


def _tower(interface: bytes, port: int) -> bytes:
    """Five floors (C706 appendix L): interface, NDR, RPC, TCP, IP."""
    floors = [
        (b"\x0d" + interface, b"\x00\x00"),
        (b"\x0d" + _NDR[:18], b"\x00\x00"),
        (b"\x0b", b"\x00\x00"),
        (b"\x07", port.to_bytes(2, "big")),
        (b"\x09", _ADDRESS),
    ]
    sides = [side for floor in floors for side in floor]
    return b"\x05\x00" + b"".join(len(side).to_bytes(2, "little") + side for side in sides)
