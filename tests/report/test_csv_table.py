from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import TEXTS
from wssdiag.report.csv_table import csv_table

CELLS = st.lists(TEXTS, min_size=2, max_size=2)


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


@given(st.lists(CELLS, max_size=5))
def test_every_table_can_be_read_again_and_holds_no_formula(rows: list[list[str]]) -> None:
    header, *again = read(csv_table(("a", "b"), rows))
    assert header == ["a", "b"]
    assert [[cell.replace("'", "") for cell in row] for row in again] == [[cell.replace("'", "") for cell in row] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in again for cell in row)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\uff1d"])
def test_a_formula_becomes_text(sign: str) -> None:
    assert read(csv_table(("a",), [(f"{sign}1+1",)]))[1] == [f"'{sign}1+1"]


@pytest.mark.parametrize("hostile", ['a;=1+1|x"', "a; =1", "a\t-1", 'a,"b;\uff1d1'])
def test_no_formula_where_the_semicolon_parts_cells(hostile: str) -> None:
    (_, line) = csv_table(("a", "b"), [("x", hostile)]).decode("utf-8-sig").split("\r\n")[:2]
    cells = [cell for row in csv.reader([line], delimiter=";") for part in row for cell in part.split("\t")]
    assert not any(cell.strip().startswith(("=", "-", "\uff1d")) for cell in cells)


def test_lines_end_as_the_standard_says() -> None:
    assert csv_table(("a", "b"), [("1", 'x"y')]) == b'\xef\xbb\xbfa,b\r\n1,"x""y"\r\n'
