from __future__ import annotations

import errno
import socket
import ssl
import sys

import pytest

from wssdiag.model.failure import Failure
from wssdiag.probes.errors import (
    FAILURE_BY_ERRNO,
    FAILURE_BY_GAIERROR,
    first_packet_failure,
    gaierror_failure,
    name_number,
    socket_failure,
)

#: Name -> number on Linux, macOS and Windows, and what it means. A second reading of the systems' headers.
ERRNO = [
    ("ECONNREFUSED", 111, 61, 10061, Failure.REFUSED),
    ("ETIMEDOUT", 110, 60, 10060, Failure.TIMED_OUT),
    ("ECONNRESET", 104, 54, 10054, Failure.RESET),
    ("ECONNABORTED", 103, 53, 10053, Failure.RESET),
    ("ENETUNREACH", 101, 51, 10051, Failure.UNREACHABLE),
    ("EHOSTUNREACH", 113, 65, 10065, Failure.UNREACHABLE),
    ("ENETDOWN", 100, 50, 10050, Failure.NO_ROUTE),
    ("EACCES", 13, 13, 10013, Failure.BLOCKED_LOCALLY),
    ("EADDRINUSE", 98, 48, 10048, Failure.NO_LOCAL_PORT),
    ("EADDRNOTAVAIL", 99, 49, 10049, Failure.NO_LOCAL_PORT),
    ("EAFNOSUPPORT", 97, 47, 10047, Failure.NO_ROUTE),
]


@pytest.mark.parametrize(("name", "linux", "darwin", "win32", "failure"), ERRNO)
def test_every_system_says_the_same_by_its_own_number(name: str, linux: int, darwin: int, win32: int, failure: Failure) -> None:
    assert socket_failure(linux, platform="linux") is failure
    assert socket_failure(darwin, platform="darwin") is failure
    assert socket_failure(win32, platform="win32") is failure
    assert socket_failure(getattr(errno, name)) is failure


def test_eperm_is_local() -> None:
    assert {socket_failure(1, platform=system) for system in ("linux", "darwin")} == {Failure.BLOCKED_LOCALLY}


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_who_says_it_matters(platform: str) -> None:
    for number, failure in FAILURE_BY_ERRNO[platform].items():
        own = socket_failure(number, platform=platform, own=True)
        assert own is (Failure.NO_ROUTE if failure is Failure.UNREACHABLE else failure)


@pytest.mark.parametrize(("platform", "number"), [("linux", 104), ("darwin", 54), ("win32", 10054)])
def test_a_reset_of_the_first_packet_is_a_refusal(platform: str, number: int) -> None:
    assert first_packet_failure(number, platform=platform) is Failure.REFUSED
    assert socket_failure(number, platform=platform) is Failure.RESET


@pytest.mark.parametrize(("platform", "number"), [("linux", 99), ("darwin", 49), ("win32", 10049)])
def test_no_ipv6_address_is_no_lack_of_ports(platform: str, number: int) -> None:
    assert first_packet_failure(number, platform=platform, ipv6=True) is Failure.NO_ROUTE
    assert first_packet_failure(number, platform=platform) is Failure.NO_LOCAL_PORT


def test_unlisted_numbers_are_not_guessed() -> None:
    assert socket_failure(12345) is Failure.UNKNOWN
    assert socket_failure(0) is Failure.UNKNOWN
    assert socket_failure(111, platform="plan9") is Failure.UNKNOWN


GAIERROR = [
    ("EAI_NONAME", -2, 8, 11001, Failure.NAME_NOT_FOUND),
    ("EAI_AGAIN", -3, 2, 11002, Failure.DNS_SERVFAIL),
    ("EAI_FAIL", -4, 4, 11003, Failure.DNS_SERVFAIL),
    ("EAI_NODATA", -5, 7, 11004, Failure.NO_ADDRESS),
]


@pytest.mark.parametrize(("name", "linux", "darwin", "win32", "failure"), GAIERROR)
def test_resolvers_numbers(name: str, linux: int, darwin: int, win32: int, failure: Failure) -> None:
    assert gaierror_failure(linux, platform="linux") is failure
    assert gaierror_failure(darwin, platform="darwin") is failure
    assert gaierror_failure(win32, platform="win32") is failure
    assert gaierror_failure(getattr(socket, name)) is failure


def test_tables_know_the_three_systems() -> None:
    assert set(FAILURE_BY_ERRNO) == set(FAILURE_BY_GAIERROR) == {"linux", "darwin", "win32"}
    assert sys.platform in FAILURE_BY_ERRNO


def test_a_report_names_class_and_number_and_never_the_text() -> None:
    assert name_number(ConnectionRefusedError(111, "secret")) == "ConnectionRefusedError [Errno 111]"
    assert name_number(socket.gaierror(-2, "secret")) == "gaierror [Errno -2]"
    assert name_number(UnicodeError("secret")) == "UnicodeError"
    assert "secret" not in name_number(ssl.SSLError(1, "secret"))
