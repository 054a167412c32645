"""How the agents of the captures stand: one word for each, and what their logs add."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.world import builtin
from wssdiag.detection.agent_log import AgentState
from wssdiag.detection.agent_standing import AgentStanding, Standing, agent_standings
from wssdiag.model.unknown import Unknown
from wssdiag.system.folder import read_capture
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from wssdiag.model.facts import Facts

CAPTURES = Path(__file__).resolve().parents[1] / "captures"
FOOTPRINT = builtin()[1]

STANDINGS = {
    "windows11-fr-agent-tcp": ["wss-agent connected"],
    "windows10-de-agent": ["wss-agent connected"],
    "windows11-ja-agent-passive": ["wss-agent passive"],
    "windows10-ja-agent-sign-in": ["wss-agent sign-in"],
    "windows11-de-agent-tunnel-down": ["wss-agent down"],
    "windows11-agent-disabled": ["wss-agent disabled"],
    "lab-windows-agent-stopped": ["wss-agent stopped"],
    "macos14-agent-waiting": ["wss-agent kept-back"],
    "macos15-agent-profile-off": ["wss-agent kept-back"],
    "windows-unified-agent": ["unified-agent running"],
    "windows10-two-agents": ["wss-agent connected", "unified-agent running"],
    "windows11-wss-agent": ["wss-agent running"],
    "hostile-windows-look-alikes": [],
    "headless-direct": [],
}


def facts(name: str) -> Facts:
    return facts_of(read_capture(CAPTURES / name))


def agent(name: str) -> AgentStanding:
    return agent_standings(facts(name), FOOTPRINT)[0]


@pytest.mark.parametrize("name", STANDINGS)
def test_one_word_for_each_agent(name: str) -> None:
    assert [f"{row.method} {row.standing}" for row in agent_standings(facts(name), FOOTPRINT)] == STANDINGS[name]


def test_what_the_log_adds() -> None:
    row = agent("windows11-fr-agent-tcp")
    assert row.version == "9.8.1.30015"
    assert isinstance(row.log, AgentState)
    assert (row.log.transport, row.log.datacentre) == ("tcp", "GFRPA2")


def test_a_log_that_is_not_there_is_unknown_with_its_reason() -> None:
    assert agent("windows11-wss-agent").log == Unknown("no log of the agent was read")
    assert isinstance(agent("windows-unified-agent").log, Unknown)


def test_an_old_log_says_nothing_of_an_agent_that_does_not_run() -> None:
    running = facts("windows11-fr-agent-tcp")
    services = tuple(msgspec.structs.replace(row, status="stopped") for row in running.services)  # type: ignore[union-attr]
    (row,) = agent_standings(msgspec.structs.replace(running, processes=(), services=services), FOOTPRINT)
    assert row.standing is Standing.STOPPED


def test_what_was_not_read_is_not_stopped() -> None:
    unread = Unknown("not allowed")
    (row,) = agent_standings(msgspec.structs.replace(facts("windows11-fr-agent-tcp"), processes=unread, services=unread), FOOTPRINT)
    assert row.standing is Standing.UNKNOWN
