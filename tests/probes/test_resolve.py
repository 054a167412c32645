from __future__ import annotations

import socket
import threading
import time

import pytest

from tests.probes.deadlines import within
from wssdiag.model.failure import Failure
from wssdiag.model.observation import ResolveDetail
from wssdiag.probes.deadline import CancelledError
from wssdiag.probes.resolve import AGAIN_AFTER_S, resolve


def fails(error: Exception, after_s: float = 0.0) -> Failure | None:
    def lookup(_: str) -> list[str]:
        time.sleep(after_s)
        raise error

    return resolve("a.example", within(0.5), lookup)[0]


def test_the_system_knows_localhost() -> None:
    failure, detail = resolve("localhost", within())
    assert failure is None
    assert set(detail.addresses) <= {"127.0.0.1", "::1"}


def test_a_literal_is_not_looked_up() -> None:
    assert resolve("192.0.2.1", within(), lambda _: []) == (None, ResolveDetail(addresses=("192.0.2.1",)))


def test_ipv4_stands_first() -> None:
    _, detail = resolve("a.example", within(), lambda _: ["2001:db8::1", "192.0.2.1", "192.0.2.1"])
    assert detail.addresses == ("192.0.2.1", "2001:db8::1")


def test_a_sinkhole_keeps_its_addresses() -> None:
    assert resolve("a.example", within(), lambda _: ["0.0.0.0"]) == (Failure.DNS_BOGON, ResolveDetail(addresses=("0.0.0.0",)))


def test_no_addresses_at_all() -> None:
    assert resolve("a.example", within(), lambda _: [])[0] is Failure.NO_ADDRESS


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (socket.gaierror(socket.EAI_NONAME, ""), Failure.NAME_NOT_FOUND),
        (socket.gaierror(socket.EAI_NODATA, ""), Failure.NO_ADDRESS),
        (socket.gaierror(socket.EAI_AGAIN, ""), Failure.DNS_SERVFAIL),
        (socket.gaierror(socket.EAI_FAIL, ""), Failure.DNS_SERVFAIL),
        (socket.gaierror(12345, ""), Failure.UNKNOWN),
        (UnicodeError("label too long"), Failure.NAME_NOT_FOUND),
        (OSError(24, ""), Failure.UNKNOWN),
    ],
)
def test_numbers_of_the_resolver(error: Exception, failure: Failure) -> None:
    assert fails(error) is failure


def test_try_again_after_the_whole_limit_is_silence() -> None:
    assert fails(socket.gaierror(socket.EAI_AGAIN, ""), after_s=0.47) is Failure.DNS_TIMEOUT


def test_impossible_names_never_reach_a_resolver() -> None:
    assert resolve("a" * 64 + ".example", within())[0] is Failure.NAME_NOT_FOUND
    assert resolve("a..example", within())[0] is Failure.NAME_NOT_FOUND


def test_a_look_up_that_hangs_is_left_behind() -> None:
    release = threading.Event()
    began = time.monotonic()
    failure, _ = resolve("a.example", within(0.3), lambda _: [str(release.wait(10))])
    took = time.monotonic() - began
    release.set()
    assert failure is Failure.DNS_TIMEOUT
    assert took < 0.9


def test_cancel_is_seen_while_it_hangs() -> None:
    release, cancelled = threading.Event(), threading.Event()
    cancelled.set()
    with pytest.raises(CancelledError):
        resolve("a.example", within(4.0, cancelled.is_set), lambda _: [str(release.wait(10))])
    release.set()


def test_a_lost_question_is_asked_once_more() -> None:
    release = threading.Event()
    asked: list[str] = []

    def lookup(host: str) -> list[str]:
        asked.append(host)
        if len(asked) == 1:
            release.wait(10.0)
        return ["192.0.2.1"]

    deadline = within(4.0)
    assert resolve("a.example", deadline, lookup)[1].addresses == ("192.0.2.1",)
    assert asked == ["a.example"] * 2
    assert deadline.elapsed_s() >= AGAIN_AFTER_S
    release.set()


def test_a_quick_answer_is_asked_for_once() -> None:
    asked: list[str] = []

    def lookup(host: str) -> list[str]:
        asked.append(host)
        return ["192.0.2.1"]

    resolve("a.example", within(4.0), lookup)
    assert asked == ["a.example"]
