"""The journeys once more, in windows of a real X server that nobody looks at."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build.dev.needs import SCREEN, WINDOW, told

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]

JOURNEYS = ("test_whole_journeys.py", "test_journeys.py", "test_guide_journeys.py", "test_details_journey.py", "test_helping.py")

#: pytest, and on which platform the windows were: asked for is not had.
RUN = """
import sys
import pytest
from PySide6.QtGui import QGuiApplication
code = pytest.main(sys.argv[1:])
print("PLATFORM", QGuiApplication.platformName())
sys.exit(code)
"""

#: They take some 15 s; a busy machine several times as long, and only what hangs is to end.
LIMIT_S = 400


@pytest.fixture
def display() -> Iterator[str]:
    """The name of a screen of a common laptop's size, which no other machine can reach."""
    if lacking := tuple(need for need in (*SCREEN, *WINDOW) if not need.met):
        reason = f"not run: {told(lacking)}"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    reading, writing = os.pipe()
    arguments = ("Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp")
    with subprocess.Popen(arguments, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as screen:
        os.close(writing)
        try:
            with os.fdopen(reading) as said:
                number = said.readline().strip()
            assert number, "Xvfb came to no display"
            yield f":{number}"
        finally:
            screen.terminate()


@pytest.mark.slow
@pytest.mark.gui
@pytest.mark.skipif(sys.platform != "linux", reason="the windows of other systems are no X windows")
def test_the_journeys_hold_under_x(display: str) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
    files = [f"tests/gui/{name}" for name in JOURNEYS]
    arguments = [sys.executable, "-c", RUN, "-q", "-p", "no:cacheprovider", *files]
    done = subprocess.run(arguments, cwd=ROOT, env=env, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PLATFORM xcb" in done.stdout
    assert "skipped" not in done.stdout
