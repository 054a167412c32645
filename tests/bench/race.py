"""Runs on the lab's laptop: the check, and nmap on the same TCP endpoints, in turns. Prints one line of JSON.

Started by :mod:`tests.bench.checking` as ``python -m tests.bench.race ROUNDS PROGRAM...``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from typing import Any


def timed(command: list[str]) -> tuple[float, int, bytes]:
    """Seconds, peak resident set in KiB, standard output."""
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        out = process.stdout.read() if process.stdout else b""
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return time.monotonic() - start, usage.ru_maxrss, out


def endpoints(report: dict[str, Any]) -> tuple[list[str], list[int]]:
    """The addresses and ports of all TCP connects of a report."""
    connects = [seen["target"] for check in report["checks"] for seen in check["observations"] if seen["step"] == "connect"]
    targets = [row for row in connects if row["address"] and row["port"]]
    return sorted({row["address"] for row in targets}), sorted({row["port"] for row in targets})


def main(arguments: list[str]) -> None:
    """One line of JSON: a list of values for each measurement."""
    rounds, program = int(arguments[0]), arguments[1:]
    rows: dict[str, list[float]] = {"check_s": [], "check_kib": [], "python_s": [], "python_kib": [], "nmap_s": []}
    found: tuple[list[str], list[int]] = ([], [])
    checks = 0
    for _ in range(rounds):
        seconds, kib, out = timed(program)
        rows["check_s"].append(seconds)
        rows["check_kib"].append(kib)
        report = json.loads(out)
        checks = len(report["checks"])
        found = endpoints(report)
        seconds, kib, _out = timed([sys.executable, "-c", "import ssl, socket, json"])
        rows["python_s"].append(seconds)
        rows["python_kib"].append(kib)
        if shutil.which("nmap"):
            ports = ",".join(str(port) for port in found[1])
            rows["nmap_s"].append(timed(["nmap", "-sT", "-Pn", "-n", "-p", ports, *found[0]])[0])
    print(json.dumps({"rows": rows, "checks": checks, "addresses": len(found[0]), "ports": found[1]}))


if __name__ == "__main__":
    main(sys.argv[1:])
