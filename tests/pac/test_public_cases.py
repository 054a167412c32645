"""What public test suites ask of the functions of a PAC file, as facts: an expression, and its value.

From the tests of pypac and Apache NetBeans, and the examples of Netscape's own description. Where ``others`` stands they disagree, and
``value`` is what this program takes, by ``docs/design/0006-pac-files.md``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from wssdiag.pac.child import Process
from wssdiag.pac.evaluate import Evaluator
from wssdiag.pac.messages import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("public_cases.json").read_text(encoding="utf-8"))

#: Zones by their names here, as POSIX spells them on the day of the cases (summer time): no computer's own table of zones counts.
_ZONES = {"": "UTC", "America/Los_Angeles": "XXX+7"}

_OWN = ("2001:db8::10", "192.0.2.10")


@pytest.fixture(scope="module")
def children() -> Iterator[dict[str, Process]]:
    """One process for each zone."""
    processes = {name: Process(zone) for name, zone in _ZONES.items()}
    yield processes
    for process in processes.values():
        process.end()


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_public_case_is_answered_as_written_down(case: dict[str, Any], children: dict[str, Process]) -> None:
    def resolve(name: str) -> tuple[str, ...]:
        names = case.get("dns", {})
        found = names.get(name, names.get("*", []))
        return (found,) if isinstance(found, str) else tuple(found)

    evaluator = Evaluator(children[case.get("zone", "")].ask, resolve, _OWN, Clock(wall=case.get("now")))
    script = f"function FindProxyForURL(url, host) {{ return JSON.stringify({case['expression']}); }}"
    assert evaluator.load(script).failure is None
    row = next(evaluator.find([("http://www.example.com/", "www.example.com")]))
    assert row.answer == json.dumps(case["value"], separators=(",", ":"))


def test_a_disputed_case_is_one_in_which_another_value_was_possible() -> None:
    assert all(case["others"] != case["value"] for case in CASES if "others" in case)
