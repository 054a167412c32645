from __future__ import annotations

import struct
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.probes.icmp import ErrorReport, Verdict, judge, read_report


def raw(origin: int, kind: int, code: int, offender: str) -> bytes:
    """As Linux sends it: measured on a real socket, here put together again."""
    address = ip_address(offender)
    head = struct.pack("=IBBBBII", 113, origin, kind, code, 0, 0, 0)
    if address.version == 4:
        return head + struct.pack("=HH", 2, 0) + address.packed + bytes(8)
    return head + struct.pack("=HHI", 10, 0, 0) + address.packed + bytes(4)


@pytest.mark.parametrize(("origin", "offender"), [(2, "192.0.2.9"), (3, "2001:db8::9")])
def test_a_report_is_read(origin: int, offender: str) -> None:
    assert read_report(raw(origin, 3, 1, offender)) == ErrorReport(by_icmp=True, type=3, code=1, offender=offender)


@pytest.mark.parametrize(
    ("report", "verdict"),
    [
        (raw(2, 3, 1, "192.0.2.9"), Verdict.NETWORK),  # a router: host unreachable
        (raw(2, 3, 13, "192.0.2.9"), Verdict.NETWORK),  # a router's filter
        (raw(2, 3, 1, "192.0.2.1"), Verdict.HERE),  # this computer itself: no neighbour answered
        (raw(2, 3, 13, "192.0.2.1"), Verdict.HERE_PROHIBITED),  # this computer's own filter
        (raw(1, 0, 0, "0.0.0.0"), Verdict.HERE),
    ],
)
def test_who_said_it(report: bytes, verdict: Verdict) -> None:
    read = read_report(report)
    assert read is not None
    assert judge([read], "192.0.2.1") is verdict


def test_no_report_at_all_is_our_own_answer() -> None:
    assert judge([], "192.0.2.1") is Verdict.HERE


@given(st.binary(max_size=64))
def test_any_bytes_are_read(data: bytes) -> None:
    assert (read_report(data) is None) == (len(data) < 16)
