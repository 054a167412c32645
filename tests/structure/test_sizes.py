"""Nothing grows until nobody reads it."""

from __future__ import annotations

import ast
from statistics import median

from tests.structure.source import Source, checks, program, workshop

MEDIAN_LINES = 120
MOST_LINES = 350
MOST_LINES_OF_A_FUNCTION = 50

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(source: Source) -> list[tuple[str, int]]:
    """Name and length of each function, decorators left out, the docstring counted."""
    found = [node for node in ast.walk(source.tree) if isinstance(node, Function)]
    return [(f"{source.name}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1) for node in found]


def test_half_of_the_modules_are_short() -> None:
    assert median(source.lines for source in (*program(), *workshop())) < MEDIAN_LINES


def test_no_module_is_long() -> None:
    long = {source.name: source.lines for source in (*program(), *workshop(), *checks()) if source.lines > MOST_LINES}
    assert long == {}


def test_no_function_is_long() -> None:
    sizes = [size for source in (*program(), *workshop()) for size in functions(source)]
    assert {name: length for name, length in sizes if length > MOST_LINES_OF_A_FUNCTION} == {}
    assert sizes, "no function found: the test looks in the wrong place"
