from __future__ import annotations

from datetime import date

import pytest

from wssdiag.catalogue.service_dates import day_of, in_force, revised

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    "text",
    ["2026-09-12", "2026-09-12 08:00:00", "2026-09-12T08:00:00Z", "2026-09-12T08:00:00.000+00:00", "2026-09-12 08:00 "],
)
def test_a_day_with_or_without_a_time(text: str) -> None:
    assert day_of(text) == date(2026, 9, 12)


@pytest.mark.parametrize(
    "value", [None, "", "soon", "12/09/2026", "2026-02-30", "2026-9-1", 20260912, True, [], "2026-09-12x", "0000-00-00"]
)
def test_what_is_no_day(value: object) -> None:
    assert day_of(value) is None


@pytest.mark.parametrize(
    ("begins", "ends", "counts"),
    [
        (None, None, True),
        ("2026-11-26", "2026-11-26", True),
        ("2026-11-27", None, False),
        ("2020-01-01", "2026-11-25", False),
        ("2020-01-01", "2026-11-25T23:59:59", False),
        ("2020-01-01", "2027-01-01", True),
        ("soon", "never", True),
    ],
)
def test_what_counts_today(begins: str | None, ends: str | None, counts: bool) -> None:
    assert in_force({"go_live_date": begins, "shutdown_date": ends}, TODAY) is counts


@pytest.mark.parametrize(
    ("document", "begun", "told"),
    [
        ({}, (), ""),
        ({}, ("2026-01-01", "2026-09-12", "2026-12-01"), "2026-09-12"),
        ({}, ("2026-12-01",), ""),
        ({"last_updated": "2026-10-01T00:00:00Z"}, ("2026-11-01",), "2026-10-01"),
        ({"version": "2026-10-01", "date": "2026-10-02"}, (), "2026-10-02"),
        ({"version": "v2", "generated": 5}, ("2026-01-01",), "2026-01-01"),
        ({"version": "2026-11-27"}, (), "2026-11-27"),
        ({"version": "9999-12-31"}, ("2026-01-01",), "2026-01-01"),
        ({"name": "2026-10-01"}, (), ""),
    ],
)
def test_the_date_of_a_list(document: dict[str, object], begun: tuple[str, ...], told: str) -> None:
    assert revised(document, frozenset(map(date.fromisoformat, begun)), TODAY) == told
