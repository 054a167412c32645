from __future__ import annotations

import pytest

from wssdiag.model.check import CheckResult, Status, deepest


def results(*families: str) -> dict[str, CheckResult]:
    ids = [f"{family}.x" for family in families]
    return {name: CheckResult(id=name, title="", status=Status.PASS, summary="") for name in ids}


@pytest.mark.parametrize(
    ("families", "judging"),
    [
        (("tcp", "tls"), "tls.x"),
        (("tcp", "http"), "http.x"),
        (("tcp", "ldap"), "ldap.x"),
        (("tcp", "rpc"), "rpc.x"),
        (("tcp", "connect"), "connect.x"),
        (("udp",), "udp.x"),
        (("round-trip", "tcp", "again"), "tcp.x"),
    ],
)
def test_the_check_that_judges_a_location(families: tuple[str, ...], judging: str) -> None:
    found = deepest(results(*families), "x")
    assert found is not None
    assert found.id == judging


def test_a_location_without_checks_is_judged_by_none() -> None:
    assert deepest(results("tls"), "other") is None
    assert deepest(results("round-trip"), "x") is None
