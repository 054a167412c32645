from __future__ import annotations

import re
from pathlib import Path

from wssdiag.diagnosis.causes import BY_CODE, CAUSES, ORDER, Table
from wssdiag.model.finding import Severity, Who

GUIDES = Path(__file__).parents[2] / "resources" / "knowledge" / "en"


def test_the_list_is_closed_and_each_code_stands_once() -> None:
    assert len(CAUSES) == 84
    assert len({cause.code for cause in CAUSES}) == len(CAUSES)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cause.code) for cause in CAUSES)


def test_tables_stand_in_their_order_and_unbroken() -> None:
    tables = [list(Table).index(cause.table) for cause in CAUSES]
    assert tables == sorted(tables)
    assert {cause.table for cause in CAUSES} == set(Table)


def test_the_order_is_that_of_the_list() -> None:
    assert [CAUSES[place].code for place in sorted(ORDER.values())] == list(ORDER)
    assert ORDER["no-network"] == 0
    assert ORDER["unexplained"] == len(CAUSES) - 1
    assert ORDER["wifi-sign-in"] < ORDER["no-internet"] < ORDER["dns-server-silent"] < ORDER["port-blocked"] < ORDER["tls-reset"]


def test_rows_carry_what_the_list_says() -> None:
    assert BY_CODE["port-blocked"].severity is None, "by the need of the location"
    assert BY_CODE["clock-wrong"].severity is Severity.MAJOR
    assert BY_CODE["no-address"].who == (Who.USER, Who.NETWORK)
    assert BY_CODE["agent-passive"].who == ()


def test_each_cause_has_a_guide_and_each_guide_a_cause() -> None:
    assert {path.stem for path in GUIDES.glob("*.toml")} == set(ORDER)


def test_a_cause_that_stops_or_endangers_somebody_names_who_can_fix_it() -> None:
    grave = [cause for cause in CAUSES if cause.severity in {Severity.BLOCKER, Severity.MAJOR}]
    assert [cause.code for cause in grave if not cause.who] == []
