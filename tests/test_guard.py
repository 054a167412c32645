"""The guard of ``conftest.py`` refuses what would leave this machine, also where the code under test swallows errors."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Guard


def tcp(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as sock:
        sock.settimeout(0)
        sock.connect_ex((address, 9))


def udp(address: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"", (address, 9))


def name(host: str) -> None:
    socket.getaddrinfo(host, 9)


@pytest.mark.parametrize(
    ("act", "target"),
    [(tcp, "192.0.2.1"), (tcp, "2001:db8::1"), (tcp, "0.0.0.0"), (udp, "192.0.2.1"), (name, "service.example"), (name, "a.test")],
)
def test_what_would_leave_is_refused_and_remembered(guard: Guard, act: Callable[[str], None], target: str) -> None:
    with pytest.raises(BaseException, match="socket"):
        act(target)
    assert len(guard.seen) == 1
    guard.seen.clear()


def test_it_is_remembered_in_threads_too(guard: Guard) -> None:
    def act() -> None:
        try:
            udp("192.0.2.1")
        except BaseException:  # noqa: BLE001 - the point of the test
            return

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
    assert len(guard.seen) == 1
    guard.seen.clear()


@pytest.mark.parametrize(
    ("act", "target"), [(tcp, "127.0.1.9"), (tcp, "::1"), (udp, "127.0.1.9"), (name, "localhost"), (name, "192.0.2.1")]
)
def test_loopback_and_literals_pass(guard: Guard, act: Callable[[str], None], target: str) -> None:
    act(target)
    assert guard.seen == []
