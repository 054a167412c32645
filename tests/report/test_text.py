from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from tests.knowledge.guides import shipped
from tests.report import hostile, samples
from tests.strategies import values
from wssdiag.diagnosis.chain import chains_of
from wssdiag.model.check import Status
from wssdiag.model.finding import Evidence, Who
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.paths import resources
from wssdiag.report.html import TEMPLATE, render_html
from wssdiag.report.layout import Style, columns
from wssdiag.report.markdown import render_markdown
from wssdiag.report.text import render_explained, render_text

GUIDES = shipped()


def explained(report: Report, code: str | None = None, style: Style | None = None) -> str:
    return render_explained(report, GUIDES, style or Style(), chains_of(report, code), alone=code is not None)


def text(report: Report, style: Style | None = None) -> str:
    return render_text(report, GUIDES, style or Style())


@pytest.mark.parametrize("name", sorted(samples.every()))
@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_sample_fits_80_columns(name: str, ascii_only: bool) -> None:
    shown = text(samples.every()[name], Style(ascii_only=ascii_only))
    assert max(columns(line) for line in shown.splitlines()) <= 80
    assert shown.isascii() or not ascii_only
    assert shown.endswith("\n")
    assert "\x1b" not in shown


@pytest.mark.parametrize("value", hostile.TEXTS)
def test_hostile_values_fit_80_columns_and_do_nothing(value: str) -> None:
    shown = text(hostile.report(value))
    assert max(columns(line) for line in shown.splitlines()) <= 80
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\x07" not in shown


def test_the_verdict_comes_first_then_who_then_what_was_seen() -> None:
    lines = text(samples.port_blocked()).splitlines()
    assert lines[0] == "Your network blocks the door to the service"
    assert lines[1] == "Does not work. Your network administrator can fix this."
    whole = "\n".join(lines)
    order = [
        "What we saw: ctc.threatpulse.com",
        "What to do",
        "Connection: WSS Agent (sure)",
        "The path",
        "The evidence",
        "Also found",
    ]
    places = [whole.index(one) for one in order]
    assert places == sorted(places)


def test_the_message_is_ready_to_send() -> None:
    assert "| Please allow TCP port 443 from 192.0.2.17 to ctc.threatpulse.com" in text(samples.port_blocked())


def test_steps_are_those_of_the_system() -> None:
    assert "System Settings" in text(samples.wifi_sign_in())
    assert "Network & internet" not in text(samples.wifi_sign_in())
    assert "Network & internet" in text(samples.no_network())


def test_what_is_masked_stays_visible_and_names_its_cause() -> None:
    shown = text(samples.port_blocked())
    assert "Your web traffic is not protected: major, follows from port-blocked" in shown
    assert shown.count("Your web traffic is not protected") == 1


def test_a_healthy_computer_gets_a_short_text() -> None:
    shown = text(samples.healthy())
    assert shown.startswith("This computer reaches everything that it needs\nHealthy.\nProtected by the service.\n")
    assert "What to do" not in shown
    assert "7 checks in 6.2 s: 7 passed." in shown


def test_colour_changes_no_word() -> None:
    coloured = text(samples.port_blocked(), Style(colour=True))
    assert "\x1b[1;31mYour network blocks" in coloured
    assert len(coloured.splitlines()) == len(text(samples.port_blocked()).splitlines())


def test_a_stopped_and_empty_run_says_so() -> None:
    shown = text(samples.report((), VerdictStatus.INCOMPLETE, (), cancelled=True))
    assert "No check ran." in shown
    assert "The run was stopped" in shown


def test_what_could_not_be_told_has_a_reason() -> None:
    web = samples.check("web.method", "Web traffic", Status.UNKNOWN, "the proxy asks for a sign-in", required=True)
    shown = text(samples.report((), VerdictStatus.INCOMPLETE, (web,)))
    assert "What came to no result\n  - Web traffic: the proxy asks for a sign-in\n" in shown


def test_what_failed_is_listed_or_counted_but_never_less_than_nothing() -> None:
    one = samples.check("dns.server.192.0.2.53", "DNS server", Status.FAIL, "no answer")
    healthy = text(samples.report((), VerdictStatus.HEALTHY, (one,)))
    assert "failed: DNS server" in healthy
    assert "did not work" not in healthy
    many = tuple(samples.check(f"dns.{number}", f"Name {number}", Status.FAIL, "no answer") for number in range(14))
    found = samples.finding("no-network", {}, (Evidence(fact="interfaces", value="none is up"),), Who.USER)
    assert text(samples.report((found,), VerdictStatus.BROKEN, many)).count("failed: Name") == 3
    assert "11 more did not work" in text(samples.report((found,), VerdictStatus.BROKEN, many))


def test_the_evidence_is_shown_whatever_its_outcome() -> None:
    control = samples.check("control.tcp.one", "Known-good site", Status.PASS, "connected in 3 ms")
    evidence = (Evidence(check="control.tcp.one"), Evidence(fact="interfaces", value="lo"))
    found = samples.finding("no-network", {}, evidence, Who.USER)
    shown = text(samples.report((found,), VerdictStatus.BROKEN, (control,)))
    assert "The evidence\n  passed: Known-good site\n    connected in 3 ms [control.tcp.one]\n  interfaces = lo\n" in shown
    assert "did not work" not in shown


def test_without_a_guide_the_finding_speaks_for_itself() -> None:
    newer = msgspec.structs.replace(samples.PORT_BLOCKED, code="not-thought-of-yet", title="A new thing")
    shown = text(samples.report((newer,), VerdictStatus.BROKEN, ()))
    assert shown.startswith("A new thing\n")


def test_the_long_form_has_the_chain_below_the_verdict_and_the_short_one_has_not() -> None:
    shown = explained(samples.port_blocked())
    order = ["Does not work.", "What worked (control)", "What it is not", "What could not be ruled out", "What to do", "The path"]
    places = [shown.index(one) for one in order]
    assert places == sorted(places)
    assert "The evidence" not in shown, "the chain stands in its place"
    assert "What it is not" not in text(samples.port_blocked())


def test_a_named_finding_stands_alone() -> None:
    shown = explained(samples.port_blocked(), "not-protected")
    assert "What it follows from\n  - Your network blocks the door to the service" in shown
    assert "What to do" not in shown
    assert "What worked" not in shown


def test_what_a_finding_beside_the_headline_saw_is_said_in_a_sentence() -> None:
    """The verdict says it of the headline alone; the steps of a clock do not tell by how much it is wrong."""
    values = {"offset": "5 hours behind", "here": "2026-11-26 18:10 UTC", "there": "2026-11-26 23:10 UTC"}
    clock = samples.finding("clock-wrong", values, ())
    report = msgspec.structs.replace(samples.port_blocked(), findings=(samples.PORT_BLOCKED, clock))
    ticket = render_markdown(report, GUIDES, chains_of(report))
    page = render_html(report, GUIDES, (resources() / TEMPLATE).read_text("utf-8"))
    for shown in (explained(report), ticket, page):
        assert shown.count("5 hours behind") == 1
        assert shown.count("gave no answer on TCP port 443") == 1


@pytest.mark.parametrize("name", sorted(samples.every()))
def test_every_explained_sample_fits_80_columns(name: str) -> None:
    report = samples.every()[name]
    for code in (None, *(row.code for row in report.findings)):
        assert max(columns(line) for line in explained(report, code, Style(ascii_only=True)).splitlines()) <= 80


@pytest.mark.parametrize("value", hostile.TEXTS)
def test_hostile_values_do_nothing_in_a_chain(value: str) -> None:
    shown = explained(hostile.report(value))
    assert max(columns(line) for line in shown.splitlines()) <= 80
    assert not {"\x1b", "\u202e", "\x07"} & set(shown)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(values(Report))
def test_any_report_fits(report: Report) -> None:
    assert all(columns(line) <= 80 for line in text(report).split("\n"))
