"""TLS peers that mean harm: garbage in records, records without end, chains that no authority would make; each ends in time."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.probes.deadlines import within
from tests.probes.test_hostile_http import pours
from tests.probes.test_tls import NAME, shake
from tests.servers import authority as made
from tests.servers import tcp as peers
from wssdiag.model.failure import Failure
from wssdiag.probes.tls_errors import alert_in, looks_like_tls

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

_LIMIT_S = 1.0
_LATE_S = 1.5

_TLS_1_2 = b"\x03\x03"

#: What ends a handshake; nothing else may come of a hostile peer.
_FAILURES = {
    Failure.TLS_MALFORMED,
    Failure.TLS_EOF,
    Failure.TLS_ALERT,
    Failure.TLS_VERSION,
    Failure.TIMED_OUT,
    Failure.RESET,
    Failure.UNKNOWN,
}


def record(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + _TLS_1_2 + len(body).to_bytes(2, "big") + body


def message(kind: int, body: bytes, length: int | None = None) -> bytes:
    return bytes([kind]) + (len(body) if length is None else length).to_bytes(3, "big") + body


SERVER_HELLO = message(2, _TLS_1_2 + bytes(32) + b"\x00\xc0\x2f\x00\x00\x05\xff\x01\x00\x01\x00")

PEERS: dict[str, Callable[[socket.socket], None]] = {
    "garbage without end": pours(b"", itertools.repeat(b"\x5a" * 9000)),
    "garbage in a record": peers.says(record(22, b"\xff" * 999)),
    "a record longer than allowed": pours(b"\x16\x03\x03\xff\xff", itertools.repeat(b"x" * 65535)),
    "empty records without end": pours(b"", itertools.repeat(record(22, b"") * 2000)),
    "warnings without end": pours(b"", itertools.repeat(record(21, b"\x01\x5a") * 2000)),
    "changes of cipher without end": pours(b"", itertools.repeat(record(20, b"\x01") * 2000)),
    "hello requests without end": pours(b"", itertools.repeat(record(22, message(0, b"")) * 2000)),
    "a hello of 16 MiB": pours(record(22, message(2, b"x" * 9000, 0xFFFFFF)), itertools.repeat(record(22, b"x" * 9000))),
    "two hellos": peers.says(record(22, SERVER_HELLO * 2)),
    "a chain of 16 MiB": pours(record(22, SERVER_HELLO + message(11, b"", 0xFFFFFF)), itertools.repeat(record(22, b"x" * 9000))),
    "a chain of nothing": peers.says(record(22, SERVER_HELLO + message(11, b"\x00\x00\x00"))),
    "a chain of garbage": peers.says(
        record(22, SERVER_HELLO + message(11, b"\x00\x00\x0c\x00\x00\x09" + b"\x30\x82\xff\xff\x02\x01\x00\x00\x00"))
    ),
    "application data before all": pours(b"", itertools.repeat(record(23, b"x" * 9000))),
    "a hello that drips": peers.says(*(bytes([byte]) for byte in record(22, SERVER_HELLO)), pause_s=0.05),
}


@pytest.mark.parametrize("handle", PEERS.values(), ids=PEERS)
def test_a_hostile_peer_ends_in_time(handle: Callable[[socket.socket], None]) -> None:
    began = time.monotonic()
    failure, detail = shake(handle, deadline=within(_LIMIT_S))
    assert failure in _FAILURES
    assert detail.chain == ()
    assert time.monotonic() - began < _LIMIT_S + _LATE_S


def test_a_certificate_of_a_thousand_names_is_read_in_part_and_judged() -> None:
    root = trustme.CA()
    names = [f"host{number}.{'x' * 50}.example" for number in range(1000)]
    failure, detail = shake(made.over_tls(made.server_context(made.leaf(root, NAME, *names))), judges=made.judges_of(root))
    assert failure is None
    assert len(detail.chain[0].names) == 100


@given(st.binary(max_size=200), st.sampled_from([20, 21, 22, 23, 24, 0, 255]))
@settings(max_examples=40)
def test_any_first_record_is_a_failure_of_the_list(body: bytes, kind: int) -> None:
    data = record(kind, body)
    looks_like_tls(data)
    alert_in(data)
    failure, _ = shake(peers.says(data), deadline=within(2.0))
    assert failure in _FAILURES


@given(st.integers(0, len(SERVER_HELLO) - 1), st.binary(min_size=1, max_size=6), st.integers(0, len(SERVER_HELLO)))
@settings(max_examples=40)
def test_any_damage_to_a_hello_is_a_failure_of_the_list(where: int, damage: bytes, end: int) -> None:
    hello = (SERVER_HELLO[:where] + damage + SERVER_HELLO[where + len(damage) :])[:end]
    failure, _ = shake(peers.says(record(22, hello)), deadline=within(2.0))
    assert failure in _FAILURES
