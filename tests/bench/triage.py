"""How long ten thousand bundles take as one table, the first time and again, and how much memory; beside bare reading of the same bytes."""

from __future__ import annotations

import os
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.figures import ratio
from tests.triage.many import write_many

if TYPE_CHECKING:
    from collections.abc import Iterator

_BUNDLES = 10_000

_KIB_PER_MIB = 1024
_BYTES_PER_MIB = 1024 * 1024


def triage() -> Iterator[str]:
    """Lines to print. Each figure is of one call: there is no second first time."""
    if sys.platform == "win32":
        yield "triage: not measured: the memory of a finished process can't be asked for here"
        return
    with tempfile.TemporaryDirectory(prefix="wssdiag-bench-") as name:
        folder = Path(name)
        size = write_many(folder / "cases", _BUNDLES)
        yield f"triage of {_BUNDLES} bundles, {size / _BYTES_PER_MIB:.0f} MiB:"
        bare = _timed(folder / "cases", inflate=False)
        inflated = _timed(folder / "cases", inflate=True)
        first, first_s, first_mib = _call(folder)
        second, second_s, second_mib = _call(folder)
        yield f"  bare reading: {bare:.2f} s; with inflating the report: {inflated:.2f} s"
        yield f"  first call: {first:.2f} s ({first_s:.2f} s of one core), {first_mib:.0f} MiB at most"
        yield f"  second call: {second:.2f} s ({second_s:.2f} s of one core), {second_mib:.0f} MiB at most"
        yield f"  first call / bare reading = {ratio([first], [bare])}, / with inflating = {ratio([first], [inflated])}"


def _timed(folder: Path, *, inflate: bool) -> float:
    begun = time.perf_counter()
    for path in folder.rglob("*.wssdiag"):
        if inflate:
            with zipfile.ZipFile(path) as archive:
                archive.read("report.json")
        else:
            path.read_bytes()
    return time.perf_counter() - begun


def _call(folder: Path) -> tuple[float, float, float]:
    """Seconds, seconds of a processor, and MiB of one call of the program, its start included."""
    asked = ("triage", str(folder / "cases"), "--index", str(folder / "index"), "--format", "ndjson", "--output", str(folder / "rows"))
    command = (sys.executable, "-m", "wssdiag", *asked)  # in this checkout, whose folder is the current one
    begun = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ)
    _process, status, usage = os.wait4(process, 0)
    elapsed = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status) != 0 or (folder / "rows").read_bytes().count(b"\n") != _BUNDLES:
        message = "the program did not read all bundles"
        raise RuntimeError(message)
    return elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (_BYTES_PER_MIB if sys.platform == "darwin" else _KIB_PER_MIB)
