"""A disagreement is a scenario file that loads, and says what was said."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.lab.hunt.command import ground, words
from tests.lab.hunt.expected import NOTHING, Expected, expected_of
from tests.lab.hunt.mutate import Mutation, mutations
from tests.lab.hunt.report import disagreement, name_of, scenario_text
from tests.lab.outcome import NotRun, Outcome
from tests.lab.scenario import find, load, plan_of
from tests.lab.test_judge import finding, outcome
from wssdiag.catalogue.loader import load_builtin
from wssdiag.model.finding import Severity

if TYPE_CHECKING:
    from pathlib import Path

BLOCKED = Expected(("port-blocked", "service-unreachable"))


def test_a_file_loads_and_holds_the_base_the_fault_and_what_was_said(tmp_path: Path) -> None:
    (base,) = find(("healthy-proxy-only",))
    fault = {"do": "answer", "to": ["portal.threatpulse.com"], "status": 302, "headers": {"Location": "http://a.example/"}, "body": 'a"\n'}
    path = tmp_path / "one.toml"
    path.write_text(scenario_text(base, fault, NOTHING, ["said x", "and y"]), encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# said x\n# and y\n")
    scenario, original = load(path), load(base)
    assert (scenario.cause, scenario.status, scenario.exit) == ("", "healthy", 0)
    assert (scenario.proxy, scenario.profile) == (original.proxy, original.profile)
    assert scenario.fault[:-1] == original.fault
    assert tomllib.loads(text)["fault"][-1] == fault
    assert not scenario.never  # what the base must not say, this one may


def test_every_mutation_is_a_scenario(tmp_path: Path) -> None:
    bases = {path.stem: path for path in ground()}
    worlds = {path.stem: world for path, world in ground().items()}
    catalogue = load_builtin()
    for row in mutations(5, 200, worlds, words()):
        expected = expected_of(worlds[row.base], row.fault)
        path = tmp_path / f"{name_of(row, expected, 5)}.toml"
        path.write_text(scenario_text(bases[row.base], row.fault, expected), encoding="utf-8")
        scenario = load(path)
        plan_of(scenario, catalogue)
        assert bool(scenario.cause) == (scenario.status == "broken") == (scenario.exit == 1)
    assert len(list(tmp_path.iterdir())) == 200


def test_names_begin_as_those_of_scenarios_do() -> None:
    mutation = Mutation(7, "healthy-agent", {})
    assert name_of(mutation, BLOCKED, 3) == "port-blocked-hunt-3-007"
    assert name_of(mutation, NOTHING, 3) == "healthy-hunt-3-007"


@pytest.mark.parametrize(
    ("expected", "seen"),
    [
        (BLOCKED, outcome(finding("port-blocked"))),
        (BLOCKED, outcome(finding("service-unreachable"), finding("port-blocked"), cause="service-unreachable")),
        (NOTHING, outcome(finding("wpad-in-use", Severity.NOTICE), cause=None, status="healthy", exit_code=0)),
        (NOTHING, outcome(cause=None, status="incomplete", exit_code=4)),
        (BLOCKED, outcome(finding("port-blocked"), seconds=99.0)),  # the machine's affair
    ],
)
def test_who_says_one_of_the_right_things_agrees(expected: Expected, seen: Outcome) -> None:
    assert disagreement(expected, seen) == []


@pytest.mark.parametrize(
    ("expected", "seen", "told"),
    [
        (BLOCKED, outcome(finding("dns-slow"), cause="dns-slow"), "said dns-slow (broken), should be port-blocked or service-unreachable"),
        (BLOCKED, outcome(cause=None, status="healthy", exit_code=0), "said nothing (healthy)"),
        (NOTHING, outcome(finding("dns-slow"), cause="dns-slow"), "should be nothing"),
        (BLOCKED, outcome(finding("port-blocked"), finding("dns-slow", Severity.MINOR)), "also says dns-slow"),
        (BLOCKED, outcome(finding("port-blocked"), exit_code=3), "exit 3"),
        (BLOCKED, Outcome(exit=1, seconds=1.0, stdout="{}", stderr="boom\x1b"), "boom\\u001b"),
        (BLOCKED, NotRun("needs root"), "not run: needs root"),
        (BLOCKED, "no\nnetwork", "no"),
    ],
)
def test_every_disagreement_is_told_in_lines_for_a_comment(expected: Expected, seen: Outcome | NotRun | str, told: str) -> None:
    lines = disagreement(expected, seen)
    assert any(told in line for line in lines)
    assert not any("\n" in line or "\x1b" in line for line in lines)


def test_a_masked_finding_is_no_disagreement() -> None:
    seen = outcome(finding("port-blocked"), finding("not-protected", masked_by="port-blocked"))
    assert disagreement(BLOCKED, seen) == []
