from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import values
from wssdiag.triage.row import Row
from wssdiag.triage.together import BY, USUAL, chosen, condition, dated, grouped, instant


def row(**fields: object) -> Row:
    return Row(file="a.json", **fields)  # type: ignore[arg-type]


A = row(started="2026-03-04T10:00:00Z", cause="port-blocked", site="10.1.0.0/16", findings=("port-blocked", "not-protected"))
B = row(started="2026-03-05T10:00:00Z", status="healthy", site="10.2.0.0/16")
BROKEN = row(error="is encrypted")
ALL = (A, B, BROKEN)


@pytest.mark.parametrize(
    ("where", "since", "expected"),
    [
        ((), None, ALL),
        ((("cause", "port-blocked"),), None, (A,)),
        ((("cause", ""),), None, (B, BROKEN)),
        ((("site", "10.*"),), None, (A, B)),
        ((("site", "10.1.*"), ("site", "10.2.*")), None, (A, B)),
        ((("site", "10.*"), ("status", "healthy")), None, (B,)),
        ((("findings", "not-*"),), None, (A,)),
        ((("findings", ""),), None, (B, BROKEN)),
        ((("error", "?*"),), None, (BROKEN,)),
        ((), "2026-03-05T00:00:00Z", (B,)),
    ],
)
def test_rows_are_chosen(where: tuple[tuple[str, str], ...], since: str | None, expected: tuple[Row, ...]) -> None:
    assert chosen(ALL, where, since) == expected


@pytest.mark.parametrize(("text", "expected"), [("site=a=b", ("site", "a=b")), ("site", None), ("colour=red", None), ("=x", None)])
def test_conditions(text: str, expected: tuple[str, str] | None) -> None:
    assert condition(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-04", "2026-03-04T00:00:00Z"),
        ("2026-03-04T12:00:00+02:00", "2026-03-04T10:00:00Z"),
        ("0001-01-01", "0001-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00+02:00", None),
        ("last week", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert instant(text) == expected


def test_groups_have_the_largest_first_and_their_times() -> None:
    third = row(started="2026-03-01T00:00:00Z", cause="port-blocked", site="10.1.0.0/16")
    first, second = grouped((A, B, third), ("cause", "site"))
    assert (first.by, first.count) == ({"cause": "port-blocked", "site": "10.1.0.0/16"}, 2)
    assert (first.first_seen, first.last_seen) == (third.started, A.started)
    assert second.by["cause"] == "healthy"


def test_the_version_is_of_the_agent() -> None:
    (group,) = grouped((row(agent="wss-agent", agent_version="9.7.1"),), ("version",))
    assert group.by == {"version": "wss-agent 9.7.1"}


@given(st.lists(values(Row), max_size=20), st.lists(st.sampled_from(sorted(BY)), unique=True))
def test_every_row_is_in_one_group(rows: list[Row], by: list[str]) -> None:
    groups = grouped(rows, by)
    assert sum(one.count for one in groups) == len(rows)
    assert len({tuple(one.by.values()) for one in groups}) == len(groups)
    assert [one.count for one in groups] == sorted((one.count for one in groups), reverse=True)


@given(st.lists(values(Row), max_size=20))
def test_nothing_was_seen_before_it_was_first_seen(rows: list[Row]) -> None:
    listed = dated(rows)
    assert len(listed) == len(rows)
    times = [row.started or "" for row in listed]
    assert times == sorted(times, reverse=True)
    assert all(row.first_seen is not None and row.first_seen <= row.started for row in listed if row.started is not None)
    assert set(USUAL) <= set(BY)
