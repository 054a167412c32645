"""The offline help: nothing is missing in it, and every word of it is found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import World
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.catalogue.loader import load_builtin
from wssdiag.diagnosis.causes import CAUSES
from wssdiag.model.report import VerdictStatus
from wssdiag.report import wording
from wssdiag.report.help import Part, Topic, found, topics
from wssdiag.report.reading import reading
from wssdiag.report.reference import SECTIONS, rows

KNOWLEDGE = load_knowledge("en")
CATALOGUE = load_builtin()
EVERYTHING = topics(KNOWLEDGE, CATALOGUE, "windows")
BY_ID = {topic.id: topic for topic in EVERYTHING}


def test_every_cause_has_its_topic_in_the_order_of_the_list() -> None:
    codes = [cause.code for cause in CAUSES]
    assert [topic.id for topic in EVERYTHING if topic.id in set(codes)] == sorted(codes, key=[topic.id for topic in EVERYTHING].index)
    assert {topic.id for topic in EVERYTHING} >= set(codes)


@pytest.mark.parametrize("os", ["windows", "macos", "linux"])
def test_a_cause_shows_the_steps_of_this_system_alone(os: str) -> None:
    for topic in topics(KNOWLEDGE, None, os):
        guide = KNOWLEDGE.get(topic.id)
        if guide is None:
            continue
        wanted = [step for step in guide.step if not step.os or os in step.os]
        assert sum(part is Part.TERM for part, _text in topic.pieces) == len(wanted)
        assert sum(part is Part.MESSAGE for part, _text in topic.pieces) == sum(step.message is not None for step in wanted)


def test_a_cause_says_what_it_means_how_it_is_seen_and_what_to_do() -> None:
    texts = [text for _part, text in BY_ID["port-blocked"].pieces]
    assert KNOWLEDGE["port-blocked"].means in texts
    assert "<host> (<address>) <kind> on <transport> port <port>, while <control> answered." in texts
    assert "1. You, about 5 minutes" in texts
    assert "Only for: gave no answer" in texts


def test_no_topic_shows_braces_or_is_empty() -> None:
    for topic in EVERYTHING:
        assert topic.pieces, topic.id
        for _part, text in topic.pieces:
            assert text.strip(), topic.id
            assert not re.search(r"\{[a-z_]+\}", text), topic.id


def test_the_whole_reference_stands_in_it() -> None:
    text = "\n".join(topic.words for topic in EVERYTHING if topic.id.startswith("ports."))
    for row in rows(CATALOGUE):
        assert row.target.casefold() in text
        assert row.purpose.casefold() in text
        assert row.source.casefold() in text
        for address in row.addresses:
            assert address in text
    assert {f"ports.{section.title}" for section in SECTIONS} >= {topic.id for topic in EVERYTHING if topic.id.startswith("ports.")} - {
        "ports.hosts",
        "ports.addresses",
        "ports.Named by your organisation",
    }


def test_how_to_read_a_result_comes_first_and_names_every_word() -> None:
    assert [topic.id for topic in EVERYTHING][: len(reading())] == [f"read.{name}" for name, _title, _pairs in reading()]
    assert all(term and text for _name, _title, pairs in reading() for term, text in pairs)


def test_the_help_says_what_a_verdict_means_where_web_traffic_could_not_be_tried() -> None:
    world = World()
    world.network.block("ctc.threatpulse.com")
    report = world.run("wss-agent")
    assert report.verdict.status in {VerdictStatus.DEGRADED, VerdictStatus.BROKEN}
    assert not any(check.id == "web.method" for check in report.checks)
    meaning = dict(reading()[0][2])
    assert "could not be tried" in meaning[wording.verdict(report.verdict.status)]
    assert meaning[wording.verdict(VerdictStatus.DEGRADED)].endswith("no finding is a blocker.")
    assert meaning[wording.verdict(VerdictStatus.BROKEN)].endswith("a finding is a blocker.")


def test_each_topic_stands_in_one_section_and_has_its_own_name() -> None:
    assert len(BY_ID) == len(EVERYTHING)
    sections = [topic.section for topic in EVERYTHING]
    assert sections == sorted(sections, key=list(dict.fromkeys(sections)).index)


def test_the_title_counts_more_than_the_text() -> None:
    named, others = found(EVERYTHING, "Proxy-NAME")
    assert [topic.id for topic in named] == ["proxy-name-not-found"]
    assert not others
    named, others = found(EVERYTHING, "wifi sign")
    assert [topic.id for topic in named] == ["wifi-sign-in"]
    assert "ports.WSS Agent" in {topic.id for topic in found(EVERYTHING, "  TCP   443 ")[1]}


def test_no_words_leave_everything_and_nonsense_leaves_nothing() -> None:
    assert found(EVERYTHING, "  ") == (EVERYTHING, ())
    assert found(EVERYTHING, "giraffe") == ((), ())


@given(st.sampled_from(EVERYTHING), st.data())
def test_a_topic_is_found_by_any_of_its_words_in_any_case_and_order(topic: Topic, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(topic.words.split()), min_size=1, max_size=4))
    named, others = found(EVERYTHING, "  ".join(words).upper())
    if " ".join(words).upper().casefold() == " ".join(words):  # a few letters have no way back
        assert topic in (*named, *others)
    assert not set(map(id, named)) & set(map(id, others))


@given(st.text(max_size=20), st.text(max_size=5))
def test_more_words_never_find_more(one: str, other: str) -> None:
    fewer = {topic.id for part in found(EVERYTHING, f"{one} {other}") for topic in part}
    more = {topic.id for part in found(EVERYTHING, one) for topic in part}
    assert fewer <= more
