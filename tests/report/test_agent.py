"""The view of the agents."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.world import builtin
from wssdiag.detection.agent_standing import AgentStanding, Standing, agent_standings
from wssdiag.model.mode import Method
from wssdiag.model.unknown import Unknown
from wssdiag.report.agent import agent_lines
from wssdiag.report.layout import Style, columns
from wssdiag.system.folder import read_capture
from wssdiag.system.parse.facts import facts_of

CAPTURES = Path(__file__).resolve().parents[1] / "captures"


def view(name: str, width: int = 80) -> list[str]:
    return agent_lines(agent_standings(facts_of(read_capture(CAPTURES / name)), builtin()[1]), Style(width=width))


def test_an_agent_that_is_connected() -> None:
    said = " ".join(line.strip() for line in view("windows11-fr-agent-tcp"))
    assert said.startswith("The agent: WSS Agent 9.8.1.30015 It runs, and is connected. Its tunnel leads to the data centre GFRPA2 (")
    assert said.endswith(") over TCP. By its log: Connection to WSS successful")


def test_where_the_log_is_not_known_its_reason_is_said() -> None:
    assert view("windows-unified-agent")[-2:] == [
        "  Nothing more is known of its state: the place of this agent's log is not",
        "  established.",
    ]


def test_no_agent_no_line() -> None:
    assert view("headless-direct") == []


@pytest.mark.parametrize("standing", Standing)
def test_every_standing_has_a_sentence_of_its_own(standing: Standing) -> None:
    row = AgentStanding(Method.WSS_AGENT, standing, "", Unknown("no log of the agent was read"))
    lines = agent_lines((row,), Style(width=400))
    others = [
        agent_lines((AgentStanding(Method.WSS_AGENT, one, "", row.log),), Style(width=400)) for one in Standing if one is not standing
    ]
    assert lines not in others


@pytest.mark.parametrize("name", sorted(path.name for path in CAPTURES.iterdir() if path.is_dir()))
def test_every_line_fits(name: str) -> None:
    assert all(columns(line) <= 80 for line in view(name))
