"""``python -m tests.bench [--rounds N] [--only PART]``: prints figures and ratios; needs what the lab needs."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tests.bench.built import built
from tests.bench.checking import checking
from tests.bench.command_line import command_line
from tests.bench.detection import detection
from tests.bench.pac import pac
from tests.bench.triage import triage
from tests.bench.window import events, first_window, stall
from tests.lab.network.namespaces import missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PARTS: dict[str, Callable[[int], Iterator[str]]] = {
    "command-line": command_line,
    "built": built,
    "checking": checking,
    "detection": detection,
    "window": first_window,
    "events": events,
    "stall": lambda _rounds: stall(),
    "pac": pac,
    "triage": lambda _rounds: triage(),
}


def main() -> int:
    """0, also where a part could not be measured: its line says why."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=_PARTS)
    options = parser.parse_args()
    if reason := missing():
        print(f"bench: not run: {reason}", file=sys.stderr)
        return 0
    for name, part in _PARTS.items():
        if options.only not in {None, name}:
            continue
        try:
            for text in part(options.rounds):
                print(text, flush=True)
        except (RuntimeError, OSError, ValueError) as error:
            print(f"{name}: not measured: {error}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
