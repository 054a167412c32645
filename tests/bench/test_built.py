from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.built import first_window


def test_the_window_is_counted_without_the_parts_before_it() -> None:
    lines = [(1.0, "wssdiag 0.1.0"), (1.5, "resources    ok"), (4.0, "openvpn      ok"), (4.75, "window       ok"), (4.8, "All"), (5.0, "")]
    assert first_window(lines) == pytest.approx(1.55)


def test_each_line_has_its_own_time() -> None:
    code = "import time; print('one', flush=True); time.sleep(0.3); print('two')"
    command = [sys.executable, str(Path(__file__).with_name("stamped.py")), sys.executable, "-c", code]
    (one, first), (two, second), (end, last) = json.loads(subprocess.run(command, capture_output=True, timeout=60, check=True).stdout)
    assert (first, second, last) == ("one", "two", "")
    assert 0 < one <= two - 0.3 <= end
