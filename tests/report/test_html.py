from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.knowledge.guides import shipped
from tests.report import hostile, samples
from tests.strategies import values
from wssdiag.model.facts import Facts, Resolver
from wssdiag.model.report import Report
from wssdiag.report.html import TEMPLATE, facts_rows, render_html

GUIDES = shipped()
PAGE = (Path(__file__).parents[2] / "resources" / TEMPLATE).read_text(encoding="utf-8")
VOID = {"meta", "br", "circle", "path", "rect"}


class Reader(HTMLParser):
    """Collects tags and attributes, and sees that what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def page(report: Report) -> str:
    return render_html(report, GUIDES, PAGE)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("name", sorted(samples.every()))
def test_nothing_is_loaded_or_run(name: str) -> None:
    text = page(samples.every()[name])
    reader = read(text)
    assert not {"script", "link", "img", "iframe", "object", "form", "a"} & set(reader.tags)
    assert not [key for key, _ in reader.attributes if key.startswith("on") or key in {"src", "href", "style"}]
    assert not re.search(r"url\(|@import|javascript:", text)
    assert "default-src 'none'" in text


def test_it_holds_verdict_guide_evidence_and_checks() -> None:
    text = page(samples.port_blocked())
    for one in (
        "Your network blocks the door to the service",
        "Your network administrator can fix this.",
        "ctc.threatpulse.com (130.211.30.2) gave no answer on TCP port 443",
        "Please allow TCP port 443 from 192.0.2.17",
        "failed: 130.211.30.2: no answer",
        "connect timed_out 4.0 s",
        "Stops here",
        "Wi-Fi (192.0.2.17)",
        "not known: not read in this sample",
    ):
        assert one in text


def test_failed_checks_stand_first() -> None:
    text = page(samples.port_blocked())
    table = text[text.index("All checks") :]
    assert table.index("is-fail") < table.index("is-skipped") < table.index("is-pass")


def test_light_dark_and_print() -> None:
    assert "prefers-color-scheme: dark" in PAGE
    assert "@media print" in PAGE


@pytest.mark.parametrize("value", hostile.TEXTS)
def test_hostile_values_are_escaped(value: str) -> None:
    text = page(hostile.report(value))
    harmless = read(page(samples.port_blocked()))
    assert set(read(text).tags) <= set(harmless.tags)
    assert "<script" not in text
    assert "<img" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_many_rows_of_a_fact_are_cut() -> None:
    many = tuple(Resolver(address=f"192.0.2.{at}", source="resolvectl") for at in range(40))
    facts = samples.facts()
    told = dict(facts_rows(Facts(**{name: getattr(facts, name) for name in facts.__struct_fields__} | {"resolvers": many})))
    assert told["DNS servers"].endswith("192.0.2.11, and 28 more")


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(values(Report))
def test_any_report_makes_a_sound_page(report: Report) -> None:
    assert "script" not in read(page(report)).tags


def test_the_chain_of_each_finding_is_folded_away() -> None:
    report = samples.port_blocked()
    text = page(report)
    reader = read(text)
    assert reader.tags.count("details") == reader.tags.count("summary") == len(report.findings)
    assert "open" not in dict(reader.attributes)
    assert "no answer in time (4.0 s)" in text
    assert "What could not be ruled out" in text


def test_the_chain_that_was_asked_for_is_open() -> None:
    reader = read(render_html(samples.port_blocked(), GUIDES, PAGE, "not-protected"))
    assert [key for key, _ in reader.attributes].count("open") == 1


def test_a_healthy_report_explains_nothing() -> None:
    assert "<details" not in page(samples.healthy())
