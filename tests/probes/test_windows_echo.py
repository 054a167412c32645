"""The numbers of Windows, on every system; the call itself only where it is."""

from __future__ import annotations

import ctypes
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probes.deadlines import within
from wssdiag.model.failure import Failure
from wssdiag.model.observation import EchoDetail
from wssdiag.probes.network import Echo
from wssdiag.probes.windows_echo import Reply, outcome, send_echo


def test_the_structure_is_that_of_the_header() -> None:
    """ipexport.h: 28 bytes with 32-bit pointers, 40 with those of 64 bits."""
    pointer = ctypes.sizeof(ctypes.c_void_p)
    assert ctypes.sizeof(Reply) == (40 if pointer == 8 else 28)
    assert [Reply.status.offset, Reply.round_trip_ms.offset, Reply.data_size.offset, Reply.data.offset] == [4, 8, 12, 16]


@pytest.mark.parametrize(
    ("status", "data_size", "failure", "received"),
    [
        (0, 1472, None, 1500),
        (0, 56, Failure.UNKNOWN, 84),
        (11009, 0, Failure.UNREACHABLE, None),
        (11010, 0, Failure.TIMED_OUT, None),
        (11003, 0, Failure.UNREACHABLE, None),
        (1231, 0, Failure.NO_ROUTE, None),
        (11050, 0, Failure.UNKNOWN, None),
    ],
)
def test_what_the_numbers_mean(status: int, data_size: int, failure: Failure | None, received: int | None) -> None:
    seen, detail = outcome(status, data_size, 1500)
    assert (seen, detail.received_bytes, detail.sent_bytes) == (failure, received, 1500)


@given(status=st.integers(0, 2**32 - 1), data_size=st.integers(0, 65535))
def test_any_numbers_are_read(status: int, data_size: int) -> None:
    failure, detail = outcome(status, data_size, 1500)
    assert (failure is None) == (status == 0 and data_size >= 1472)
    assert detail.allowed


@pytest.mark.parametrize("address", ["2001:db8::1", "service.example"])
def test_what_is_not_asked(address: str) -> None:
    failure, detail = send_echo(Echo(address=address, size=1500), within())
    assert (failure, detail.allowed) == (Failure.UNKNOWN, False)


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows")
def test_an_echo_of_this_computer() -> None:
    assert send_echo(Echo(address="127.0.0.1", size=1500), within()) == (None, EchoDetail(sent_bytes=1500, received_bytes=1500))
