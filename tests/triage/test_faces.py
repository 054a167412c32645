"""The table as text, page, CSV, JSON and NDJSON."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from build.schemas import FOLDER
from tests.report import hostile
from tests.strategies import values
from wssdiag.model.shown import shown
from wssdiag.report.layout import Style, columns
from wssdiag.report.texts import speak
from wssdiag.triage.data import as_csv, as_json, as_ndjson
from wssdiag.triage.page import TEMPLATE, render_page
from wssdiag.triage.plot import MOST_STEPS, causes, over_time
from wssdiag.triage.row import COLUMNS, Row
from wssdiag.triage.text import render_text
from wssdiag.triage.together import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).parents[2] / "resources" / TEMPLATE).read_text(encoding="utf-8")
ROOT = Path(__file__).parents[2]
BLOCKED = Row(
    file="/cases/7/laptop.wssdiag",
    started="2026-03-04T10:00:00Z",
    first_seen="2026-03-04T10:00:00Z",
    status="broken",
    cause="port-blocked",
    method="wss-agent",
    site="10.1.7.0/24 north.example",
    findings=("port-blocked", "not-protected"),
)
BROKEN = Row(file="other.wssdiag", error="is encrypted")
TIMES = st.one_of(st.none(), st.datetimes().map(lambda one: one.isoformat(timespec="seconds") + "Z"))
ROWS = st.lists(values(Row, started=TIMES), max_size=8)
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(params=["en", "de"])
def _language(request: pytest.FixtureRequest) -> Iterator[None]:
    speak(request.param)
    yield
    speak("en")


def test_the_text_has_groups_then_rows_then_what_is_broken() -> None:
    text = render_text((BLOCKED, BROKEN), USUAL, Style())
    assert text.splitlines() == [
        "1 run. 1 file could not be read.",
        "",
        "What they have in common",
        "  Runs  First seen  Cause         Method     Site",
        "  1     2026-03-04  port-blocked  wss-agent  10.1.7.0/24 north.example",
        "",
        "The runs, the newest first",
        "  Time (UTC)        Cause         Site                       File",
        "  2026-03-04 10:00  port-blocked  10.1.7.0/24 north.example  laptop.wssdiag",
        "",
        "Could not be read",
        "  - other.wssdiag: is encrypted",
    ]


def test_why_a_file_could_not_be_read_is_said_in_the_reader_s_language_and_to_a_program_in_english() -> None:
    row = Row(file="a.wssdiag", error="report.json: larger than 4 MiB")
    speak("de")
    try:
        assert "a.wssdiag: report.json: größer als 4 MiB" in render_text((row,), USUAL, Style())
        assert "report.json: größer als 4 MiB" in render_page((row,), USUAL, PAGE)
        assert row.error.encode() in as_csv((row,))
        assert row.error.encode() in as_json((row,), USUAL)
    finally:
        speak("en")


def test_nothing_is_said_in_a_line() -> None:
    assert render_text((), USUAL, Style()) == "0 runs.\n"


def test_what_is_grouped_by_is_shown() -> None:
    text = render_text((BLOCKED,), ("version",), Style())
    assert "  Runs  First seen  Agent\n" in text


@pytest.mark.usefixtures("_language")
@settings(few, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(ROWS, st.lists(st.sampled_from(USUAL), unique=True))
def test_every_line_fits_the_terminal(rows: list[Row], by: list[str]) -> None:
    for ascii_only in (False, True):
        text = render_text(rows, by, Style(ascii_only=ascii_only))
        assert text.endswith("\n")
        for line in text.splitlines():
            assert columns(line) <= 80
            assert shown(line, 200) == line
            assert line.isascii() or not ascii_only


@pytest.mark.parametrize("text", [hostile.LONG, hostile.WIDE, "e\u0301" * 200])
def test_long_values_give_way_and_times_never(text: str) -> None:
    row = Row(file=text, started="2026-03-04T10:00:00Z", cause=text, method=text, site=text)
    lines = render_text((row, Row(file=text, error=text)), USUAL, Style()).splitlines()
    assert max(columns(line) for line in lines) <= 80
    assert any("..." in line and line.startswith("  2026-03-04 10:00  ") for line in lines)


def test_long_tables_are_cut_and_say_so() -> None:
    rows = [Row(file=f"{number}", cause=f"c{number}", started="2026-03-04T10:00:00Z") for number in range(150)]
    text = render_text(rows, USUAL, Style())
    assert "  110 more; see --format csv" in text
    assert "  50 more; see --format csv" in text


def test_csv_has_all_columns_and_no_formula() -> None:
    data = as_csv((BLOCKED, Row(file="=cmd|' /C calc'!A0", error="@x")))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") == 3
    first, second = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert tuple(first) == COLUMNS
    assert (first["findings"], first["started"]) == ("port-blocked not-protected", BLOCKED.started)
    assert (second["file"], second["error"], second["cause"]) == ("'=cmd|' /C calc'!A0", "'@x", "")


def test_every_line_of_ndjson_is_a_row_by_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(json.loads((FOLDER / "triage-row.json").read_bytes()))
    lines = as_ndjson((BLOCKED, BROKEN)).splitlines()
    assert len(lines) == 2
    for line in lines:
        validator.validate(json.loads(line))
        assert tuple(json.loads(line)) == COLUMNS
    assert as_ndjson(()) == b""


def test_rows_are_flat() -> None:
    for value in json.loads(as_ndjson((BLOCKED,))).values():
        assert not isinstance(value, dict)
        assert not isinstance(value, list) or all(isinstance(one, str) for one in value)


def test_the_document_has_groups_and_rows() -> None:
    document = json.loads(as_json((BLOCKED, BROKEN), USUAL))
    jsonschema.Draft202012Validator(json.loads((FOLDER / "triage.json").read_bytes())).validate(document)
    assert document["schema"] == "wssdiag.triage/1"
    assert [row["file"] for row in document["rows"]] == [BLOCKED.file, BROKEN.file]
    assert document["groups"] == [
        {
            "by": {"cause": "port-blocked", "method": "wss-agent", "site": "10.1.7.0/24 north.example"},
            "count": 1,
            "first_seen": "2026-03-04T10:00:00Z",
            "last_seen": "2026-03-04T10:00:00Z",
        }
    ]


class Reader(HTMLParser):
    """Collects tags and attributes, and sees that what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in {"meta", "rect", "line"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"meta", "rect", "line"}:
            assert self.open.pop() == tag


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    assert not {"script", "link", "img", "iframe", "object", "form", "a"} & set(reader.tags)
    assert not [key for key, _ in reader.attributes if key.startswith("on") or key in {"src", "href", "style"}]
    assert not re.search(r"url\(|@import", text)
    assert "default-src 'none'" in text
    return reader


@pytest.mark.parametrize("text", hostile.TEXTS)
def test_the_page_holds_no_script_whatever_the_values_are(text: str) -> None:
    hostile_row = Row(file=text, started="2026-03-04T10:00:00Z", cause=text, method=text, site=text, os=text)
    page = render_page((hostile_row, Row(file=text, error=text)), USUAL, PAGE)
    tags = read(page).tags
    assert tags.count("svg") == 2
    assert "<img" not in page


@few
@given(ROWS)
def test_the_page_is_whole_for_all_rows(rows: list[Row]) -> None:
    read(render_page(rows, USUAL, PAGE))


def test_the_page_tells_what_the_text_tells() -> None:
    page = render_page((BLOCKED, BROKEN), USUAL, PAGE)
    for one in ("1 run. 1 file could not be read.", "port-blocked", "10.1.7.0/24 north.example", "laptop.wssdiag", "is encrypted"):
        assert one in page


def test_bars_are_shares_of_the_longest() -> None:
    rows = [Row(file="x", cause=cause) for cause in "aaaabbc"]
    assert [(bar.label, bar.count, bar.share) for bar in causes(rows)] == [("a", 4, 1.0), ("b", 2, 0.5), ("c", 1, 0.25)]


def test_days_without_a_run_have_their_place() -> None:
    rows = [
        Row(file="x", started=f"2026-03-0{day}T10:00:00Z", status=status) for day, status in ((1, "healthy"), (1, "broken"), (4, "broken"))
    ]
    length, steps = over_time(rows)
    assert length == 1
    assert [(step.first, step.healthy, step.other) for step in steps] == [
        ("2026-03-01", 1, 1),
        ("2026-03-02", 0, 0),
        ("2026-03-03", 0, 0),
        ("2026-03-04", 0, 1),
    ]
    assert (steps[0].healthy_share, steps[3].other_share) == (0.5, 0.5)


@few
@given(ROWS)
def test_the_plot_has_every_run_with_a_time(rows: list[Row]) -> None:
    length, steps = over_time(rows)
    assert len(steps) <= MOST_STEPS
    assert length >= 1
    assert sum(step.healthy + step.other for step in steps) == sum(row.started is not None for row in rows)
    assert all(0 <= step.healthy_share + step.other_share <= 1 for step in steps)
