"""Runs commands one after the other in the namespaces that a test made, and prints what came of each: ``batch.py FILE``.

FILE: JSON, a list of ``{"command": [...], "input": "...", "environment": {...}}``. One Wine serves them all.
Ends with 75 (EX_TEMPFAIL of sysexits.h) where one did not end in time, and says where it stood.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

#: A start under Wine on a machine that does other things too.
_LIMIT_S = 120.0

_STUCK = 75


def main(path: Path) -> None:
    """Print a list of ``{"code": ..., "out": ..., "err": ..., "seconds": ..., "cpu_s": ...}``."""
    told = []
    for job in json.loads(path.read_text(encoding="utf-8")):
        begun, before = time.monotonic(), os.times()
        environment = {**os.environ, **job.get("environment", {})}
        given = job.get("input", "").encode()
        try:
            done = subprocess.run(job["command"], input=given, env=environment, capture_output=True, timeout=_LIMIT_S, check=False)
        except subprocess.TimeoutExpired as late:
            print(_told(late), file=sys.stderr)
            sys.exit(_STUCK)
        after = os.times()
        cpu_s = after.children_user - before.children_user + after.children_system - before.children_system
        out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        told.append({"code": done.returncode, "out": out, "err": err, "seconds": time.monotonic() - begun, "cpu_s": cpu_s})
    print(json.dumps(told))


def _told(late: subprocess.TimeoutExpired) -> str:
    """Where it stands: what it had printed, and every process of these namespaces, with what each thread waits for."""
    processes = subprocess.run(("ps", "-eLo", "pid,ppid,lwp,stat,time,wchan:24,args"), capture_output=True, text=True, check=False)
    printed = [(part or b"").decode(errors="replace") for part in (late.stdout, late.stderr)]
    return "\n".join((str(late), *printed, processes.stdout))


main(Path(sys.argv[1]))
