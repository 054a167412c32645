"""A wire in user space: a TUN device at either end, and what happens to packets between them: delay, loss, a size that does not pass.

Run in the router's namespace as ``python -m tests.lab.network.relay NEAR FAR CONDITIONS``; both devices are made there, and whoever
started it moves FAR to where it belongs once it has said "ready". Imports the standard library alone: it starts in every scenario
that needs it. All but :func:`main` and :func:`shuttle` is pure.
"""

from __future__ import annotations

import fcntl
import heapq
import json
import os
import random
import select
import socket
import struct
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: linux/if_tun.h: attach to a device; IP packets without a header before them.
_TUNSETIFF = 0x400454CA
_IFF_TUN = 0x0001
_IFF_NO_PI = 0x1000

_MAX_PACKET = 65536

#: Read at most so many packets before looking at what is due: a flood in one direction must not hold up the other.
_BURST = 64

#: More than these wait for their time: the rest is lost, as in the queue of a router that is full.
_MAX_WAITING = 4096

#: Every run of a scenario loses the same packets of the same order.
_SEED = 20

#: Who tells of packets that are too big: a hop of its own on the line, in either family. Private, as many carriers' are: the kernel
#: of the internet, where every public address is local, takes no packets from one of those.
_TELLER = {4: socket.inet_pton(socket.AF_INET, "10.90.0.1"), 6: socket.inet_pton(socket.AF_INET6, "2a0e:1ab0:0:fe::1")}

#: An ICMPv6 error holds as much of the packet as fits into the smallest MTU (RFC 4443 section 2.4 c).
_MIN_MTU_6 = 1280


@dataclass(frozen=True, slots=True)
class Condition:
    """What the wire does to the packets from and to some addresses, in both directions."""

    addresses: tuple[str, ...] = ()  # of either family; empty: everything
    delay_s: float = 0.0  # of each direction
    lose: float = 0.0  # the chance of each packet, 0 to 1
    mtu: int = 0  # larger packets do not pass; 0: all do
    told: bool = False  # the sender of a packet that is too big gets an ICMP error


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one packet."""

    lost: bool = False
    delay_s: float = 0.0
    answer: bytes = b""  # goes back to the sender


class Wire:
    """All conditions together: delays add up, the smallest size counts."""

    def __init__(self, conditions: Sequence[Condition], seed: int = _SEED) -> None:
        """Chance begins at the seed."""
        self._conditions = [(condition, frozenset(map(_packed, condition.addresses))) for condition in conditions]
        self._chance = random.Random(seed)

    def fate(self, packet: bytes) -> Fate:
        """What becomes of an IP packet of either direction; what is none is lost."""
        ends = _ends(packet)
        if ends is None:
            return Fate(lost=True)
        delay_s = 0.0
        for condition, addresses in self._conditions:
            if addresses and addresses.isdisjoint(ends):
                continue
            if condition.mtu and len(packet) > condition.mtu:
                return Fate(lost=True, answer=too_big(packet, condition.mtu) if condition.told else b"")
            if condition.lose and self._chance.random() < condition.lose:
                return Fate(lost=True)
            delay_s += condition.delay_s
        return Fate(delay_s=delay_s)


@dataclass(slots=True)
class Waiting:
    """Packets on their way, by the time at which they arrive; those of the same time in the order in which they came."""

    _heap: list[tuple[float, int, int, bytes]] = field(default_factory=list)
    _count: int = 0

    def put(self, end: int, packet: bytes, due: float) -> None:
        """Wait for ``due`` to arrive at ``end``; lost where too many wait."""
        if len(self._heap) < _MAX_WAITING:
            self._count += 1
            heapq.heappush(self._heap, (due, self._count, end, packet))

    def arrived(self, now: float) -> Iterator[tuple[int, bytes]]:
        """Those whose time has come, with their end."""
        while self._heap and self._heap[0][0] <= now:
            _due, _number, end, packet = heapq.heappop(self._heap)
            yield end, packet

    def left(self, now: float) -> float | None:
        """Seconds until the next one arrives; None where none is on its way."""
        return max(0.0, self._heap[0][0] - now) if self._heap else None


def too_big(packet: bytes, mtu: int) -> bytes:
    """The ICMP error for a packet over ``mtu``: fragmentation needed (RFC 792, RFC 1191), packet too big (RFC 4443 section 3.2)."""
    if packet[0] >> 4 == 6:
        body = struct.pack("!BBHI", 2, 0, 0, mtu) + packet[: _MIN_MTU_6 - 48]
        pseudo = _TELLER[6] + packet[8:24] + struct.pack("!II", len(body), socket.IPPROTO_ICMPV6)
        body = body[:2] + _checksum(pseudo + body) + body[4:]
        return struct.pack("!IHBB", 6 << 28, len(body), socket.IPPROTO_ICMPV6, 64) + _TELLER[6] + packet[8:24] + body
    header = (packet[0] & 0x0F) * 4
    body = struct.pack("!BBHHH", 3, 4, 0, 0, mtu) + packet[: header + 8]
    body = body[:2] + _checksum(body) + body[4:]
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(body), 0, 0, 64, socket.IPPROTO_ICMP, 0) + _TELLER[4] + packet[12:16]
    return ip[:10] + _checksum(ip) + ip[12:] + body


def _checksum(data: bytes) -> bytes:
    """RFC 1071."""
    total = sum(struct.unpack(f"!{(len(data) + 1) // 2}H", data + b"\0" * (len(data) % 2)))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", ~total & 0xFFFF)


def _ends(packet: bytes) -> tuple[bytes, bytes] | None:
    """Source and destination of an IP packet."""
    version = packet[0] >> 4 if packet else 0
    if version == 4 and len(packet) >= 20:
        return packet[12:16], packet[16:20]
    if version == 6 and len(packet) >= 40:
        return packet[8:24], packet[24:40]
    return None


def _packed(address: str) -> bytes:
    return socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)


def _packets(end: int) -> Iterator[bytes]:
    """What has come to an end: one burst."""
    with suppress(OSError):
        for _ in range(_BURST):
            yield os.read(end, _MAX_PACKET)


def _send(end: int, packet: bytes) -> None:
    """Into the namespace at that end; lost where its device is down."""
    with suppress(OSError):
        os.write(end, packet)


def shuttle(near: int, far: int, wire: Wire) -> None:
    """Carry packets between two descriptors for ever."""
    other = {near: far, far: near}
    waiting = Waiting()
    while True:
        for end in select.select([near, far], [], [], waiting.left(time.monotonic()))[0]:
            for packet in _packets(end):
                fate = wire.fate(packet)
                if fate.answer:
                    _send(end, fate.answer)
                if not fate.lost:
                    waiting.put(other[end], packet, time.monotonic() + fate.delay_s)
        for end, packet in waiting.arrived(time.monotonic()):
            _send(end, packet)


def _device(name: str) -> int:
    """A new TUN device of this namespace; it lives as long as its descriptor."""
    descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(descriptor, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI))
    return descriptor


def command(near: str, far: str, conditions: Sequence[Condition]) -> list[str]:
    """The command line of a relay; ``-S`` leaves out the search for packages, which it has no use for."""
    return [sys.executable, "-S", "-m", "tests.lab.network.relay", near, far, json.dumps([asdict(row) for row in conditions])]


def main(arguments: list[str]) -> None:
    """Make the devices, say so, and carry packets until killed."""
    near, far, conditions = arguments
    wire = Wire([Condition(**row) for row in json.loads(conditions)])
    ends = _device(near), _device(far)
    print("ready", flush=True)
    shuttle(*ends, wire)


if __name__ == "__main__":
    main(sys.argv[1:])
