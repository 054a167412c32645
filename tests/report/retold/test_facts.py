"""What stands in place of a fact's value is said in the reader's language; what this computer has stays as it is."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.report.retold.test_tables import made
from wssdiag.report.retold.facts import VALUES, fact_value
from wssdiag.report.retold.pattern import Patterns
from wssdiag.report.texts import speak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.mode import FactValue

DIAGNOSIS = Path(__file__).parents[3] / "wssdiag" / "diagnosis"


LANGUAGE = "de"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("none", "keine"),
        ("no default route", "keine Standardroute"),
        ("no line for ctc.example", "keine Zeile für ctc.example"),
        ("12 sockets listen, none on port 2968", "12 Sockets lauschen, keiner auf Port 2968"),
        ("windows/registry.reg: no Internet Settings in it", "windows/registry.reg: enthält keine Internet Settings"),
    ],
)
def test_the_lack_of_a_value_is_said(value: str, said: str) -> None:
    assert fact_value(value) == said


@pytest.mark.parametrize(
    "value", ["", "running", "stopped", "services", "Connection refused", "eth0, lo", 75, 0, 1.5, True, None, "x" * 9_000]
)
def test_a_value_stays(value: FactValue) -> None:
    """Also one that is a word of the program elsewhere."""
    assert fact_value(value) == str(value)


def test_english_stays_as_it_is() -> None:
    speak("en")
    assert [fact_value(one) for one in VALUES] == list(VALUES)


def test_every_value_with_words_is_known() -> None:
    """Those that the rules write themselves, read from the code."""
    patterns = Patterns(VALUES)
    found = {text for text in _values() if " " in text.strip()}
    assert found
    assert not {text for text in found if patterns.find(text) is None}


def _values() -> Iterator[str]:
    for path in sorted(DIAGNOSIS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "fact" and len(node.args) > 1:
                yield made(node.args[1]) or ""
