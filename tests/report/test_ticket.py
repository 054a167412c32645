"""The summary for somebody who has nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.diagnosis.test_properties import FAULTS, METHODS, PROFILES, Fault, broken
from tests.knowledge.guides import shipped
from tests.report import hostile, samples
from tests.strategies import values
from tests.world import CTC, World
from wssdiag.catalogue.shipped import load_footprint
from wssdiag.detection.agent_standing import AgentStanding, agent_standings
from wssdiag.model.facts import Product
from wssdiag.model.finding import Who
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Endpoints, ExtraEndpoint, Profile
from wssdiag.model.report import Report
from wssdiag.report.layout import columns
from wssdiag.report.texts import speak
from wssdiag.report.ticket import render_ticket, render_ticket_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wssdiag.catalogue.knowledge import Knowledge

GUIDES = shipped()
FOOTPRINT = load_footprint()


class Renders(Protocol):
    def __call__(self, report: Report, knowledge: Knowledge, agents: Iterable[AgentStanding] = ()) -> str: ...


BOTH = pytest.mark.parametrize("renders", [render_ticket, render_ticket_markdown], ids=["plain", "markdown"])
slow = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(params=["en", "de"], autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak("en")


def keeps_its_limits(text: str, *, plain: bool) -> None:
    lines = text.splitlines()
    assert 0 < len(lines) <= 25
    assert text.endswith("\n")
    assert text.count("\n") == len(lines)
    assert not plain or all(columns(line) <= 100 for line in lines)
    assert "\n\n\n" not in text


@slow
@given(values(Report))
def test_every_report_keeps_the_limits(report: Report) -> None:
    agents = agent_standings(report.facts, FOOTPRINT)
    keeps_its_limits(render_ticket(report, GUIDES, agents), plain=True)
    keeps_its_limits(render_ticket_markdown(report, GUIDES, agents), plain=False)


@slow
@given(profile=PROFILES, faults=st.lists(FAULTS, max_size=5), agent=st.booleans(), method=METHODS)
def test_every_broken_network_keeps_the_limits(profile: Profile, faults: list[Fault], agent: bool, method: str | None) -> None:
    report = broken(profile, faults, agent=agent).run(method)
    plain, markdown = render_ticket(report, GUIDES), render_ticket_markdown(report, GUIDES)
    keeps_its_limits(plain, plain=True)
    keeps_its_limits(markdown, plain=False)
    for text in (plain, markdown.replace("\\", "")):
        assert report.verdict.cause is None or report.verdict.cause in text
        assert report.run_id in text
        assert report.tool_version in text


@pytest.mark.parametrize("text", hostile.TEXTS)
def test_hostile_values_keep_the_limits_and_stay_text(text: str) -> None:
    plain, markdown = (renders(hostile.report(text), GUIDES) for renders in (render_ticket, render_ticket_markdown))
    keeps_its_limits(plain, plain=True)
    keeps_its_limits(markdown, plain=False)
    assert "\x1b" not in plain + markdown
    assert "<" not in markdown
    assert "http://" not in markdown
    assert sum(line.startswith("#") for line in markdown.splitlines()) == 1


def test_it_has_all_that_somebody_needs_who_has_only_this(language: str) -> None:
    if language != "en":
        return
    world = World()
    world.network.block(CTC, 443)
    report = world.run()
    facts = msgspec.structs.replace(report.facts, os="windows", os_version="11", products=(Product(name="WSS Agent", version="9.7.1"),))
    report = msgspec.structs.replace(report, facts=facts, started="2026-03-04T09:12:31+00:00")
    lines = render_ticket(report, GUIDES, agent_standings(facts, FOOTPRINT)).splitlines()
    assert lines[:4] == [
        "Your network blocks the door to the service",
        "Outcome: Does not work",
        "Who must act: the network administrators",
        "Cause: port-blocked (blocker)",
    ]
    assert lines[4].startswith("What we saw: ctc.threatpulse.com (")
    assert any(line.startswith("- failed: ") and line.endswith(" [tcp.ctc-443]") for line in lines)
    rule = " ".join(" ".join(lines[lines.index("To be opened") + 1 :]).split())
    assert rule.startswith("- Allow TCP port 443. From: 192.0.2.17 (interface eth0, network 192.0.2.0/24). To: ctc.threatpulse.com, ")
    assert lines[-3].endswith("System: Windows 11. Agent: WSS Agent 9.7.1")
    assert lines[-2].endswith(f"catalogue {report.catalogue_version}, 2026-03-04 09:12 UTC")
    assert lines[-1] == f"Run: {report.run_id}"


def test_requests_that_do_not_fit_are_counted(language: str) -> None:
    extra = tuple(ExtraEndpoint(id=f"own-{at}", host=f"h{at}.example", port=7000 + at, transport=Transport.TCP) for at in range(15))
    world = World(profile=Profile(endpoints=Endpoints(extra=extra)))
    for row in extra:
        world.network.block(row.host, row.port)
    report = world.run()
    for text in (render_ticket(report, GUIDES), render_ticket_markdown(report, GUIDES)):
        keeps_its_limits(text, plain=False)
        assert "wssdiag explain REPORT --format csv" in text
        assert len(text.splitlines()) >= 24


def test_whoever_reads_it_is_not_the_one_at_the_computer(language: str) -> None:
    text = render_ticket(samples.wifi_sign_in(), GUIDES)
    assert {"en": "Who must act: the person at the computer", "de": "Wer handeln muss: die Person am Computer"}[language] in text


@BOTH
@pytest.mark.parametrize("who", [tuple(Who), (Who.USER, Who.USER)])
def test_nobody_is_named_twice(renders: Renders, who: tuple[Who, ...], language: str) -> None:
    base = samples.port_blocked()
    first = msgspec.structs.replace(base.findings[0], who=who)
    text = renders(msgspec.structs.replace(base, findings=(first,)), GUIDES)
    assert text.count({"en": "the person at the computer", "de": "die Person am Computer"}[language]) == 1


@BOTH
def test_without_a_problem_it_says_whether_it_protects(renders: Renders, language: str) -> None:
    text = renders(samples.healthy(), GUIDES)
    assert {"en": "Protected by the service", "de": "Vom Dienst geschützt"}[language] in text
