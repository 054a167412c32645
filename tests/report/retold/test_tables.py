"""The tables hold every sentence that the sources make: each text of a check, of the connection and of a reason, read from the code."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.retold_laws import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3] / "wssdiag"

#: Call -> the place of the sentence among its arguments, or its keyword.
CALLS = {"Outcome": 1, "Unknown": 0, "ModeEvidence": "says", "Check": "title", "CheckResult": "title", "replace": "summary"}

#: What a value may stand for. Digits fit each shape that a place has, but the words of closed lists.
VALUE = "7"

#: What another function has made, put together; the laws of every run see the whole.
JOINED = frozenset({"7", "7: 7", "7 (7)", "7; 7"})


def made(node: ast.expr | None) -> str | None:
    """The text of a constant or an f-string, with a value in each place; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else _value(one) for one in node.values)
    return None


def _value(node: ast.expr) -> str:
    call = node.value if isinstance(node, ast.FormattedValue) else None
    is_time = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "milliseconds"
    return f"{VALUE} ms" if is_time else VALUE


def sentences() -> Iterator[tuple[str, str]]:
    """Where each stands, and what it says."""
    for layer in ("checks", "detection", "diagnosis", "session", "system", "model"):
        for path in sorted((ROOT / layer).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and (text := made(_sentence(node))) and text not in JOINED:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", text


def _sentence(call: ast.Call) -> ast.expr | None:
    name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
    place = CALLS.get(name)
    if isinstance(place, int):
        return call.args[place] if len(call.args) > place else None
    return next((one.value for one in call.keywords if place and one.arg == place), None)


ALL = dict(sentences())


def test_they_are_found() -> None:
    """Else the test below would hold of nothing."""
    assert len(ALL) > 150


@pytest.mark.parametrize("place", sorted(ALL))
def test_a_sentence_is_in_the_tables(place: str) -> None:
    assert is_known(ALL[place]), ALL[place]
