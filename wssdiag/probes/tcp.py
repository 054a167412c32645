"""One verb: open a TCP connection to the first of several addresses that answers, and say of each what became of it."""

from __future__ import annotations

import contextlib
import errno
import selectors
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.model.failure import Failure
from wssdiag.probes.address import interleaved, is_ipv6, socket_address
from wssdiag.probes.deadline import CancelledError, Deadline, LimitReachedError
from wssdiag.probes.errors import first_packet_failure, name_number, number_of
from wssdiag.probes.icmp import Verdict, ask_for_reports, verdict
from wssdiag.probes.interface import bind_to_interface

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Two of each family tell what can be told; a fifth would start when three SYNs no longer fit into the limit.
MOST_ADDRESSES = 4

#: RFC 8305 section 5: the next address is tried after this pause, or at once after a failure.
NEXT_ADDRESS_S = 0.25

#: ``connect_ex`` of a socket that does not block: still on its way. 10035 is WSAEWOULDBLOCK.
_UNDER_WAY = frozenset({errno.EINPROGRESS, errno.EWOULDBLOCK, 10035})


@dataclass(frozen=True, slots=True)
class Tried:
    """One address that was tried. ``failure`` is None for the one that opened."""

    address: str
    began: float  # monotonic
    ended: float  # monotonic
    failure: Failure | None
    error: str = ""
    source: str | None = None  # this computer's address
    max_segment: int | None = None  # as asked for, where the system agreed


@dataclass(frozen=True, slots=True)
class _Pending:
    address: str
    began: float
    sock: socket.socket
    max_segment: int | None


def connect(
    addresses: Sequence[str], port: int, deadline: Deadline, max_segment: int | None = None, interface: str | None = None
) -> tuple[tuple[Tried, ...], socket.socket | None]:
    """The addresses that failed before one opened, then that one, with its socket (the caller closes it); or all, and no socket.

    Where all failed the last one counts: what the network said stands behind this computer's own "no route" (it may have no IPv6).

    At most :data:`MOST_ADDRESSES` addresses, families in turn, all inside the one deadline. Nothing is raised: a limit that passes is
    TIMED_OUT, a cancel is CANCELLED, of every address under way, an interface that may not be chosen UNKNOWN. Empty only if
    ``addresses`` is.
    """
    race = _Race(port, deadline, interleaved(addresses)[:MOST_ADDRESSES], max_segment, interface)
    try:
        opened = race.run()
    finally:
        race.close()
    if opened is None:
        race.tried.sort(key=lambda one: one.failure is not Failure.NO_ROUTE)
    return tuple(race.tried), opened


class _Race:
    def __init__(self, port: int, deadline: Deadline, addresses: Sequence[str], max_segment: int | None, interface: str | None) -> None:
        self.tried: list[Tried] = []
        self._port = port
        self._max_segment = max_segment
        self._interface = interface
        self._deadline = deadline
        self._waiting = list(addresses)
        self._pending: list[_Pending] = []
        self._selector = selectors.DefaultSelector()
        self._next = deadline.began

    def run(self) -> socket.socket | None:
        try:
            while self._waiting or self._pending:
                pause = self._deadline.slice_s(self._next if self._waiting else None)
                if self._waiting and (not self._pending or self._deadline.now() >= self._next):
                    self._start(self._waiting.pop(0))
                    continue
                for key, _ in self._selector.select(pause):
                    if opened := self._settle(key.data):
                        return opened
        except (LimitReachedError, CancelledError) as end:
            self._give_up(Failure.CANCELLED if isinstance(end, CancelledError) else Failure.TIMED_OUT)
        return None

    def close(self) -> None:
        self._selector.close()
        for pending in self._pending:
            pending.sock.close()

    def _start(self, address: str) -> None:
        began = self._deadline.now()
        self._next = began + NEXT_ADDRESS_S
        try:
            family, target = socket_address(address, self._port)
            sock = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:
            self._failed(address, began, first_packet_failure(number_of(error), own=True), error)
            return
        lowered = None
        try:
            if self._interface is not None:
                bind_to_interface(sock, self._interface)
        except OSError as error:
            sock.close()
            self._failed(address, began, Failure.UNKNOWN, error)
            return
        try:
            sock.settimeout(0)
            ask_for_reports(sock)
            lowered = lower_segments(sock, self._max_segment)
            number = sock.connect_ex(target)
        except OSError as error:
            number = number_of(error)
        if number and number not in _UNDER_WAY:
            sock.close()
            self._failed(address, began, first_packet_failure(number, own=True, ipv6=is_ipv6(address)), OSError(number, ""))
            return
        pending = _Pending(address, began, sock, lowered)
        self._pending.append(pending)
        self._selector.register(sock, selectors.EVENT_WRITE, pending)

    def _settle(self, pending: _Pending) -> socket.socket | None:
        number = pending.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        self._selector.unregister(pending.sock)
        self._pending.remove(pending)
        if number:
            self._failed(pending.address, pending.began, asynchronous_failure(pending.sock, number), OSError(number, ""))
            pending.sock.close()
            return None
        source = _source(pending.sock)
        ended = self._deadline.now()
        self.tried.append(Tried(pending.address, pending.began, ended, None, source=source, max_segment=pending.max_segment))
        return pending.sock

    def _failed(self, address: str, began: float, failure: Failure, error: OSError) -> None:
        self.tried.append(Tried(address, began, self._deadline.now(), failure, name_number(error)))
        self._next = self._deadline.now()

    def _give_up(self, failure: Failure) -> None:
        now = self._deadline.now()
        self.tried += [Tried(pending.address, pending.began, now, failure) for pending in self._pending]
        if not self.tried:
            self.tried.append(Tried(self._waiting[0], now, now, failure))


def lower_segments(sock: socket.socket, max_segment: int | None) -> int | None:
    """Lower the largest segment of a connection to come, in both directions (tcp(7), TCP_MAXSEG); None where the system does not.

    Windows has no such option before the connect.
    """
    if sys.platform != "win32" and max_segment is not None:
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, max_segment)
            return max_segment
    return None


def asynchronous_failure(sock: socket.socket, number: int) -> Failure:
    """The failure of an error that came after the call: unreachable where an ICMP message said so, this computer's own answer otherwise."""
    failure = first_packet_failure(number, ipv6=sock.family == socket.AF_INET6)
    if failure is not Failure.UNREACHABLE:
        return failure
    said = verdict(sock)
    if said is Verdict.HERE_PROHIBITED:
        return Failure.BLOCKED_LOCALLY
    return Failure.NO_ROUTE if said is Verdict.HERE else failure


def _source(sock: socket.socket) -> str | None:
    try:
        return str(sock.getsockname()[0])
    except OSError:
        return None
