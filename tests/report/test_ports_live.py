from __future__ import annotations

import csv
import io

from msgspec.structs import replace

from tests.gui import samples
from wssdiag.catalogue.loader import load_builtin
from wssdiag.model.check import Status
from wssdiag.model.mode import Confidence, Method, Mode
from wssdiag.report.ports import COLUMNS
from wssdiag.report.ports_live import live_csv, live_rows
from wssdiag.report.reference import rows

CATALOGUE = load_builtin()
AGENT_ROWS = rows(CATALOGUE, Method.WSS_AGENT)


def test_the_table_of_the_method_is_whole_and_in_the_order_of_the_reference() -> None:
    for method in Method:
        report = replace(samples.healthy(), mode=Mode(method=method, confidence=Confidence.HIGH))
        assert [one.row for one in live_rows(report, CATALOGUE)] == list(rows(CATALOGUE, method))


def test_each_row_has_the_check_that_judges_it() -> None:
    report = samples.port_blocked()
    found = {one.row.id: one.check for one in live_rows(report, CATALOGUE)}
    assert found["ctc-443"] is not None
    assert found["ctc-443"].id == "tls.ctc-443"
    assert found["ctc-443"].status is Status.SKIPPED
    assert found["datacentre-udp-443"] is None


def test_what_was_tried_beside_the_method_follows_and_stands_once() -> None:
    portal = tuple(row for row in CATALOGUE.location if "portal" in row.methods)
    listed = [one.row.id for one in live_rows(replace(samples.healthy(), locations=portal), CATALOGUE)]
    assert listed[: len(AGENT_ROWS)] == [row.id for row in AGENT_ROWS]
    assert {row.id for row in portal} <= set(listed)
    assert len(listed) == len(set(listed))


def test_what_the_profile_filled_in_takes_the_place_of_the_catalogues_row() -> None:
    empty = next(row for row in CATALOGUE.location if row.id == "datacentre-udp-443")
    filled = replace(empty, host="dc.example", placeholder=None)
    listed = live_rows(replace(samples.healthy(), locations=(filled,)), CATALOGUE)
    assert [one.row.host for one in listed if one.row.id == empty.id] == ["dc.example"]


def test_a_report_from_elsewhere_shows_what_it_holds() -> None:
    tried = tuple(row for row in CATALOGUE.location if row.id == "ctc-443")
    assert [one.row.id for one in live_rows(replace(samples.healthy(), locations=tried))] == ["ctc-443"]


def test_as_csv_it_is_the_reference_and_two_columns_more() -> None:
    listed = live_rows(samples.port_blocked(), CATALOGUE)
    head, *table = csv.reader(io.StringIO(live_csv(listed)))
    assert tuple(head) == (*COLUMNS, "status", "result")
    assert len(table) == len(listed)
    by_id = {row[1]: row[-2:] for row in table}
    assert by_id["ctc-443"] == ["skipped", "not run: tcp.ctc-443 failed"]
    assert by_id["datacentre-udp-443"] == ["", ""]
