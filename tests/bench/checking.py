"""How long a check takes in the lab, and how much memory, beside nmap and a bare interpreter."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from tests.bench.figures import ratio, spread
from tests.lab.outcome import Outcome
from tests.lab.runner import play
from tests.lab.scenario import SCENARIOS
from tests.lab.stage import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Healthy with an agent, healthy by the service's own proxy, and one silent port, for which every tool must wait.
SITUATIONS = ("healthy-agent", "healthy-explicit-proxy-service", "port-blocked-dropped")

_KIB_IN_MIB = 1024


def checking(rounds: int) -> Iterator[str]:
    """Lines to print."""
    for name in SITUATIONS:
        path = SCENARIOS / f"{name}.toml"
        outcome = play(path, (sys.executable, "-m", "tests.bench.race", str(rounds), PROGRAM))
        if not isinstance(outcome, Outcome) or outcome.exit:
            yield f"{name}: no figures: {outcome.stderr.strip()[-300:] if isinstance(outcome, Outcome) else outcome}"
            continue
        told = json.loads(outcome.stdout)
        rows = told["rows"]
        yield f"{name}: {told['checks']} checks in {spread(rows['check_s'])}"
        where = f"{told['addresses']} addresses, ports {', '.join(str(port) for port in told['ports'])}"
        if rows["nmap_s"]:
            yield f"  nmap -sT -Pn -n, the same TCP endpoints ({where}): {spread(rows['nmap_s'])}"
            yield f"  check / nmap = {ratio(rows['check_s'], rows['nmap_s'])}"
        else:
            yield "  nmap: not run, it is not installed"
        yield f"  a bare interpreter with ssl: {spread(rows['python_s'])}; check / interpreter = {ratio(rows['check_s'], rows['python_s'])}"
        ours, bare = ([kib / _KIB_IN_MIB for kib in rows[key]] for key in ("check_kib", "python_kib"))
        yield f"  peak memory: {spread(ours, 'MiB', 0)}; bare interpreter: {spread(bare, 'MiB', 0)}; ratio {ratio(ours, bare)}"
