from __future__ import annotations

import pytest

from tests.knowledge.guides import shipped
from tests.report import hostile, samples
from wssdiag.diagnosis.chain import chains_of
from wssdiag.report.markdown import LINE_LIMIT, escape, render_markdown

GUIDES = shipped()


@pytest.mark.parametrize("name", sorted(samples.every()))
def test_every_sample_fits_a_screen(name: str) -> None:
    assert len(render_markdown(samples.every()[name], GUIDES).splitlines()) <= LINE_LIMIT


def test_it_says_cause_evidence_and_message() -> None:
    ticket = render_markdown(samples.port_blocked(), GUIDES)
    assert ticket.startswith("## Your network blocks the door to the service\n")
    assert "**Cause:** port-blocked (blocker)" in ticket
    assert "> Please allow TCP port 443 from 192.0.2.17" in ticket
    assert "| failed | Agent control centre, TCP 443 | 130.211.30.2: no answer |" in ticket


def test_the_chains_that_are_asked_for_stand_below_the_ticket() -> None:
    report = samples.port_blocked()
    ticket = render_markdown(report, GUIDES)
    whole = render_markdown(report, GUIDES, chains_of(report))
    assert whole.startswith(ticket)
    assert "### Your network blocks the door to the service" in whole
    assert "**What worked \\(control\\)**" in whole or "**What worked (control)**" in whole
    assert "  - Connect, ctc.threatpulse.com (130.211.30.2) 443/tcp: no answer in time (4.0 s)" in whole


@pytest.mark.parametrize("value", hostile.TEXTS)
def test_hostile_values_stay_text(value: str) -> None:
    ticket = render_markdown(hostile.report(value), GUIDES)
    chains = render_markdown(hostile.report(value), GUIDES, chains_of(hostile.report(value)))
    assert "<" not in chains
    assert "http://" not in chains
    lines = ticket.splitlines()
    assert len(lines) <= LINE_LIMIT
    assert "<" not in ticket
    assert "\x1b" not in ticket
    assert sum(line.startswith("#") for line in lines) == 1
    assert not any(line.startswith("```") for line in lines)
    assert "http://" not in ticket
    assert all(line.count("|") - line.count("\\|") == 4 for line in lines if line.startswith("| "))


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("a*b_c`d", r"a\*b\_c\`d"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("a|b", r"a\|b"),
        ("[x](y)", r"\[x\](y)"),
        ("# top", r"\# top"),
        ("- item", r"\- item"),
        ("http://x www.x a@b", r"http\://x www\.x a\@b"),
        ("two\nlines", "two lines"),
    ],
)
def test_escaping(raw: str, safe: str) -> None:
    assert escape(raw) == safe
