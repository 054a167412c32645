"""Starts a Python of its own for a measurement: in a network of its own, without a display, with an empty home."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.lab.network.namespaces import enter_command
from tests.lab.scenario import ROOT

_LIMIT_S = 300.0


def alone(home: str, *arguments: str) -> str:
    """What it printed; :class:`RuntimeError` with the end of its standard error where it fails."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home}
    command = [*enter_command(), sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=_LIMIT_S)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-500:])
    return done.stdout
