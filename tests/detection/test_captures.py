"""Every capture of the tree gives the verdict that stands beside it, on every system and without a network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.detection.expectation import NAME, Expected, expected_of
from tests.world import World
from wssdiag.detection.agent_log import AgentState, agent_state
from wssdiag.model.unknown import Unknown
from wssdiag.session import on_facts_alone
from wssdiag.system.folder import read_capture
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from wssdiag.model.facts import Facts, ProxySetting

CAPTURES = Path(__file__).parents[1] / "captures"
FOLDERS = sorted(path for path in CAPTURES.iterdir() if path.is_dir())
ORIGINS = CAPTURES / "ORIGINS.md"

#: As many captures, and as many of them after a public example of the real output, are promised.
CAPTURES_AT_LEAST, PUBLIC_AT_LEAST = 60, 30


def facts(folder: Path) -> Facts:
    return facts_of({name: data for name, data in read_capture(folder).items() if name != NAME})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_verdict(folder: Path) -> None:
    expected = expected_of(folder)
    report = on_facts_alone(World(profile=expected.profile).session, facts(folder))
    mode = report.mode
    assert (mode.method, mode.confidence) == (expected.method, expected.confidence)
    assert set(expected.evidence) <= {row.fact for row in mode.evidence}
    assert mode.evidence
    assert set(mode.rivals) == set(expected.rivals)
    assert unmatched(expected.contradictions, mode.contradictions) == []
    assert len(mode.contradictions) == len(expected.contradictions), mode.contradictions
    assert {row.code: row.severity for row in report.findings} == expected.findings
    assert report.network.sign_in is expected.sign_in


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_facts(folder: Path) -> None:
    expected, found = expected_of(folder), facts(folder)
    assert [name for name in expected.unknown if not isinstance(getattr(found, name), Unknown)] == []
    assert [name for name in expected.known if isinstance(getattr(found, name), Unknown)] == []
    if expected.settings is not None:
        assert not isinstance(found.proxy_settings, Unknown)
        assert tuple(spelled(row) for row in found.proxy_settings) == expected.settings
    if expected.resolvers is not None:
        assert not isinstance(found.resolvers, Unknown)
        assert tuple(row.address for row in found.resolvers) == expected.resolvers


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_state_by_the_log(folder: Path) -> None:
    expected, state = expected_of(folder).agent, agent_state(facts(folder))
    if expected is None:
        assert isinstance(state, Unknown)
        return
    assert isinstance(state, AgentState)
    seen = (state.controller, state.tunnel, state.login, state.datacentre, state.transport)
    assert seen == (expected.controller, expected.tunnel, expected.login, expected.datacentre, expected.transport)


def test_each_capture_has_an_origin_and_many_are_public() -> None:
    rows = [line.split("|") for line in ORIGINS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    origins = {name: row[3].strip() for row in rows for name in re.findall(r"`([^`]+)`", row[1])}
    assert set(origins) == {folder.name for folder in FOLDERS}
    assert len(origins) >= CAPTURES_AT_LEAST
    assert sum(not origin.startswith("synthetic") for origin in origins.values()) >= PUBLIC_AT_LEAST


def unmatched(words: tuple[str, ...], lines: tuple[str, ...]) -> list[str]:
    return [word for word in words if not any(word in line for line in lines)]


def spelled(row: ProxySetting) -> str:
    where = row.pac_url or " ".join(f"{server.scheme}={server.host}:{server.port}" for server in row.servers)
    return " ".join(part for part in (row.source, row.applies_to, str(row.kind), where, "policy" if row.policy else "") if part)


def test_an_expectation_is_strict(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('title = "t"\nmethod = "direct"\nconfidence = "high"\nnonsense = 1\n', encoding="utf-8")
    with pytest.raises(ValueError, match="nonsense"):
        expected_of(tmp_path)


def test_an_expectation_that_says_little_expects_nothing() -> None:
    least = Expected(title="t", method="direct", confidence="high")  # type: ignore[arg-type]
    assert (least.findings, least.rivals, least.contradictions, least.agent) == ({}, (), (), None)
