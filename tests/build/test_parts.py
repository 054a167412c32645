"""The parts of a test run, and the table above the closing line."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from build.dev import closing
from build.dev.parts import PLATFORMS, Outcome, Part, all_tests, run_quietly, run_together, static_parts, table
from build.dev.venv import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def says(name: str, text: str, code: int = 0) -> Part:
    """A part that prints and ends."""
    return Part(name, (sys.executable, "-c", f"import sys; print({text!r}); sys.exit({code})"))


def test_a_part_keeps_what_it_said_and_how_it_ended() -> None:
    outcome = run_quietly(says("lint", "line 3 is wrong", 4))
    assert (outcome.code, outcome.failed, outcome.output.strip()) == (4, True, "line 3 is wrong")


def test_all_run_though_one_fails_and_only_that_one_speaks(capfd: pytest.CaptureFixture[str]) -> None:
    outcomes = run_together([says("a", "spoilt", 1), says("b", "fine")])
    assert [(outcome.name, outcome.failed) for outcome in outcomes] == [("a", True), ("b", False)]
    said = capfd.readouterr().out
    assert "spoilt" in said
    assert "fine" not in said


def test_not_run_is_neither_ok_nor_failed() -> None:
    outcome = Outcome("lab", None, output="needs Linux")
    assert not outcome.failed
    assert outcome.line.split() == ["lab", "not", "run", "needs", "Linux"]


def test_types_are_checked_for_all_three_systems() -> None:
    names = [part.name for part in static_parts(ROOT / "python")]
    assert [f"types {platform}" for platform in PLATFORMS] == [name for name in names if name.startswith("types")]
    assert {"lint", "format", "contracts"} <= set(names)


def test_the_table_stands_above_the_closing_line(tmp_path: Path) -> None:
    moon = f"def test_two(record_property): record_property({closing.WHERE!r}, 'the moon'); assert False\n"
    mars = f"import pytest\n@pytest.fixture\ndef far(record_property): record_property({closing.WHERE!r}, 'mars'); assert False\n"
    ends = "def test_three(far): pass\ndef test_four(): pytest.skip('not there')\n"
    (tmp_path / "test_one.py").write_text(f"{mars}def test_one(): pass\n{moon}{ends}", encoding="utf-8")
    shown = table([Outcome("lint", 1, 0.5), Outcome("lab", 0, 2.0)])
    env = {**os.environ, "PYTHONPATH": str(ROOT), closing.TABLE_VARIABLE: shown}
    command = [sys.executable, "-m", "pytest", "-p", closing.__name__, "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)]
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    start = next(number for number, line in enumerate(lines) if "what was tested where" in line)
    lint, lab, *places = lines[start + 1 : start + 6]
    assert (lint.split()[:2], lab.split()[:2]) == (["lint", "FAILED"], ["lab", "ok"])
    here = "the sources, on this machine 1 passed, 1 not run"
    assert [" ".join(place.split()) for place in places] == ["mars 1 FAILED", "the moon 1 FAILED", here]
    assert "1 failed, 1 passed, 1 skipped, 1 error" in lines[-1]


def test_who_asks_for_certain_tests_gets_them_as_asked() -> None:
    assert "--numprocesses" in all_tests(ROOT, "plugin", []).command
    assert all_tests(ROOT, "plugin", ["-k", "codec"]).command[-3:] == ("plugin", "-k", "codec")
