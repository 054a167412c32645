from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.gui import samples
from wssdiag.history.row import name_for, row_of, time_of, too_many
from wssdiag.model.codec import encode
from wssdiag.model.mode import Method
from wssdiag.model.report import VerdictStatus

SIZES = st.dictionaries(st.text("abc0123456789", min_size=1, max_size=6), st.integers(0, 100), max_size=12).map(
    lambda sizes: tuple(sizes.items())
)


def test_a_row_says_what_the_report_says() -> None:
    report = samples.port_blocked()
    glance = row_of("one.json", encode(report)).glance
    assert glance is not None
    assert (glance.started, glance.elapsed_ms) == (report.started, report.elapsed_ms)
    assert glance.verdict.status is VerdictStatus.BROKEN
    assert glance.verdict.headline == report.verdict.headline
    assert glance.mode.method is Method.WSS_AGENT


@given(st.binary(max_size=200))
def test_whatever_a_file_holds_is_a_row(data: bytes) -> None:
    row = row_of("one.json", data)
    assert (row.glance is None) == bool(row.problem)


def test_a_report_that_was_cut_off_is_none() -> None:
    assert row_of("one.json", encode(samples.healthy())[:-20]).problem


def test_a_file_that_cannot_be_read_says_so() -> None:
    assert row_of("one.json", None).problem == "cannot be read"


@given(st.datetimes(), st.datetimes())
def test_names_are_in_the_order_of_time(one: object, other: object) -> None:
    first, second = (name_for(f"{moment:%Y-%m-%dT%H:%M:%S}".rjust(19, "0"), "a") for moment in (one, other))
    assert (first <= second) == (f"{one:%Y%m%d%H%M%S}".rjust(14, "0") <= f"{other:%Y%m%d%H%M%S}".rjust(14, "0"))


@given(st.text(max_size=40), st.text(max_size=80))
def test_a_name_leads_out_of_no_folder(started: str, run_id: str) -> None:
    name = name_for(started, run_id)
    assert not set("/\\:\0") & set(name)
    assert not name.startswith(".")


@given(SIZES, st.integers(1, 6), st.integers(0, 300))
def test_what_stays_is_the_newest_within_the_limits(sizes: tuple[tuple[str, int], ...], runs: int, most: int) -> None:
    dropped = set(too_many(sizes, runs, most))
    stay = sorted((name, size) for name, size in sizes if name not in dropped)
    assert len(stay) <= runs
    assert sum(size for _name, size in stay) <= most or len(stay) == 1
    assert all(name < stay[0][0] for name in dropped)
    assert bool(stay) == bool(sizes)


def test_a_name_tells_the_time_again() -> None:
    assert time_of(name_for("2026-11-23T09:15:07.123Z", "ab")) == "2026-11-23T09:15:07+00:00"
    assert time_of("-ab.json") == "-ab.json"
