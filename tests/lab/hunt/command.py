"""``python -m tests.lab hunt``: plays random mutations of healthy scenarios and reports every disagreement as a scenario file."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from tests.lab.faults import AnyFault
from tests.lab.hunt.expected import Expected, expected_of
from tests.lab.hunt.mutate import Mutation, mutations
from tests.lab.hunt.report import disagreement, name_of, scenario_text
from tests.lab.hunt.world import World, is_ground, world_of
from tests.lab.network.namespaces import missing
from tests.lab.options import Parser, default_jobs, in_ci, positive
from tests.lab.runner import play, side_by_side
from tests.lab.scenario import ROOT, ScenarioError, find, load
from tests.lab.table import duration
from wssdiag.catalogue.loader import load_builtin

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

#: Below the folder of what is built, which no repository holds.
_OUT = ROOT / ".work" / "hunt"


def words(vocabulary: object = AnyFault) -> list[str]:
    """What every fault (or peer) that the lab knows is called in a scenario."""
    return [str(kind.__struct_config__.tag) for kind in get_args(vocabulary)]


def ground() -> dict[Path, World]:
    """The healthy scenarios that can be broken, with what they are made of."""
    catalogue = load_builtin()
    found: dict[Path, World] = {}
    for path in find():
        try:
            scenario = load(path)
        except ScenarioError:
            continue  # the scenarios' own run tells it
        if is_ground(scenario):
            found[path] = world_of(scenario, catalogue)
    return found


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = Parser(prog="python -m tests.lab hunt", description=__doc__.partition(": ")[2] if __doc__ else "")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same mutations")
    parser.add_argument("--count", type=positive, default=100, help="how many")
    parser.add_argument("--only", type=positive, action="append", default=[], metavar="N", help="play this one alone; may repeat")
    parser.add_argument("--jobs", type=positive, default=default_jobs(), help="side by side")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where disagreements are written (.work/hunt/seed-N)")
    parser.add_argument("--list", action="store_true", help="print the mutations and what they should lead to, and play nothing")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """1 when something disagrees."""
    options = _arguments(arguments)
    bases = {path.stem: path for path in ground()}
    worlds = {path.stem: world for path, world in ground().items()}
    drawn = mutations(options.seed, options.count, worlds, words())
    rows = [(row, expected_of(worlds[row.base], row.fault)) for row in drawn if not options.only or row.number in options.only]
    if options.list:
        print("\n".join(_told(row, expected) for row, expected in rows))
        return 0
    if reason := missing():
        print(f"lab: {'cannot run' if in_ci() else 'not run'}: {reason}", file=sys.stderr)
        return int(in_ci())
    out = options.out or _OUT / f"seed-{options.seed}"
    out.mkdir(parents=True, exist_ok=True)
    return _hunt(rows, bases, out, options)


def _hunt(rows: list[tuple[Mutation, Expected]], bases: dict[str, Path], out: Path, options: argparse.Namespace) -> int:
    start = time.monotonic()
    print(f"seed {options.seed}: {len(rows)} mutations of {len(bases)} healthy scenarios", flush=True)

    def one(row: tuple[Mutation, Expected]) -> list[str]:
        mutation, expected = row
        path = out / f"{name_of(mutation, expected, options.seed)}.toml"
        path.write_text(scenario_text(bases[mutation.base], mutation.fault, expected), encoding="utf-8")
        told = disagreement(expected, play(path))
        path.unlink()
        if told:
            said = [f"Found by the hunt, seed {options.seed}, number {mutation.number}; broken from {mutation.base}.", *told]
            path.write_text(scenario_text(bases[mutation.base], mutation.fault, expected, said), encoding="utf-8")
        return told

    disagreed = Counter[str]()
    for (mutation, expected), found in side_by_side(rows, options.jobs, one):
        told = [f"{type(found).__name__}: {found}"] if isinstance(found, Exception) else found
        if told:
            disagreed[str(mutation.fault["do"])] += 1
            print("\n".join([_told(mutation, expected), *(f"     {line}" for line in told[:3])]), flush=True)
    count = disagreed.total()
    if count:
        print(f"{', '.join(f'{word} {number}' for word, number in disagreed.most_common())}; written to {os.path.relpath(out)}")
    print(f"Time: {duration(time.monotonic() - start)}")
    print(f"{len(rows)} mutations, {len(rows) - count} agreed, {count} disagreements")
    return int(bool(count))


def _told(mutation: Mutation, expected: Expected) -> str:
    fault = ", ".join(f"{key} {value}" for key, value in mutation.fault.items())
    return f"{mutation.number:>4} {mutation.base}: {fault} -> {' or '.join(cause or 'nothing' for cause in expected.causes)}"
