"""The pages of docs/reference say what the program does: they are made of it, and what a person wrote beside it is compared with it."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build.reference import causes, commands, evidence, profile
from build.reference.actions import actions_page
from build.reference.checks import Row, kind_of, kinds
from build.reference.comments import notes
from build.reference.markdown import code, plain
from build.reference.methods import methods_page
from build.reference.pages import FOLDER, generated
from build.reference.texts import data, text
from tests.diagnosis.law.worlds import corpus
from tests.world import World
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.profile import load_profile
from wssdiag.catalogue.shipped import load_footprint
from wssdiag.checks.plan import WAVES
from wssdiag.cli.commands import COMMANDS
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.parser import command_line
from wssdiag.diagnosis.case import Case
from wssdiag.diagnosis.causes import CAUSES
from wssdiag.diagnosis.protection import unexplained
from wssdiag.diagnosis.rules import LATE_RULES, RULES
from wssdiag.model.failure import Failure
from wssdiag.model.fix import Action, Page
from wssdiag.model.mode import Method
from wssdiag.model.profile import Profile
from wssdiag.model.unknown import Unknown
from wssdiag.system.actions.linux import linux_hands
from wssdiag.system.actions.macos import macos_hands
from wssdiag.system.actions.work import Hands, Wish
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.model.report import Report

#: The pages that others link to by these names, and the German one.
NAMES = (
    *("commands.md", "causes.md", "checks.md", "locations.md", "profile.md", "methods.md", "failures.md", "actions.md"),
    "de/causes.md",
)

LINK = re.compile(r"\]\((?P<page>[^)#\s]*)#(?P<place>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@cache
def pages() -> Mapping[str, str]:
    return generated()


def places(page: str) -> list[str]:
    """The anchors of a page, as GitHub makes them of its headings."""
    return [re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in HEADING.findall(page)]


def section(page: str, heading: str) -> str:
    """What stands below a heading, up to the next of the same depth."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^\1 |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[2]


def test_the_files_are_what_the_program_says() -> None:
    files = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.md")}
    assert files == pages(), "run: python3 dev.py reference"


def test_the_order_of_sets_says_nothing() -> None:
    script = "import sys; from build.reference.pages import generated; sys.stdout.buffer.write('|'.join(generated().values()).encode())"
    command = (sys.executable, "-c", script)
    made = subprocess.run(command, cwd=FOLDER.parents[1], env=os.environ | {"PYTHONHASHSEED": "7"}, check=True, capture_output=True)
    assert made.stdout.decode() == "|".join(pages().values())


def test_every_page_says_first_that_it_is_made_and_stands_in_the_index() -> None:
    assert all(page.startswith("<!-- Made by `python3 dev.py reference` from ") for page in pages().values())
    assert set(NAMES) < set(pages()) == {"README.md", *re.findall(r"\]\(([^)]+)\)", pages()["README.md"])}


@pytest.mark.parametrize("name", NAMES)
def test_every_place_that_is_linked_is_there(name: str) -> None:
    folder = Path(name).parent
    for link in LINK.finditer(pages()[name]):
        target = (folder / link["page"]).as_posix() if link["page"] else name
        assert places(pages()[target]).count(link["place"]) == 1, link[0]


@pytest.mark.parametrize("name", NAMES)
def test_no_text_of_the_program_is_taken_for_markup(name: str) -> None:
    """What stands in <...> would vanish as an unknown tag."""
    told = re.sub(r"^```.*?^```$|`[^`\n]*`|<!--.*?-->|<br>", "", pages()[name], flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r"(?<!\\)<\w+[^>]*>", told) == []


# ---- Commands


def test_every_option_of_every_command_stands_in_its_section_with_its_help() -> None:
    listed = tuple(commands.leaves(command_line()))
    assert {name.split()[0] for name, _, _ in listed} == set(COMMANDS)
    for name, does, parser in listed:
        told = section(pages()["commands.md"], f"wssdiag {name}")
        assert plain(does[1:]) in told
        for one in commands.options(parser):
            assert f"| `{one.option_strings[-1] if one.option_strings else one.metavar}" in told, (name, one)
            assert plain(one.help or "") in told
            assert all(code(str(word)) in told for word in one.choices or ())


def test_what_is_written_beside_the_parser_is_about_what_is_there() -> None:
    listed = {name: parser for name, _, parser in commands.leaves(command_line())}
    more = commands.said()
    assert set(more.exits) == set(listed)
    assert {int(number) for codes in more.exits.values() for number in codes} <= set(Exit)
    known = {
        (name, one.option_strings[-1] if one.option_strings else one.dest): one for name, p in listed.items() for one in commands.options(p)
    }
    forms = {word for (_, option), one in known.items() if option == "--format" for word in one.choices or ()}
    assert set(more.formats) == forms


def test_a_command_or_an_option_of_which_nothing_is_said_is_an_error() -> None:
    parser = argparse.ArgumentParser(prog="wssdiag")
    check = parser.add_subparsers().add_parser("check", help="check")
    commands.commands_page(parser, commands.said())
    check.add_argument("--silent")
    with pytest.raises(KeyError, match="check --silent"):
        commands.commands_page(parser, commands.said())


# ---- Causes


@pytest.mark.parametrize("name", ["causes.md", "de/causes.md"])
def test_every_cause_stands_there_once_and_in_the_order_of_the_list(name: str) -> None:
    codes = [cause.code for cause in CAUSES]
    assert [place for place in places(pages()[name]) if place in codes] == codes
    knowledge = load_knowledge("de" if name.startswith("de/") else "en")
    for cause in CAUSES:
        told = section(pages()[name], cause.code)
        assert all(f"{number}." in told for number in range(1, len(knowledge[cause.code].step) + 1))


def test_a_cause_without_a_guide_is_an_error() -> None:
    knowledge = {code: guide for code, guide in load_knowledge("en").items() if code != "clock-wrong"}
    with pytest.raises(KeyError, match="clock-wrong"):
        causes.causes_page(knowledge)


def test_every_cause_says_when_it_is_named() -> None:
    codes = [cause.code for cause in CAUSES]
    concluded = [code for rule in (*RULES, *LATE_RULES, unexplained) for code in evidence.concluded_by(rule)]
    assert set(concluded) == set(codes)
    assert set(evidence.CONCLUDES) <= {rule.__name__ for rule in RULES if callable(rule)}
    for cause in CAUSES:
        assert re.search(r"\*\*Named when\*\*: \w", section(pages()["causes.md"], cause.code))


def test_a_rule_concludes_what_the_page_says_that_it_does() -> None:
    for shown in corpus():
        case = Case.of(shown.report, shown.session.background)
        for rule in RULES:
            assert {row.code for row in rule(case)} <= set(evidence.concluded_by(rule))


# ---- Checks


def reports() -> tuple[Report, ...]:
    """Of each cause a world in which it is said, healthy ones, and what none of those meets."""
    in_a_domain, at_a_hotel = World(), World()
    in_a_domain.join("corp.example")
    at_a_hotel.system.files["connectivity.json"] = {"captive_portal_api": "https://wifi.hotel.example/api"}
    return (
        *(shown.report for shown in corpus()),
        in_a_domain.run(None, role="auth-connector"),
        World().run(None, role="auth-connector"),
        at_a_hotel.run(only=("sign-in.*",)),
    )


def may_need(row: Row, need: Row, check_id: str) -> bool:
    return need.id in row.needs or ("method" in row.needs and check_id.startswith(("proxy.connect.", "proxy.pac.")))


def test_every_check_is_of_a_kind_that_is_told() -> None:
    rows = kinds()
    met = set()
    for report in reports():
        for check in report.checks:
            row = kind_of(check.id, rows)
            assert row, check.id
            assert row.is_titled(check.title), (check.title, row.title)
            for name in check.needs:
                need = kind_of(name, rows)
                assert need, name
                assert may_need(row, need, name), (check.id, name)
            met.add(row.id)
    assert met == {row.id for row in rows}


def test_what_the_kinds_need_is_told_too() -> None:
    rows = kinds()
    assert {need for row in rows for need in row.needs} <= {row.id for row in rows} | {"method"}
    assert f"at most {WAVES} waves" in text("checks")


# ---- Locations, methods, failures


def test_every_location_stands_there_with_its_source() -> None:
    page = pages()["locations.md"]
    for one in load_builtin().location:
        line = next(line for line in page.splitlines() if line.startswith(f"| `{one.id}` |"))
        assert plain(one.provenance.source) in line
        assert (one.host or "(") in line
        assert all(code(address) in line for address in one.addresses)
    catalogue = load_builtin()
    beside = (
        *(one.id for one in catalogue.control),
        *(one.id for one in catalogue.sign_in_probe),
        *(one.id for one in catalogue.resolver),
        *(one.id for one in catalogue.clock_source),
    )
    assert all(f"| {code(name)} |" in page for name in beside)


def test_every_method_and_every_trace_is_told() -> None:
    told = data("methods")["how"]
    assert set(told) == {str(one) for one in Method}
    for one in load_footprint():
        assert code(one.value) in section(pages()["methods.md"], one.method)
    with pytest.raises(KeyError, match="upe"):
        methods_page((), {name: said for name, said in told.items() if name != "upe"})


def test_every_failure_is_told_with_its_evidence() -> None:
    said = notes(Failure)
    assert set(said) == {one.name for one in Failure}
    for one in Failure:
        line = next(line for line in pages()["failures.md"].splitlines() if line.startswith(f"| `{one}` |"))
        assert plain(said[one.name].said) in line


# ---- Profile


def test_the_example_is_a_profile_and_leaves_no_key_out() -> None:
    load_profile(profile.EXAMPLE)
    said = profile.told()
    keys = {f"{name}.{field.encode_name}".lstrip(".") for name, struct, _ in profile.tables(Profile) for field in struct.fields}
    assert set(said) == keys
    assert all(one.means for one in said.values())


def test_the_example_that_can_be_copied_is_one(tmp_path: Path) -> None:
    shown = re.search(r"```toml\n(.+)```", pages()["profile.md"], re.DOTALL)
    assert shown
    copied = tmp_path / "wssdiag-profile.toml"
    copied.write_text(shown[1], encoding="utf-8")
    assert load_profile(copied) == load_profile(profile.EXAMPLE)


def test_a_key_without_its_meaning_is_an_error() -> None:
    said = {name: one for name, one in profile.told().items() if name != "policy.contact_hosts"}
    with pytest.raises(KeyError, match=re.escape("policy.contact_hosts")):
        profile.profile_page(said)


# ---- Fixes

NOTHING_OF_THAT_KIND = "there is nothing of that kind on "


@pytest.mark.parametrize(
    ("system", "hands"),
    [
        ("linux", linux_hands({}, Path("/nowhere"), lambda _: Unknown("not asked"), lambda _: None)),
        ("macos", macos_hands(lambda _: Unknown("not asked"), lambda _: None)),
    ],
)
def test_a_fix_is_told_for_the_systems_that_have_it(system: str, hands: Hands) -> None:
    facts = facts_of({})
    told = data("actions")["does"]
    assert set(told) == {str(one) for one in Action}
    for action in Action:
        work = hands.work(Wish(action, Page.NETWORK, url="http://probe.example/"), facts)
        lacks = isinstance(work, Unknown) and work.unknown.startswith(NOTHING_OF_THAT_KIND)
        assert (system in told[action]) is not lacks, action
        assert "windows" in told[action]


def test_a_fix_of_which_nothing_is_said_is_an_error() -> None:
    told = {name: said for name, said in data("actions")["does"].items() if name != "pac-off"}
    with pytest.raises(KeyError, match="pac-off"):
        actions_page(told, load_knowledge("en"))
