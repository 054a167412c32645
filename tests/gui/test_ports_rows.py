from __future__ import annotations

from msgspec.structs import replace

from tests.gui import details_samples, samples
from tests.gui.scenes import hand_made
from wssdiag.gui.evidence import Note
from wssdiag.gui.ports_rows import ports_lead, ports_rows
from wssdiag.model.check import Status
from wssdiag.report.path import StationState
from wssdiag.report.ports_live import live_rows


def test_sorted_by_result_the_worst_stands_first_and_what_was_not_tried_last() -> None:
    rows = sorted(ports_rows(live_rows(details_samples.large(), details_samples.catalogue())), key=lambda row: row.key(0))
    assert rows[0].shapes == (StationState.BROKEN,)
    assert rows[0].cells[0] == "Failed"
    assert rows[-1].cells[0] == "Not tried"


def test_ports_are_sorted_as_numbers() -> None:
    listed = live_rows(details_samples.large(), details_samples.catalogue())
    numbers = [int(row.cells[1].split()[1]) for row in sorted(ports_rows(listed), key=lambda row: row.key(1))]
    assert numbers == sorted(numbers)


def test_a_row_tells_where_it_was_read_and_what_was_seen() -> None:
    row = next(row for row in ports_rows(live_rows(samples.port_blocked(), details_samples.catalogue())) if row.id == "ctc-443")
    assert isinstance(row.what, Note)
    fields = dict(row.what.rows)
    assert fields["How sure"] in {"documented", "inferred", "unverified"}
    assert fields["Source"]
    assert row.what.check is not None
    assert row.what.check.status is Status.SKIPPED


def test_hidden_characters_of_a_summary_do_not_reach_the_tip() -> None:
    hostile = samples.check("tls.ctc-443", "x", Status.FAIL, "a\u202eb")
    report = replace(samples.healthy(), checks=(hostile,))
    assert not any("\u202e" in row.tip for row in ports_rows(live_rows(report, details_samples.catalogue())))


def test_without_rows_the_lead_says_why() -> None:
    assert "when the check has ended" in ports_lead(None, ())
    assert "No protection method" in ports_lead(hand_made().nothing_needed, ())
