"""One question to an endpoint mapper as bytes, and a strict and bounded reader of its answer. Opens nothing.

The packets of connection-oriented DCE/RPC are C706's (chapter 12.6.4: bind, bind_ack, bind_nak, request, response, fault), with the values
that MS-RPCE allows (section 2.2.2); the question is ept_map (C706 appendix O; MS-RPCE section 2.2.1.2.5), its towers are C706 appendix L.

Asked for is the logon service (netlogon, MS-NRPC section 2.1): every domain controller registers it at a dynamic TCP port, and it is what a
member server asks to check a user and to learn the groups. Nothing but its port is wanted: the service itself is not spoken to.
"""

from __future__ import annotations

import struct
from uuid import UUID

from wssdiag.probes.dialogue import NotThisProtocolError
from wssdiag.probes.rpc_tower import TowerError, TowerReader, tower

_MAPPER = UUID("e1af8308-5d1f-11c9-91a4-08002b14a0fa")  # version 3.0
_NDR = UUID("8a885d04-1ceb-11c9-9fe8-08002b104860")  # version 2.0
_LOGON = UUID("12345678-1234-abcd-ef00-01234567cffb")  # version 1.0

# packet types (C706 section 12.6.4)
_REQUEST, _RESPONSE, _FAULT, _BIND, _BIND_ACK, _BIND_NAK = 0, 2, 3, 11, 12, 13

_HEADER = struct.Struct("<BBBB4sHHI")
_VERSION = 5
_MINOR_VERSIONS = frozenset({0, 1})
_WHOLE = 0x03  # first and last fragment
_LITTLE_ENDIAN = b"\x10\x00\x00\x00"  # integers; characters ASCII, floating point IEEE
_LITTLE, _BIG = 1, 0

#: What Windows offers, and the largest that is read; every implementation must take 1432 (C706 section 12.6.3.1, MustRecvFragSize).
_FRAGMENT_BYTES = 5840

_BIND_CALL, _MAP_CALL = 1, 2
_EPT_MAP = 3
_MOST_TOWERS = 4

#: Hint, context, cancels: what stands before the stub of a response, and before the status of a fault.
_RESPONSE_HEAD = 8

#: Result, reason, transfer syntax of one context.
_RESULT_BYTES = 24

#: The handle of a search that is not continued: attributes and an identifier, all nothing.
_NO_HANDLE = bytes(20)

#: error_status_t of ept_map (C706 appendix E).
_NOT_REGISTERED = 0x16C9A0D6


class NotRpcError(NotThisProtocolError):
    """What came is no DCE/RPC, or no answer to our packet."""


def _packet(kind: int, call: int, body: bytes) -> bytes:
    return _HEADER.pack(_VERSION, 0, kind, _WHOLE, _LITTLE_ENDIAN, _HEADER.size + len(body), 0, call) + body


def _interface(identifier: UUID, version: int) -> bytes:
    return identifier.bytes_le + struct.pack("<I", version)


#: One context: the endpoint mapper, in NDR.
BIND = _packet(
    _BIND,
    _BIND_CALL,
    struct.pack("<HHIBxxxHBx", _FRAGMENT_BYTES, _FRAGMENT_BYTES, 0, 1, 0, 1) + _interface(_MAPPER, 3) + _interface(_NDR, 2),
)


def _map_request() -> bytes:
    """No object, the tower of the logon service over TCP, a new search. Old servers insist on the referents' numbers: 1 and 2."""
    wanted = tower(_LOGON, _NDR)
    padding = bytes(-len(wanted) % 4)
    stub = struct.pack("<I", 1) + bytes(16) + struct.pack("<III", 2, len(wanted), len(wanted)) + wanted + padding
    stub += _NO_HANDLE + struct.pack("<I", _MOST_TOWERS)
    return _packet(_REQUEST, _MAP_CALL, struct.pack("<IHH", len(stub), 0, _EPT_MAP) + stub)


QUESTION = _map_request()


class Mapper:
    """Our side of the exchange: the bind was sent, its answer leads to the question, and the answer to that ends it."""

    def __init__(self) -> None:
        """Nothing has come yet."""
        self.done = False
        self.says = ""
        self.ports: tuple[int, ...] = ()
        self._asked = False
        self._data = b""

    @property
    def answered(self) -> bool:
        """Whether it has spoken at all: to accept the bind is an answer too."""
        return self._asked or self.done

    def take(self, data: bytes) -> bytes:
        """Read the packet once it is whole; gives the question after the bind. Raises :class:`NotRpcError`."""
        self._data += data
        if len(self._data) < _HEADER.size:
            if not bytes([_VERSION]).startswith(self._data[:1]):
                raise NotRpcError
            return b""
        version, minor, kind, flags, order, length, signed, call = self._header()
        if version != _VERSION or minor not in _MINOR_VERSIONS or call != (_MAP_CALL if self._asked else _BIND_CALL):
            raise NotRpcError
        if signed or flags & _WHOLE != _WHOLE or not _HEADER.size <= length <= _FRAGMENT_BYTES:
            raise NotRpcError
        if len(self._data) < length:
            return b""
        body, rest = self._data[_HEADER.size : length], self._data[length:]
        self._data = b""
        if rest:
            raise NotRpcError  # nothing else was asked for
        try:
            if not self._asked and self._is_bound(kind, body, order):
                self._asked, self.says = True, "bound"
                return QUESTION
            self._end(kind, body, order)
        except (struct.error, TowerError) as error:
            raise NotRpcError from error
        return b""

    def _header(self) -> tuple[int, int, int, int, str, int, int, int]:
        """Its numbers stand in the sender's own order (C706 section 14.1)."""
        order = {_LITTLE: "<", _BIG: ">"}.get(self._data[4] >> 4)
        if order is None:
            raise NotRpcError
        version, minor, kind, flags, _order, length, signed, call = struct.unpack_from(f"{order}BBBB4sHHI", self._data)
        return version, minor, kind, flags, order, length, signed, call

    def _is_bound(self, kind: int, body: bytes, order: str) -> bool:
        """Whether our one context was accepted. A refusal ends the exchange."""
        if kind != _BIND_ACK:
            return False
        (named,) = struct.unpack_from(f"{order}H", body, 8)
        place = 10 + named
        place += -place % 4  # aligned from the packet's begin, whose header is a multiple of four
        (count,) = struct.unpack_from("B", body, place)
        result, reason = struct.unpack_from(f"{order}HH", body, place + 4)
        if count != 1 or len(body) < place + 4 + _RESULT_BYTES:
            raise NotRpcError
        if result:
            self.says = f"bind refused: {result}, {reason}"
        return not result

    def _end(self, kind: int, body: bytes, order: str) -> None:
        """The last packet: a refusal of the bind, a fault, or the answer to the question."""
        if kind == _BIND_NAK and not self._asked:
            self.says = f"bind refused: {struct.unpack_from(f'{order}H', body)[0]}"
        elif kind == _FAULT:
            self.says = f"fault {struct.unpack_from(f'{order}I', body, _RESPONSE_HEAD)[0]}"
        elif kind == _RESPONSE and self._asked:
            status, self.ports = TowerReader(body[_RESPONSE_HEAD:], order).towers(_MOST_TOWERS, _LOGON)
            said = "not registered" if status == _NOT_REGISTERED else f"status {status}"
            self.says = said if status else "named" if self.ports else "nothing named"
        elif kind != _BIND_ACK or self._asked:
            raise NotRpcError
        self.done = True
