from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import wssdiag

ROOT = Path(wssdiag.__file__).parent.parent

#: What costs time to import, and is only needed once a run starts or a report is saved.
HEAVY = ("wssdiag.diagnosis.chain", "cryptography", "dns", "jinja2", "psutil", "truststore", "ssl", "h11")


def test_the_first_window_waits_for_no_heavy_import() -> None:
    code = f"import sys, wssdiag.gui.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
