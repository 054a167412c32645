"""One verb: send a datagram and wait for an answer, with retransmissions. What an answer must look like, the protocol's module says."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from wssdiag.model.failure import Failure
from wssdiag.probes.address import is_ipv6, socket_address
from wssdiag.probes.deadline import LimitReachedError
from wssdiag.probes.errors import first_packet_failure, name_number, number_of
from wssdiag.probes.icmp import ask_for_reports
from wssdiag.probes.interface import bind_to_interface
from wssdiag.probes.tcp import asynchronous_failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.probes.deadline import Deadline

#: Seconds after which the datagram is sent (again): one lost packet, or two, are no silence.
SENT_AFTER_S = (0.0, 0.5, 1.5)

#: The largest datagram.
DATAGRAM_BYTES = 65535

#: Answers that do not fit the protocol, after which the rest is not read: a flood must not keep the thread.
_MOST_STRANGERS = 64

T = TypeVar("T")


class DatagramError(Exception):
    """A send failed, or an error came back for it. Stays inside the probes: their verbs return the failure."""

    def __init__(self, failure: Failure, error: OSError) -> None:
        """Hold the failure of the closed list, and the error as class and number."""
        super().__init__(name_number(error))
        self.failure = failure


class UdpSocket:
    """A connected UDP socket: only its peer's datagrams arrive, and a closed port is seen at once (an unconnected one sees silence)."""

    def __init__(self, address: str, port: int, interface: str | None = None) -> None:
        """Open it, by one interface alone where it is named; raises :class:`DatagramError`, UNKNOWN where that may not be chosen."""
        self._ipv6 = is_ipv6(address)
        self._sent = False
        try:
            family, target = socket_address(address, port)
            self._sock = socket.socket(family, socket.SOCK_DGRAM)
        except OSError as error:
            raise DatagramError(first_packet_failure(number_of(error), own=True), error) from error
        try:
            if interface is not None:
                bind_to_interface(self._sock, interface)
        except OSError as error:
            self._sock.close()
            raise DatagramError(Failure.UNKNOWN, error) from error
        try:
            self._sock.settimeout(0)
            ask_for_reports(self._sock)
            self._sock.connect(target)
        except OSError as error:
            self._sock.close()
            raise self._own(error) from error

    def send(self, data: bytes) -> None:
        """Send one datagram; raises :class:`DatagramError`. A full buffer loses it, as the network might."""
        first, self._sent = not self._sent, True
        try:
            self._sock.send(data)
        except BlockingIOError:
            return
        except OSError as error:  # of a later datagram: as a rule the answer to an earlier one, told at this call
            raise (self._own(error) if first else self._answered(error)) from error

    def receive(self, deadline: Deadline, until: float | None) -> bytes | None:
        """The next datagram; None when the moment ``until`` came first. Raises :class:`DatagramError` and as the deadline does."""
        if not deadline.readable(self._sock, until):
            return None
        try:
            return self._sock.recv(DATAGRAM_BYTES)
        except BlockingIOError:  # a datagram with a wrong checksum wakes the wait, and is gone
            return None
        except OSError as error:
            raise self._answered(error) from error

    def close(self) -> None:
        """Close it."""
        self._sock.close()

    def _own(self, error: OSError) -> DatagramError:
        return DatagramError(first_packet_failure(number_of(error), own=True, ipv6=self._ipv6), error)

    def _answered(self, error: OSError) -> DatagramError:
        return DatagramError(asynchronous_failure(self._sock, number_of(error)), error)


@dataclass(frozen=True, slots=True)
class Exchange(Generic[T]):
    """How an exchange went: the answer that fits, or the failure (TIMED_OUT for silence)."""

    answer: T | None
    failure: Failure | None
    error: str = ""
    received_bytes: int | None = None  # of the answer, or of the last datagram that did not fit


def exchange(address: str, port: int, data: bytes, read: Callable[[bytes], T | None], deadline: Deadline, *more: bytes) -> Exchange[T]:
    """Send ``data`` at :data:`SENT_AFTER_S` until ``read`` makes something of an answer. Raises ``CancelledError`` alone.

    ``more``: datagrams that go with it each time, where one of several protocols may be spoken.
    """
    strangers: list[int] = []
    try:
        sock = UdpSocket(address, port)
    except DatagramError as error:
        return Exchange(None, error.failure, str(error))
    try:
        for number in range(1, len(SENT_AFTER_S) + 1):
            for datagram in (data, *more):
                sock.send(datagram)
            until = deadline.began + SENT_AFTER_S[number] if number < len(SENT_AFTER_S) else None
            while (until is None or deadline.now() < until) and len(strangers) < _MOST_STRANGERS:
                received = sock.receive(deadline, until)
                if received is not None and (answer := read(received)) is not None:
                    return Exchange(answer, None, received_bytes=len(received))
                if received is not None:
                    strangers.append(len(received))
            if len(strangers) >= _MOST_STRANGERS:
                break
    except DatagramError as error:
        return Exchange(None, error.failure, str(error), *strangers[-1:])
    except LimitReachedError:
        pass
    finally:
        sock.close()
    return Exchange(None, Failure.TIMED_OUT, "", *strangers[-1:])
