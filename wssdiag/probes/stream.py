"""Owns the bytes of one open TCP connection: bounded sends and receives on a socket that does not block. Judges no error: it passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import socket

    from wssdiag.probes.deadline import Deadline

#: What one ``recv`` takes at most; a TLS record is about as large.
RECEIVE_BYTES = 16 * 1024


class Stream(Protocol):
    """What HTTP and TLS are spoken over: a connection, or TLS over one."""

    def send(self, data: bytes, deadline: Deadline) -> None:
        """Send all of it. Raises ``OSError``, and as the deadline does."""
        ...

    def receive(self, deadline: Deadline) -> bytes:
        """The next bytes, ``b""`` at the end. Raises as :meth:`send` does."""
        ...

    def unread(self, data: bytes) -> None:
        """Put back what was received too early, in front of the rest."""
        ...


class TcpStream:
    """A connected socket, to be closed by whoever opened it."""

    def __init__(self, sock: socket.socket) -> None:
        """Take the socket over and stop it from blocking."""
        sock.settimeout(0)
        self._sock = sock
        self._unread = b""

    def send(self, data: bytes, deadline: Deadline) -> None:
        """Send all of it. Raises ``OSError`` of the socket, and as the deadline does."""
        view = memoryview(data)
        while view:
            deadline.writable(self._sock)
            try:
                view = view[self._sock.send(view) :]
            except BlockingIOError:
                continue

    def receive(self, deadline: Deadline) -> bytes:
        """The next bytes, ``b""`` at the end. Raises ``OSError`` of the socket, and as the deadline does."""
        if self._unread:
            data, self._unread = self._unread, b""
            return data
        while True:
            deadline.readable(self._sock)
            try:
                return self._sock.recv(RECEIVE_BYTES)
            except BlockingIOError:
                continue

    def unread(self, data: bytes) -> None:
        """Put back what was received too early, in front of the rest."""
        self._unread = data + self._unread

    def close(self) -> None:
        """Close the socket."""
        self._sock.close()
