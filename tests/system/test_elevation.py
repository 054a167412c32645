"""How one step is started as an administrator: what ran, and what nobody agreed to."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from wssdiag.model.unknown import Unknown
from wssdiag.system.elevation import only_in_a_terminal, run_elevated

if TYPE_CHECKING:
    from pathlib import Path


def test_the_line_for_a_terminal_is_one_that_a_shell_takes_apart_again() -> None:
    argv = ["/Applications/My Tools/wssdiag.app/Contents/MacOS/wssdiag", "fix", "renew-dhcp", "--yes"]
    told = only_in_a_terminal(argv).unknown
    assert shlex.split(told.partition(": ")[2]) == ["sudo", *argv]


@pytest.mark.skipif(sys.platform != "linux", reason="asks by polkit")
@pytest.mark.parametrize(("code", "said"), [(0, None), (126, Unknown("nobody agreed"))])
def test_polkit_is_asked_and_its_end_is_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: Unknown | None
) -> None:
    program = tmp_path / "pkexec"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/asked\nexit {code}\n')
    program.chmod(0o755)
    monkeypatch.setattr("wssdiag.system.command._SYSTEM_PATH", str(tmp_path))
    assert run_elevated(["/usr/bin/wssdiag", "fix", "sync-clock", "--yes"]) == said
    assert (tmp_path / "asked").read_text().split() == ["/usr/bin/wssdiag", "fix", "sync-clock", "--yes"]
