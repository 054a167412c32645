"""Reports that contradict themselves: nothing is said against what the same report shows, whatever the status of a check claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.diagnosis.law.making import SITE, network
from tests.diagnosis.law.worlds import WORLDS
from tests.diagnosis.test_browsers import OFF, ON, computer, re_signed
from wssdiag.model.check import Status
from wssdiag.model.facts import Resolver, known
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Severity
from wssdiag.model.observation import ResolveDetail, TlsDetail
from wssdiag.session.judge import judged_again

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult
    from wssdiag.model.observation import Observation
    from wssdiag.model.report import Report

Change = Callable[["Report"], "Report"]

SERVER = "dns.server.192.0.2.53"


def checks(report: Report, change: Callable[[CheckResult], CheckResult], *ids: str) -> Report:
    """The report with these checks (or families) changed."""
    assert any(row.id.startswith(ids) for row in report.checks)
    rows = (change(row) if row.id.startswith(ids) else row for row in report.checks)
    return msgspec.structs.replace(report, checks=tuple(rows))


def seen(change: Callable[[tuple[Observation, ...]], tuple[Observation, ...]], *ids: str) -> Change:
    """What these checks saw, changed; their status stays."""
    return lambda report: checks(report, lambda row: msgspec.structs.replace(row, observations=change(row.observations)), *ids)


def status(value: Status, *ids: str) -> Change:
    return lambda report: checks(report, lambda row: msgspec.structs.replace(row, status=value), *ids)


def ending(failure: Failure | None) -> Callable[[tuple[Observation, ...]], tuple[Observation, ...]]:
    return lambda rows: (*rows[:-1], msgspec.structs.replace(rows[-1], failure=failure))


def after(failure: Failure | None) -> Callable[[tuple[Observation, ...]], tuple[Observation, ...]]:
    """The last step once more before, with another end."""
    return lambda rows: (*rows[:-1], msgspec.structs.replace(rows[-1], failure=failure), rows[-1])


def elsewhere(rows: tuple[Observation, ...]) -> tuple[Observation, ...]:
    return tuple(msgspec.structs.replace(row, target=msgspec.structs.replace(row.target, address="45.10.77.7")) for row in rows)


def answering(*addresses: str) -> Callable[[tuple[Observation, ...]], tuple[Observation, ...]]:
    return lambda rows: tuple(msgspec.structs.replace(row, detail=ResolveDetail(addresses=addresses)) for row in rows)


def for_another_name(rows: tuple[Observation, ...]) -> tuple[Observation, ...]:
    details = (
        msgspec.structs.replace(row.detail, server_name="www.example") if isinstance(row.detail, TlsDetail) else row.detail for row in rows
    )
    return tuple(msgspec.structs.replace(row, detail=detail) for row, detail in zip(rows, details, strict=True))


def also(*ids: str) -> Change:
    """These checks as they are where nothing is wrong."""

    def change(report: Report) -> Report:
        well = {row.id: row for row in network(profile=SITE).report.checks if row.id in ids}
        assert set(well) == set(ids)
        return msgspec.structs.replace(report, checks=tuple(({row.id: row for row in report.checks} | well).values()))

    return change


def a_second_resolver(report: Report) -> Report:
    """One that nobody asked."""
    more = (*known(report.facts.resolvers), Resolver(address="192.0.2.54", source="resolv.conf"))
    return msgspec.structs.replace(report, facts=msgspec.structs.replace(report.facts, resolvers=more))


CASES: list[tuple[str, Change]] = [
    ("no-internet", also("control.udp.one-one-udp-443")),
    ("no-internet", also("clock.apple-clock")),
    ("no-default-route", also("clock.apple-clock")),
    ("no-default-route", also("control.round-trip.one-one-443")),
    ("gateway-silent", also("control.udp.one-one-udp-443")),
    ("wifi-sign-in", status(Status.PASS, "sign-in.")),
    ("dns-server-silent", seen(after(Failure.DNS_BOGON), SERVER)),
    ("dns-server-silent", a_second_resolver),
    ("dns-server-silent", seen(ending(None), "control.dns.www.google.com")),
    ("dns-server-failing", seen(after(None), SERVER)),
    ("dns-name-blocked", seen(ending(Failure.DNS_TIMEOUT), "control.dns.")),
    ("dns-wrong-answer", seen(answering("45.99.9.9"), "dns.ctc.")),
    ("dns-wrong-answer", seen(for_another_name, "address.")),
    ("dns-wrong-answer", seen(ending(Failure.RESET), "address.")),
    ("service-unreachable", also("tls.ctc-443")),
    ("tls-reset", seen(elsewhere, "other-name.ctc-443")),
    ("tls-reset", seen(ending(Failure.TLS_EOF), "other-name.ctc-443")),
    ("mtu-blackhole", seen(ending(Failure.TLS_VERSION), "segments.ctc-443")),
    ("proxy-name-not-found", seen(after(None), "proxy.dns.")),
    ("fail-open", seen(lambda _: (), "web.method")),
    *(
        (code, seen(after(None), "proxy.connect."))
        for code in ("proxy-not-a-proxy", "proxy-auth-required", "proxy-denied", "proxy-cannot-reach-service")
    ),
]


@pytest.mark.parametrize(("code", "change"), CASES)
def test_what_the_report_itself_refutes_is_not_said(code: str, change: Change) -> None:
    shown = WORLDS[code]()
    assert code in {row.code for row in judged_again(shown.session, shown.report).findings}
    again = judged_again(shown.session, change(shown.report))
    assert code not in {row.code for row in again.findings}


@pytest.mark.parametrize("value", [Status.FAIL, Status.UNKNOWN])
def test_silence_to_ike_is_a_doubt_whatever_it_is_called(value: Status) -> None:
    shown = WORLDS["ike-no-answer"]()
    silent = seen(ending(Failure.TIMED_OUT), "udp.ipsec-")(status(value, "udp.ipsec-")(shown.report))
    found = [row for row in judged_again(shown.session, silent).findings if row.code == "ike-no-answer"]
    assert {row.severity for row in found} <= {Severity.NOTICE}


def test_a_page_that_came_by_no_step_proves_no_way() -> None:
    """A check that says "pass" and saw nothing, in a bundle from elsewhere."""
    shown = WORLDS["pac-goes-direct"]()
    report = judged_again(shown.session, seen(lambda _: (), "web.method")(shown.report))
    assert report.network.protected == "unknown"


def test_a_setting_is_quoted_as_it_is() -> None:
    world = re_signed(computer("128.5.0", ON, policy={"Certificates": {"ImportEnterpriseRoots": False}}))
    (by_policy,) = (row for row in world.run(None).findings if row.code == "app-trust-missing")
    assert [(line.fact, line.value) for line in by_policy.evidence if line.fact] == [("browsers[firefox-policy].system_roots", False)]
    (by_version,) = (row for row in re_signed(computer("115.6.0")).run(None).findings if row.code == "app-trust-missing")
    assert [line.value for line in by_version.evidence if line.fact] == ["115.6.0"]
    (by_person,) = (row for row in re_signed(computer("128.5.0", OFF)).run(None).findings if row.code == "app-trust-missing")
    assert [line.value for line in by_person.evidence if line.fact] == [False]
