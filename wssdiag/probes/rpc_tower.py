"""Protocol towers as bytes: one that asks for an interface over TCP, and the ports of those that answer (C706 appendix L). Opens nothing.

A tower is a list of floors, each a left and a right side with their lengths; its numbers are little endian, addresses and ports are not.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

# The left sides of floors begin with these (C706 appendix I): an interface, connection-oriented RPC, TCP, IP.
_INTERFACE, _CONNECTION, _TCP, _IP = 0x0D, 0x0B, 0x07, 0x09

#: Interface, representation, RPC, port, address.
_FLOORS = 5

#: A tower of ours has 75 bytes; a server's names of pipes and hosts are longer.
_MOST_TOWER_BYTES = 1024


class TowerError(ValueError):
    """The bytes are not what the mapper's answer must be."""


def tower(interface: UUID, representation: UUID) -> bytes:
    """Version 1.0 of the interface, version 2.0 of the representation, over TCP, at any port and address."""
    floors = (
        (bytes([_INTERFACE]) + interface.bytes_le + struct.pack("<H", 1), bytes(2)),
        (bytes([_INTERFACE]) + representation.bytes_le + struct.pack("<H", 2), bytes(2)),
        (bytes([_CONNECTION]), bytes(2)),
        (bytes([_TCP]), bytes(2)),
        (bytes([_IP]), bytes(4)),
    )
    rows = (struct.pack("<H", len(left)) + left + struct.pack("<H", len(right)) + right for left, right in floors)
    return struct.pack("<H", len(floors)) + b"".join(rows)


def port_of(data: bytes, interface: UUID) -> int | None:
    """The TCP port of a tower of this interface; None for one of another interface or transport. Raises :class:`TowerError`."""
    floors = _floors(data)
    if len(floors) != _FLOORS or floors[0][0][:17] != bytes([_INTERFACE]) + interface.bytes_le or floors[3][0] != bytes([_TCP]):
        return None
    if len(floors[3][1]) != 2:  # noqa: PLR2004 - a port
        raise TowerError
    return int.from_bytes(floors[3][1], "big") or None


def _floors(data: bytes) -> list[tuple[bytes, bytes]]:
    count, place = int.from_bytes(_piece(data, 0, 2), "little"), 2
    found: list[tuple[bytes, bytes]] = []
    for _ in range(count):
        sides: list[bytes] = []
        for _side in range(2):
            size = int.from_bytes(_piece(data, place, 2), "little")
            sides.append(_piece(data, place + 2, size))
            place += 2 + size
        found.append((sides[0], sides[1]))
    if place != len(data):
        raise TowerError
    return found


def _piece(data: bytes, start: int, size: int) -> bytes:
    piece = data[start : start + size]
    if len(piece) != size:
        raise TowerError
    return piece


class TowerReader:
    """The stub of an ept_map answer: handle, number of towers, a conformant varying array of pointers, the towers, a status."""

    def __init__(self, stub: bytes, order: str) -> None:
        """``order`` is the sender's: ``<`` or ``>``."""
        self._stub = stub
        self._order = order
        self._place = 20  # behind the handle

    def towers(self, most: int, interface: UUID) -> tuple[int, tuple[int, ...]]:
        """The status, and the ports of this interface in their order, each once. Raises :class:`TowerError`."""
        number = self._number()
        _room, offset, count = self._number(), self._number(), self._number()
        if count != number or count > most or offset:
            raise TowerError
        pointers = [self._number() for _ in range(count)]
        found = [port_of(self._tower(), interface) for pointer in pointers if pointer]
        return self._number(), tuple(dict.fromkeys(port for port in found if port is not None))

    def _tower(self) -> bytes:
        room, length = self._number(), self._number()
        if room != length or length > _MOST_TOWER_BYTES:
            raise TowerError
        data = _piece(self._stub, self._place, length)
        self._place += length
        return data

    def _number(self) -> int:
        """The next four bytes, aligned to four."""
        self._place += -self._place % 4
        (value,) = struct.unpack(f"{self._order}I", _piece(self._stub, self._place, 4))
        self._place += 4
        return int(value)
