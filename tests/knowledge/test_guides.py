"""What a reader may expect of every guide: short sentences, plain headlines, a way on for each system, no hole where a value belongs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.knowledge.guides import LANGUAGES, shipped
from tests.knowledge.wording import WORDINGS
from wssdiag.catalogue.knowledge import Risk
from wssdiag.catalogue.values import ACTIONS
from wssdiag.diagnosis.causes import BY_CODE, ORDER
from wssdiag.model.finding import Kind, Who
from wssdiag.model.mode import Method
from wssdiag.remedy.guide import placeholders

if TYPE_CHECKING:
    from tests.knowledge.wording import Wording
    from wssdiag.catalogue.knowledge import Guide, GuideStep

DESIGN = Path(__file__).parents[2] / "docs" / "design" / "0001-one-run.md"
SYSTEMS = ("windows", "macos", "linux")
FAMILIES = (
    "address",
    "again",
    "clock",
    "control",
    "dns",
    "http",
    "ipv6",
    "ldap",
    "name-policy",
    "pac",
    "proxy",
    "round-trip",
    "rpc",
    "second-answer",
    "segments",
    "sign-in",
    "tcp",
    "tls",
    "udp",
    "web",
)
ELSEWHERE = {Who.NETWORK, Who.VENDOR}
SENDER = {"from"}
MOST_WORDS = 25
MOST_TITLE = 60
#: Of one guide on one computer. Whoever tried six things in vain hands over.
MOST_STEPS = 7
#: A step that begins by asking whether it concerns the reader at all.
ONLY_SOME = re.compile(r"[^.?]*\?")
REFERENCE = "Required Locations, Ports, and Protocols"
#: Guides whose message asks for something else than a way to the service: an address, a first hop, a sign-in page, a quicker address book.
NO_WAY_TO_OPEN = {"no-address", "wifi-sign-in", "gateway-silent", "dns-slow"}
#: Guides whose sentence of what it means explains the word "proxy".
EXPLAINED = {"proxy", "internet"}
GUIDES = {language: shipped(language) for language in LANGUAGES}


def tabled() -> dict[str, set[str]]:
    """Code -> placeholders, by the table "Values of findings"."""
    section = DESIGN.read_text(encoding="utf-8").split("## Values of findings")[1].split("\n## ")[0]
    table: dict[str, set[str]] = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for code in re.findall(r"`([a-z0-9-]+)`", cells[0]) if line.startswith("| `") else ():
            assert code not in table, f"{code} stands twice"
            table[code] = set() if cells[1] == "-" else {name.strip() for name in cells[1].split(",")}
    assert "also has `from`" in section
    return {code: names | (SENDER if ELSEWHERE & set(BY_CODE[code].who) else set()) for code, names in table.items()}


def views(guide: Guide, system: str) -> list[list[GuideStep]]:
    """The steps as one person gets them: by each method, and by each kind that the guide tells apart."""
    kinds: tuple[Kind | None, ...] = tuple(Kind) if any(step.kinds for step in guide.step) else (None,)
    return [
        [
            step
            for step in guide.step
            if (not step.os or system in step.os)
            and (not step.methods or method in step.methods)
            and (not step.kinds or kind in step.kinds)
        ]
        for method in Method
        for kind in kinds
    ]


def texts(guide: Guide) -> list[str]:
    return [guide.title, guide.means, guide.seen, *(step.do for step in guide.step), *(step.message or "" for step in guide.step)]


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.?!])[\"”)]?\s+", text) if one.strip()]


@pytest.fixture(params=LANGUAGES, name="language")
def language_of(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(name="words")
def words_of(language: str) -> Wording:
    return WORDINGS[language]


@pytest.fixture(params=sorted(ORDER), name="guide")
def guide_of(request: pytest.FixtureRequest, language: str) -> Guide:
    return GUIDES[language][request.param]


def test_every_cause_is_in_the_table_of_values() -> None:
    assert set(tabled()) == set(ORDER)


def test_the_file_is_named_for_its_code(language: str) -> None:
    assert {name: guide.code for name, guide in GUIDES[language].items()} == {name: name for name in ORDER}


def test_placeholders_are_those_of_the_table(guide: Guide) -> None:
    used = frozenset().union(*(placeholders(text) for text in texts(guide)))
    assert used <= tabled()[guide.code]
    assert not any(set(re.sub(r"\{[a-z_]+\}", "", text)) & {"{", "}"} for text in texts(guide)), "a brace that is no placeholder"
    assert set(guide.words) <= tabled()[guide.code]


def test_the_sentence_of_what_was_seen_shows_the_values(guide: Guide) -> None:
    wanted = tabled()[guide.code]
    assert not wanted or placeholders(guide.seen)


def test_no_sentence_is_long(guide: Guide) -> None:
    long = {one: len(one.split()) for text in texts(guide) for one in sentences(text) if len(one.split()) > MOST_WORDS}
    assert long == {}


def test_no_sentence_is_long_when_it_is_filled(guide: Guide) -> None:
    """With the longest wording that the guide has for a value."""
    longest = {name: max(words.values(), key=lambda said: len(said.split())) for name, words in guide.words.items()}
    filled = [re.sub(r"\{([a-z_]+)\}", lambda match: longest.get(match[1], match[1]), text) for text in texts(guide)]
    long = {one: len(one.split()) for text in filled for one in sentences(text) if len(one.split()) > MOST_WORDS}
    assert long == {}


def test_means_and_seen_are_one_sentence(guide: Guide) -> None:
    for text in (guide.means, guide.seen):
        assert text.endswith(".")
        assert not re.search(r"[.?!]\s", re.sub(r"\{\w+\}", "x", text)), text


def test_the_title_is_in_the_words_of_the_reader(guide: Guide, words: Wording) -> None:
    assert len(guide.title) <= MOST_TITLE
    assert not re.search(r"\d|[{}]", guide.title)
    assert not words.jargon.search(guide.title)
    assert guide.title[0].isupper()
    assert guide.title[-1].isalnum()


def test_no_step_names_the_menus_of_another_system(guide: Guide, words: Wording) -> None:
    for step in guide.step:
        for system, marks in words.marks.items():
            if step.os != (system,):
                assert not marks.search(step.do), f"{step.id} is for {step.os or 'all'} and names {marks.search(step.do)}"
        assert len(step.os) == 1 or not words.menu.search(step.do), f"{step.id}: whose menu?"


def test_macs_before_the_new_settings_find_their_way(guide: Guide, words: Wording) -> None:
    """macOS 13 moved every page; where a person is sent to one, its place on macOS 12 is told too."""
    for step in guide.step:
        if step.os == ("macos",) and step.who is Who.USER and words.mac_menu in step.do:
            assert "macOS 12" in step.do, step.id


def test_user_steps_are_in_the_words_of_the_reader(guide: Guide, words: Wording) -> None:
    for step in guide.step:
        if step.who is Who.USER:
            said = words.on_screen.sub(" ", step.do)
            if EXPLAINED & set(guide.code.split("-")):
                said = words.explained.sub("", said)
            assert not words.jargon.search(said), f"{step.id}: {words.jargon.search(said)}"


def test_whoever_else_must_act_gets_a_message(guide: Guide) -> None:
    for step in guide.step:
        assert step.message or step.who is Who.USER, f"{step.id}: never 'ask somebody' without the text to send"


def test_the_network_administrator_learns_from_where_to_where_and_why(guide: Guide, words: Wording) -> None:
    for step in guide.step:
        if step.who is Who.NETWORK:
            message = step.message or ""
            assert guide.code in NO_WAY_TO_OPEN or {"from"} <= placeholders(message), step.id
            assert guide.code in NO_WAY_TO_OPEN or words.transport.search(message), step.id
            assert words.evidence in message or guide.code == "wifi-sign-in", step.id
            assert guide.code in NO_WAY_TO_OPEN or REFERENCE in message, step.id


def test_what_the_tool_can_do_is_told_for_hands_too(guide: Guide, words: Wording) -> None:
    """An action is an offer: the text says where a person does the same."""
    for step in guide.step:
        if step.action is not None:
            assert step.action in ACTIONS
            assert re.search(words.by_hand[step.action], step.do), f"{step.id}: {step.action}"


def test_nobody_switches_protection_off_alone(guide: Guide, words: Wording) -> None:
    """What can belong to the organisation's protection is only touched after its helpdesk said so."""
    for step in guide.step:
        if step.who is Who.USER and (step.action in {"proxy-off", "pac-off"} or words.protection_off.search(step.do)):
            assert words.helpdesk in step.do, step.id
        if step.action in {"proxy-off", "pac-off"}:
            assert step.risk is Risk.HIGH


def test_a_restart_says_how_and_warns_of_open_work(guide: Guide, words: Wording) -> None:
    for step in guide.step:
        if step.who is Who.USER and words.restart.search(step.do):
            assert step.risk is not Risk.NONE, step.id
            assert words.warning in step.do, step.id


def test_nothing_shouts(guide: Guide) -> None:
    assert not any("!" in text for text in texts(guide))


def test_titles_differ(language: str) -> None:
    assert len({guide.title for guide in GUIDES[language].values()}) == len(ORDER)


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_system_has_a_step_before_the_hand_over(guide: Guide, system: str) -> None:
    for steps in views(guide, system):
        assert len(steps) >= 2
        assert steps[-1].id == "hand-over"
        others = set(BY_CODE[guide.code].who) & {Who.NETWORK, Who.VENDOR}
        assert not others or any(step.message for step in steps), "who must act gets a text"


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_only_some_have_comes_after_what_is_for_everybody(guide: Guide, system: str) -> None:
    """Nobody reads of Docker first: a message whose step asks "is it so with you?" stands behind those that ask nothing."""
    for steps in views(guide, system):
        sent = [step for step in steps if step.message]
        assert not sent or not ONLY_SOME.match(sent[0].do), "the first message is quoted in the ticket"
        for who in Who:
            asks = [bool(ONLY_SOME.match(step.do)) for step in sent if step.who is who]
            assert asks == sorted(asks), who


def test_a_guide_is_no_longer_than_a_person_can_bear(guide: Guide) -> None:
    assert max(len(steps) for system in SYSTEMS for steps in views(guide, system)) <= MOST_STEPS


def test_the_last_step_hands_over_and_nothing_else_does(guide: Guide) -> None:
    assert [step.id for step in guide.step if step.id == "hand-over"] == ["hand-over"]
    last = guide.step[-1]
    assert (last.id, last.os, last.methods, last.kinds) == ("hand-over", (), (), ())


def test_steps_are_sound(guide: Guide) -> None:
    assert len({step.id for step in guide.step}) == len(guide.step)
    for step in guide.step:
        assert step.do.strip() == step.do
        assert 0 < step.minutes <= 60
        assert set(step.os) <= set(SYSTEMS)
        assert set(step.methods) <= set(Method)
        assert set(step.kinds) <= set(Kind)
        assert all(pattern.startswith(FAMILIES) for pattern in step.recheck)


def test_network_people_are_shown_the_reference(guide: Guide) -> None:
    """Whoever opens a way to the service must know where its ways are listed."""
    if guide.code in {
        "port-blocked",
        "service-unreachable",
        "tls-intercepted",
        "tls-reset",
        "dns-name-blocked",
        "proxy-denied",
        "no-internet",
    }:
        asks = [step.message or "" for step in guide.step if step.who is Who.NETWORK]
        assert asks
        assert all(REFERENCE in ask for ask in asks)
