"""``--self-test`` finds this program whole, and says so when a part is not."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from wssdiag.selftest import main
from wssdiag.selftest.part import Part, expect

if TYPE_CHECKING:
    import pytest


def test_every_part_works(capsys: pytest.CaptureFixture[str]) -> None:
    """Every line but the first and the last says ok."""
    assert main.self_test() == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 2
    assert all(line.endswith(" ok") for line in lines[1:-1]), lines


def test_the_command_leaves_standard_error_empty() -> None:
    """As a built program is tested: exit 0, the window too, and nothing on standard error."""
    env = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    command = [sys.executable, "-m", "wssdiag", "--self-test", "-platform", "offscreen"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert "window       ok" in done.stdout


def test_a_broken_part_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """That part fails with the reason, the others go on, and the exit code is that of our own failure."""

    def broken() -> None:
        expect(False, "no such page")

    def whole() -> None:
        expect(True, "never said")

    assert main.self_test((Part("window", whole),), (Part("http", broken), Part("quic", whole))) == 3
    out = capsys.readouterr().out
    assert "http         FAILED: SelfTestError: no such page" in out
    assert "quic         ok" in out
    assert "window       ok" in out


def test_where_loopback_is_down_it_says_so_first(capsys: pytest.CaptureFixture[str]) -> None:
    """One line says why and what to do; what needs loopback is not tried and fails, the rest goes on."""

    def down() -> None:
        raise OSError(101, "Network is unreachable")

    def never() -> None:
        expect(False, "this was tried")

    def whole() -> None:
        expect(True, "never said")

    assert main.self_test((), (Part("report", whole), Part("tcp", never, needs_loopback=True)), down) == 3
    _version, why, report, tcp, _outcome = capsys.readouterr().out.splitlines()
    assert why.startswith("This computer does not reach itself at 127.0.0.1: [Errno 101] Network is unreachable. Switch its loopback")
    assert report == "report       ok"
    assert tcp == "tcp          FAILED: not tried, since this computer does not reach itself"


def test_all_that_needs_loopback_says_so() -> None:
    """Where it is down nothing else fails: these two need no packet, or are content without."""
    assert {part.name for part in main.all_parts() if not part.needs_loopback} == {part.name for part in main.PROGRAM} | {"resolve", "echo"}
