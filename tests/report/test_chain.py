from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from tests.report import samples
from tests.strategies import values
from wssdiag.diagnosis.chain import chain_of
from wssdiag.diagnosis.lookalikes import Lookalike
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Evidence, Finding
from wssdiag.model.observation import Step
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.report.chain import Part, lookalike_words, parts_of


def parts(finding: Finding, report: Report) -> dict[str, Part]:
    return {part.heading: part for part in parts_of(chain_of(finding, report), lambda one: one.title)}


def test_every_lookalike_has_words_of_its_own() -> None:
    words = [lookalike_words(one) for one in Lookalike]
    assert len(set(words)) == len(words)
    assert not [text for text in words if len(text.split()) > 10]


def test_the_parts_in_their_order() -> None:
    report = samples.port_blocked()
    found = parts(report.findings[0], report)
    assert list(found) == ["What we saw", "What worked (control)", "What it is not", "What could not be ruled out", "What follows from it"]
    seen = found["What we saw"].rows[0]
    assert seen.text == "failed: Agent control centre, TCP 443 [tcp.ctc-443]"
    assert seen.under[-1].startswith("Connect, ctc.threatpulse.com (130.211.30.2) 443/tcp: no answer in time")
    assert found["What worked (control)"].rows[0].text == "Control www.example.com, TCP 443: 18 ms [control.tcp.example-443]"
    assert found["What follows from it"].rows[0].text == "not protected [not-protected]"


def test_neighbours_that_the_same_evidence_rules_out_are_one_line() -> None:
    report = samples.port_blocked()
    dns = msgspec.structs.replace(samples.DNS, observations=(samples.observation(Step.RESOLVE, None),))
    checks = tuple(dns if row.id == dns.id else row for row in report.checks)
    rows = parts(report.findings[0], msgspec.structs.replace(report, checks=checks, network=report.network))["What it is not"].rows
    assert all(row.under for row in rows), "no claim without its evidence"
    assert any(row.under == (f"Name {samples.HOST}: {samples.ADDRESS} [dns.{samples.HOST}]",) for row in rows)


def test_what_could_not_be_ruled_out_says_why() -> None:
    report = samples.port_blocked()
    rows = {row.text: row.under for row in parts(report.findings[0], report)["What could not be ruled out"].rows}
    assert "A filter on this computer: from here it would look the same" in rows
    assert "The whole service out of reach: nothing in this report looked at it" in rows, "but the finding's own check"
    assert "A false address from DNS: what we looked at does not decide it" in rows
    assert "A slow or lossy way: nothing in this report looked at it" not in rows


def test_a_masked_finding_says_what_it_follows_from() -> None:
    report = samples.port_blocked()
    assert parts(report.findings[1], report)["What it follows from"].rows[0].text == "port blocked [port-blocked]"


def test_a_check_that_passed_and_accuses_is_told_by_its_summary() -> None:
    clock = samples.check("clock.one", "Time at One", summary="Wed, 04 Mar 2026 12:00:00 GMT")
    found = samples.finding("clock-wrong", {}, (Evidence(check=clock.id),))
    rows = parts(found, samples.report((found,), VerdictStatus.BROKEN, (clock,)))["What we saw"].rows
    assert rows[0].under == ("Wed, 04 Mar 2026 12:00:00 GMT",)


def test_a_hundred_failures_are_counted_and_not_listed() -> None:
    steps = tuple(samples.observation(Step.CONNECT, failure) for failure in list(Failure)[:9])
    many = tuple(samples.check(f"tcp.{number}", "x", Status.FAIL, observations=steps) for number in range(100))
    found = samples.finding("no-internet", {}, tuple(Evidence(check=row.id) for row in many))
    rows = parts(found, samples.report((found,), VerdictStatus.BROKEN, many))["What we saw"].rows
    assert [row.text for row in rows[-1:]] == ["and 94 more"]
    assert len(rows) == 7
    assert rows[0].under[-1] == "and 6 more"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(values(Report))
def test_any_report_has_words(report: Report) -> None:
    for finding in report.findings:
        for part in parts_of(chain_of(finding, report), lambda one: one.title):
            assert part.rows


@pytest.mark.parametrize("name", sorted(samples.every()))
def test_no_heading_stands_alone(name: str) -> None:
    report = samples.every()[name]
    for finding in report.findings:
        assert all(part.rows for part in parts(finding, report).values())
