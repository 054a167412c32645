"""The guard: no test of this process sends a packet off this machine, or asks a resolver for a name. The lab has its own networks."""

from __future__ import annotations

import os
import sys
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from build.dev.side_by_side import (  # noqa: F401 - pytest finds hooks by their names
    pytest_collection_modifyitems,
    pytest_xdist_make_scheduler,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

# Read by Qt when the application object is made: no test needs a screen, or opens a window on the developer's.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Texts are tested in English, whatever the developer speaks; this holds for the programs that tests start, too.
os.environ["LC_ALL"] = "C.UTF-8"

# A unit test asserts no speed; and what CI runs is the same twice, so that red means a change. New examples are found at the desk.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")

_ADDRESSED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_NAMED = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})


class LeftTheMachineError(BaseException):
    """Not an ``Exception``: code under test that catches those must not swallow it."""


def is_local(address: object) -> bool:
    """Whether a socket address or host stays on this machine without asking a resolver. Unix sockets and no address at all do."""
    if not isinstance(address, tuple):
        return not isinstance(address, str | bytes) or not address or _is_local_host(address)
    return not address or _is_local_host(address[0])


def _is_local_host(host: object) -> bool:
    text = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)
    if text in {"", "localhost"}:
        return True
    try:
        return ip_address(text).is_loopback
    except ValueError:
        return False


def is_literal(host: object) -> bool:
    """Whether a host needs no resolver."""
    text = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)
    try:
        ip_address(text)
    except ValueError:
        return host is None or text in {"", "localhost"}
    return True


class Guard:
    """An audit hook: it sees every call, of any library, and cannot be taken out again, so there is one for the process."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in _ADDRESSED and len(arguments) > 1:
            address = arguments[-1]
            if isinstance(address, tuple) and not is_local(address):
                self._refuse(event, address)
        elif event in _NAMED and arguments and not is_literal(arguments[0][0] if isinstance(arguments[0], tuple) else arguments[0]):
            self._refuse(event, arguments[0])

    def _refuse(self, event: str, what: object) -> None:
        self.seen.append(f"{event} {what!r}")
        raise LeftTheMachineError(self.seen[-1])


_GUARD = Guard()
sys.addaudithook(_GUARD)


@pytest.fixture
def guard() -> Guard:
    """For the tests of the guard itself."""
    return _GUARD


@pytest.fixture(autouse=True)
def _stays_on_this_machine() -> Iterator[None]:
    """Fail a test in which anything tried to leave, in any thread, whoever caught the error."""
    _GUARD.seen.clear()
    yield
    left, _GUARD.seen[:] = list(_GUARD.seen), []
    if left:
        pytest.fail("tried to leave this machine: " + "; ".join(left))
