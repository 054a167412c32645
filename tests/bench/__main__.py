"""``python -m tests.bench [--rounds N] [--only PART]``: prints figures and ratios; needs what the lab needs."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tests.bench.checking import checking
from tests.bench.detection import detection
from tests.bench.pac import pac
from tests.bench.triage import triage
from tests.bench.window import first_window, stall
from tests.lab.network.namespaces import missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def main() -> int:
    """0, also where a part could not be measured: its line says why."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("checking", "detection", "window", "stall", "pac", "triage"))
    options = parser.parse_args()
    if reason := missing():
        print(f"bench: not run: {reason}", file=sys.stderr)
        return 0
    parts: dict[str, Callable[[], Iterator[str]]] = {
        "checking": lambda: checking(options.rounds),
        "detection": lambda: detection(options.rounds),
        "window": lambda: first_window(options.rounds),
        "stall": stall,
        "pac": lambda: pac(options.rounds),
        "triage": triage,
    }
    for name, part in parts.items():
        if options.only not in {None, name}:
            continue
        try:
            for text in part():
                print(text, flush=True)
        except (RuntimeError, OSError, ValueError) as error:
            print(f"{name}: not measured: {error}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
