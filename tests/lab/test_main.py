"""The command line of the lab: wrong use in one line, exit codes, the document for scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.lab.__main__ import document, exit_code, main
from tests.lab.network.namespaces import missing
from tests.lab.network.zone import build_zone
from tests.lab.obstacles import obstacle
from tests.lab.plan import Plan, Program
from tests.lab.scenario import find
from tests.lab.score import score_of
from tests.lab.test_score import ALL, HEALTHY, KNOWN, MISSED, NOT_RUN, RIGHT
from tests.lab.visit import show_window
from tests.lab.window import window_environment
from wssdiag.catalogue.loader import load_builtin
from wssdiag.model.profile import Profile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--only", "healthy-agent", "--only", "nope*"], "lab: no scenario is named nope*"),
        (["--keep", "nope"], "lab: no scenario is named nope"),
        (["--gui", "no-internet*"], "scenarios; one is wanted"),
        (["--jobs", "0"], "is no number of at least 1"),
        (["--jobs", "many"], "is no number of at least 1"),
        (["--keep", "a", "--run", "b"], "not allowed with argument"),
        (["--only", "healthy-agent", "--run", ""], "argument --run: a text is wanted"),
        (["--only", "healthy-agent", "--keep", ""], "argument --keep: a text is wanted"),
        (["--only", "healthy-agent", "--gui", " "], "argument --gui: a text is wanted"),
        (["--what"], "--what"),
        (["hunt", "--count", "-1"], "is no number of at least 1"),
        (["hunt", "--seed", "x"], "invalid int value: 'x'"),
    ],
)
def test_wrong_use_is_told_in_one_line(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code: object = main(arguments)
    except SystemExit as stop:
        code = stop.code
    captured = capsys.readouterr()
    assert code == 2
    assert captured.err.startswith("lab: ")
    assert told in captured.err
    assert captured.err.count("\n") == 1
    assert not captured.out


def test_names_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list", "--only", "no-internet*"]) == 0
    assert capsys.readouterr().out.split() == [path.stem for path in find(("no-internet*",))]


def test_only_a_build_machine_fails_for_what_it_cannot_play() -> None:
    assert exit_code([RIGHT, HEALTHY, KNOWN], ci=True) == 0
    assert exit_code([RIGHT, NOT_RUN], ci=False) == 0
    assert exit_code([RIGHT, NOT_RUN], ci=True) == 1
    assert exit_code([RIGHT, MISSED], ci=False) == 1


def test_the_document_holds_everything() -> None:
    told = json.loads(json.dumps(document(ALL, score_of(ALL), 75.0)))
    assert [row["scenario"] for row in told["scenarios"]] == [row.scenario for row in ALL]
    assert {row["scenario"]: row["right"] for row in told["scenarios"]}["squid"] is False
    assert told["scenarios"][-1]["not_run"] == "needs root (squid)"
    assert told["score"]["tallies"][0]["cause"] == "no-network"
    assert told["score"]["known"][0]["known"] == "PAC scripts are not evaluated yet"
    assert told["closing"] == "2 of 8 scenarios right, 2 false alarms"
    assert told["wall_s"] == 75.0


def test_missing_tools_are_named() -> None:
    assert missing(path="/nonexistent") == "these programs are missing: unshare, nsenter, setpriv, ip, nft, dnsmasq, mount"


def test_what_a_scenario_needs_beyond_namespaces_is_told() -> None:
    plan = Plan(zone=build_zone(load_builtin(), Profile()))
    assert not obstacle(plan, users=False, tunnels=False)
    plan.programs.append(Program("tinyproxy", "office", ("tinyproxy",)))
    assert not obstacle(plan, users=False, tunnels=False)
    plan.programs.append(Program("squid", "office", ("squid",), needs_root=True))
    assert obstacle(plan, users=False, tunnels=True) == "needs root (squid)"
    assert not obstacle(plan, users=True, tunnels=False)


def test_a_window_needs_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert show_window(find(("healthy-agent",))[0], {"WAYLAND_DISPLAY": "wayland-0"}) == 2
    assert "DISPLAY names no X server" in capsys.readouterr().err


def test_the_window_gets_the_callers_screen_and_the_profile(tmp_path: Path) -> None:
    cookie = tmp_path / "cookie"
    cookie.write_bytes(b"secret")
    found = window_environment(
        tmp_path, 'schema = "x"\n', {"DISPLAY": ":7", "XAUTHORITY": str(cookie), "http_proxy": "http://leak.example"}
    )
    assert found == {
        "DISPLAY": ":7",
        "QT_QPA_PLATFORM": "xcb",
        "XDG_CONFIG_DIRS": str(tmp_path / "config"),
        "XAUTHORITY": str(tmp_path / "xauthority"),
    }
    assert (tmp_path / "xauthority").read_bytes() == b"secret"
    assert (tmp_path / "config" / "wssdiag" / "wssdiag-profile.toml").read_text(encoding="utf-8") == 'schema = "x"\n'


def test_without_a_cookie_none_is_named(tmp_path: Path) -> None:
    assert "XAUTHORITY" not in window_environment(tmp_path, "", {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path / "nobody")})
