"""Loopback UDP peers: one function from a datagram to its answers."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@contextlib.contextmanager
def serve(answers: Callable[[bytes], Iterable[bytes]], address: str = "127.0.1.1", port: int = 0) -> Iterator[int]:
    """Answer each datagram; the value is the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((address, port))
        sock.settimeout(0.05)
        stop = threading.Event()
        thread = threading.Thread(target=_answer, args=(sock, answers, stop), daemon=True)
        thread.start()
        try:
            yield sock.getsockname()[1]
        finally:
            stop.set()
            thread.join()


def _answer(sock: socket.socket, answers: Callable[[bytes], Iterable[bytes]], stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            data, sender = sock.recvfrom(65535)
        except TimeoutError:
            continue
        for answer in answers(data):
            with contextlib.suppress(OSError):
                sock.sendto(answer, sender)
