"""Loopback TCP peers that misbehave in chosen ways. Each connection has a daemon thread; all ends with the ``with`` block."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: What a peer does with a connection; it may raise ``OSError`` when the other side goes.
Handler = "Callable[[socket.socket], None]"

#: A peer that waits must not outlive a test for long.
PATIENCE_S = 10.0


@contextlib.contextmanager
def serve(handle: Callable[[socket.socket], None], address: str = "127.0.1.1") -> Iterator[int]:
    """Listen on a free port, which is the value; every connection goes to ``handle`` and is closed when it returns."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, 0), family=family, backlog=64) as listener:
        listener.settimeout(0.05)
        stop = threading.Event()
        thread = threading.Thread(target=_accept, args=(listener, handle, stop), daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            stop.set()
            thread.join()


def _accept(listener: socket.socket, handle: Callable[[socket.socket], None], stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            continue
        connection.settimeout(PATIENCE_S)
        threading.Thread(target=_handle, args=(connection, handle), daemon=True).start()


def _handle(connection: socket.socket, handle: Callable[[socket.socket], None]) -> None:
    with connection, contextlib.suppress(OSError):
        handle(connection)


def reset(connection: socket.socket) -> None:
    """Close with an RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def reset_after_first_bytes(connection: socket.socket) -> None:
    connection.recv(16384)
    reset(connection)


def close_after_first_bytes(connection: socket.socket) -> None:
    connection.recv(65536)


def silent(connection: socket.socket) -> None:
    """Say nothing until the other side goes."""
    while connection.recv(65536):
        pass


def says(*pieces: bytes, pause_s: float = 0.0, first: bool = False) -> Callable[[socket.socket], None]:
    """A peer that reads once (unless ``first``), says the pieces, and ends."""

    def handle(connection: socket.socket) -> None:
        if not first:
            connection.recv(65536)
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause_s)

    return handle


def says_and_stays(*pieces: bytes) -> Callable[[socket.socket], None]:
    def handle(connection: socket.socket) -> None:
        connection.recv(65536)
        for piece in pieces:
            connection.sendall(piece)
        silent(connection)

    return handle


def read_head(connection: socket.socket) -> bytes:
    """Up to the empty line of an HTTP request."""
    data = b""
    while b"\r\n\r\n" not in data:
        received = connection.recv(65536)
        if not received:
            return data
        data += received
    return data


def closed_port(address: str = "127.0.1.1") -> int:
    """A port on which nobody listens."""
    with socket.create_server((address, 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
