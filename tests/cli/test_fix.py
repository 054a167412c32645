"""``fix`` and ``undo`` as a shell sees them, on GNOME's own settings in a file."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.program import Program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="changes the settings of a Linux desktop")

PROFILE = 'schema = "wssdiag.profile/1"\n[policy]\nallow_fixes = ["proxy-off", "pac-off"]\n'
SERVERS = (("mode", "manual"), ("https host", "proxy.office.example"), ("https port", "3128"))


def gsettings(*arguments: str) -> str:
    return subprocess.run(["gsettings", *arguments], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def profile(wssdiag: Program, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A proxy that is set by hand, and an organisation that lets it be switched off."""
    home.mkdir()
    monkeypatch.setenv("GSETTINGS_BACKEND", "keyfile")
    for key, value in SERVERS:
        schema, _, name = key.rpartition(" ")
        gsettings("set", f"org.gnome.system.proxy{'.' + schema if schema else ''}", name, value)
    return wssdiag.write("profile.toml", PROFILE)


def test_done_and_taken_back(wssdiag: Program, profile: Path) -> None:
    dry = wssdiag("fix", "proxy-off", "--dry-run", "--profile", profile)
    assert (dry.code, dry.err) == (0, "")
    assert "org.gnome.system.proxy mode: 'manual' -> 'none'" in dry.out
    assert gsettings("get", "org.gnome.system.proxy", "mode") == "'manual'"
    done = wssdiag("fix", "proxy-off", "--yes", "--profile", profile)
    assert (done.code, done.err) == (0, "")
    assert "It can be taken back" in done.out
    assert gsettings("get", "org.gnome.system.proxy", "mode") == "'none'"
    assert "can be taken back" in wssdiag("undo", "--list").out
    back = wssdiag("undo")
    assert (back.code, back.err) == (0, "")
    assert gsettings("get", "org.gnome.system.proxy", "mode") == "'manual'"
    assert "nothing to take back" in wssdiag("undo").out
    assert ": taken back" in wssdiag("undo", "--list").out


def test_what_was_changed_since_stays(wssdiag: Program, profile: Path) -> None:
    wssdiag("fix", "proxy-off", "--yes", "--profile", profile)
    gsettings("set", "org.gnome.system.proxy", "mode", "auto")
    back = wssdiag("undo")
    assert back.code == 4
    assert "another one by now" in back.err
    assert gsettings("get", "org.gnome.system.proxy", "mode") == "'auto'"


@pytest.mark.parametrize("action", ["proxy-off", "pac-off"])
def test_without_a_profile_that_names_it_nothing_is_switched_off(wssdiag: Program, profile: Path, action: str) -> None:
    assert profile.exists()
    ended = wssdiag("fix", action, "--yes")
    assert ended.is_one_line_error()
    assert gsettings("get", "org.gnome.system.proxy", "mode") == "'manual'"


def test_an_administrator_s_fix_is_told_of_though_its_journal_is_not_ours_to_read(
    wssdiag: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "wssdiag").mkdir(parents=True)
    (home / "wssdiag" / "undo.jsonl").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "own"))
    monkeypatch.setattr(os, "geteuid", lambda: (home / "wssdiag").stat().st_uid + 1)
    ended = wssdiag("undo")
    assert (ended.code, ended.err) == (0, "")
    assert "can be taken back as one" in ended.out


@pytest.mark.parametrize("own", [0, 1])
def test_who_cannot_get_an_administrator_is_told_what_one_types(
    wssdiag: Program, home: Path, monkeypatch: pytest.MonkeyPatch, own: int
) -> None:
    home.mkdir()
    for name, code in (("timedatectl", "echo yes"), ("chronyc", "exit 1"), ("systemctl", "exit 1"), ("pkexec", "exit 126")):
        (home / name).write_text(f"#!/bin/sh\n{code}\n")
        (home / name).chmod(0o755)
    monkeypatch.setattr("wssdiag.system.command._SYSTEM_PATH", str(home))
    monkeypatch.setattr(os, "geteuid", lambda: own)
    ended = wssdiag("fix", "sync-clock", "--yes")
    assert ended.code == 4
    assert ("As an administrator, run: wssdiag fix sync-clock" in ended.err) == bool(own)
    assert ("nobody agreed" in ended.err) == bool(own)


def test_nothing_is_done_that_nobody_agreed_to(wssdiag: Program, profile: Path) -> None:
    ended = wssdiag("fix", "proxy-off", "--profile", profile)
    assert ended.code == 2
    assert "--yes" in ended.err
    assert gsettings("get", "org.gnome.system.proxy", "mode") == "'manual'"
    assert "No fix was done" in wssdiag("undo", "--list").out


def test_the_list_names_every_action_and_why_one_is_not_possible(wssdiag: Program, profile: Path) -> None:
    ended = wssdiag("fix", "--list", "--profile", profile)
    assert ended.code == 0
    assert [line for line in ended.out.splitlines() if not line.startswith(" ")] == [
        "flush-dns",
        "open-sign-in-page",
        "open-settings",
        "start-agent",
        "renew-dhcp",
        "sync-clock",
        "reset-winhttp",
        "proxy-off",
        "pac-off",
    ]
    assert ended.out == wssdiag("fix", "--profile", profile).out
    assert "  Not possible here. Nothing of that kind is set on this computer." in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80


@pytest.mark.parametrize("arguments", [("fix", "reboot"), ("fix", "--yes"), ("fix", "--dry-run"), ("undo", "reboot")])
def test_wrong_use(wssdiag: Program, arguments: tuple[str, ...]) -> None:
    assert wssdiag(*arguments).is_one_line_error()


def test_a_profile_that_is_broken(wssdiag: Program, profile: Path) -> None:
    profile.write_text('schema = "wssdiag.profile/1"\n[policy]\nallow_fixes = ["reboot"]\n')
    assert wssdiag("fix", "proxy-off", "--yes", "--profile", profile).is_one_line_error()
