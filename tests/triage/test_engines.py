"""The commands that the page shows are run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.triage.many import write_many
from wssdiag.catalogue.shipped import load_footprint
from wssdiag.triage.data import as_ndjson
from wssdiag.triage.glance import Glancer
from wssdiag.triage.opened import report_in
from wssdiag.triage.row import COLUMNS
from wssdiag.triage.triage import triage

if TYPE_CHECKING:
    from wssdiag.triage.row import Row

duckdb = pytest.importorskip("duckdb")

PAGE = (Path(__file__).parents[2] / "docs" / "triage.md").read_text(encoding="utf-8")


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Row, ...]:
    """What is in ``rows.ndjson`` of the current folder."""
    write_many(tmp_path / "cases", 70)
    (tmp_path / "cases" / "cut.wssdiag").write_bytes(b"PK")
    made = triage([tmp_path / "cases"], Glancer(load_footprint()), report_in)
    (tmp_path / "rows.ndjson").write_bytes(as_ndjson(made))
    monkeypatch.chdir(tmp_path)
    return made


def commands() -> list[str]:
    block = re.search(r"DuckDB;.*?```sql\n(.*?)```", PAGE, re.DOTALL)
    assert block
    return block[1].splitlines()


def test_duckdb_gives_the_answers_of_the_table(rows: tuple[Row, ...]) -> None:
    create, causes, findings, weeks = commands()
    connection = duckdb.connect(config={"autoinstall_known_extensions": False})
    connection.execute(create)
    assert connection.execute("SELECT count(*) FROM runs").fetchone() == (71,)
    assert tuple(name for name, *_ in connection.execute("DESCRIBE runs").fetchall()) == COLUMNS
    read = [row for row in rows if not row.error]
    for cause, method, site, count, _first in connection.execute(causes).fetchall():
        assert count == sum((row.cause, row.method, row.site) == (cause, method, site) for row in read)
    told = dict(connection.execute(findings).fetchall())
    assert told == {code: sum(code in row.findings for row in read) for row in read for code in row.findings}
    assert sum(count for *_, count in connection.execute(weeks).fetchall()) == sum(row.cause is not None for row in rows)


def test_every_column_stands_in_the_page() -> None:
    listed = re.findall(r"`(\w+)`", "\n".join(line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")))
    assert tuple(listed) == COLUMNS
