"""What the laptop of a little network sees, for the tests of the vocabulary: by :mod:`tests.lab.prober`, never by the program."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.lab.network.namespaces import missing
from tests.lab.outcome import NotRun, Outcome
from tests.lab.runner import play
from tests.lab.scenario import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CTC = "ctc.threatpulse.com"
PARKED = "45.99.99.99"

lab = [pytest.mark.lab, pytest.mark.skipif(bool(missing()), reason="needs root or unprivileged user namespaces")]

_HEAD = 'title = "t"\ncause = ""\nstatus = "healthy"\nexit = 0\n'


def named(rows: Sequence[tuple[str, object]]) -> list[str]:
    """Test ids of a table of words."""
    return [" ".join(word.split()) for word, _ in rows]


def written(folder: Path, words: str, head: str = "") -> Path:
    """A scenario of whole tables (``[[fault]]``, ``[[peer]]``) after the keys of ``head``; what it expects is not looked at."""
    path = folder / "scenario.toml"
    path.write_text(f"{_HEAD}{head}\n{words}\n", encoding="utf-8")
    return path


def seen(folder: Path, words: str, steps: Sequence[str], head: str = "", prober: str = "prober.py") -> list[str]:
    """What each step of the prober sees, one word a step."""
    outcome = play(written(folder, words, head), (sys.executable, str(ROOT / "tests" / "lab" / prober), *steps))
    if isinstance(outcome, NotRun):
        pytest.skip(outcome.reason)
    assert isinstance(outcome, Outcome), outcome
    assert not outcome.stderr
    return outcome.stdout.splitlines()


def fits(text: str, pattern: str) -> bool:
    """Whether a word is the pattern; ``*`` in it stands for anything."""
    parts = pattern.split("*")
    return text.startswith(parts[0]) and all(part.strip() in text for part in parts) if len(parts) > 1 else text == pattern


def prove(folder: Path, fault: str, expected: dict[str, str], head: str = "", prober: str = "prober.py") -> None:
    """One ``[[fault]]`` (a text that begins with a table of its own stands as it is) makes each step see what is expected."""
    words = fault if fault.startswith("[") else f"[[fault]]\n{fault}"
    found = dict(zip(expected, seen(folder, words, list(expected), head, prober), strict=True))
    wrong = {step: word for step, word in found.items() if not fits(word, expected[step])}
    assert not wrong, f"expected {expected}"
