"""``--self-test`` finds this program whole, and says so when a part is not."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from wssdiag.selftest import main

if TYPE_CHECKING:
    import pytest

    from wssdiag.probes.wire import Wire


def test_every_part_works(capsys: pytest.CaptureFixture[str]) -> None:
    """Every line but the first and the last says ok."""
    assert main.self_test() == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 2
    assert all(line.endswith(" ok") for line in lines[1:-1]), lines


def test_the_command_leaves_standard_error_empty() -> None:
    """As a built program is tested: exit 0, and nothing on standard error."""
    done = subprocess.run([sys.executable, "-m", "wssdiag", "--self-test"], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr


def test_a_broken_part_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """That part fails with the reason, the others go on, and the exit code is that of our own failure."""

    reason = "no such page"

    def broken(_wire: Wire) -> None:
        raise main.SelfTestError(reason)

    assert main.self_test((main.Part("http", broken), *main.PARTS[-1:])) == 3
    out = capsys.readouterr().out
    assert "http         FAILED: SelfTestError: no such page" in out
    assert "quic         ok" in out
