"""What holds on every screen holds at every scale that a system offers: nothing is cut at 1024x700, and no picture is enlarged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: One of each kind, in the longest of the real languages; 100 % is what everybody else tests.
SCREENS = (
    "start",
    "running",
    "verdict-port-blocked",
    "guide",
    "changes-better",
    "details-station",
    "details-timings",
    "history-two",
    "watch-hour",
    "settings-profile",
)

#: Each takes some 10 s; on a busy machine several times as long.
LIMIT_S = 400


@pytest.mark.slow
@pytest.mark.gui
@pytest.mark.parametrize("scale", ["1.5", "2", "3"])
def test_every_scale(scale: str) -> None:
    screens = " or ".join(f"[{name}-de]" for name in SCREENS)
    wanted = f"(cut or sharp or size or overlaps) and ({screens})"
    arguments = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/gui/test_every_screen.py", "-k", wanted]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
