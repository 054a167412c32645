"""The request as a firewall or a spreadsheet reads it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.diagnosis.test_properties import FAULTS, METHODS, PROFILES, Fault, broken
from tests.strategies import values
from tests.world import CTC, CTC_ADDRESS, PORTAL, World
from wssdiag.model.failure import Failure
from wssdiag.model.mode import Method
from wssdiag.model.profile import Endpoints, ExtraEndpoint, Profile
from wssdiag.model.report import Report
from wssdiag.report.rule_csv import COLUMNS, rules_csv
from wssdiag.report.texts import speak

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules-to-open.md"
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def rows(report: Report) -> list[dict[str, str]]:
    data = rules_csv(report)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_a_row_can_be_entered_as_it_stands() -> None:
    world = World()
    world.network.block(CTC, 443)
    (row,) = rows(world.run())
    assert tuple(row) == COLUMNS
    told = {name: row[name] for name in COLUMNS[:13]}
    assert told == {
        "ask": "allow",
        "from": "this computer",
        "source address": "192.0.2.17",
        "source network": "192.0.2.0/24",
        "source interface": "eth0",
        "tested from": "192.0.2.17",
        "at": "",
        "destination host": CTC,
        "destination address": CTC_ADDRESS,
        "address known by": "reference",
        "transport": "TCP",
        "port": "443",
        "protocol": "tls",
    }
    assert (row["need"], row["certainty"], row["cause"], row["confidence"]) == ("required", "documented", "port-blocked", "certain")
    assert row["reference"].startswith('Symantec WSS, "Required Locations, Ports, and Protocols"; KB 175683')
    assert "no answer" in row["evidence"]
    assert row["evidence"].count(" UTC, ") == 2


def test_it_is_the_same_in_every_language() -> None:
    """Scripts rely on its words."""
    world = World()
    world.network.block(port=443)
    report = world.run()
    english = rules_csv(report)
    speak("de")
    try:
        assert rules_csv(report) == english
    finally:
        speak("en")


def test_nothing_to_open_is_the_header_alone() -> None:
    assert rules_csv(World().run()) == b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n"


def test_two_names_without_an_address_are_two_rows() -> None:
    world = World()
    for host in (CTC, PORTAL):
        world.network.says[host] = Failure.NAME_NOT_FOUND
    found = [(row["ask"], row["destination host"], row["destination address"]) for row in rows(world.run(Method.WSS_AGENT))]
    assert sorted(found) == [("answer-for-name", CTC, ""), ("answer-for-name", PORTAL, "")]


def test_one_row_for_each_address() -> None:
    world = World()
    world.network.truth[CTC] = (CTC_ADDRESS, "45.79.2.2")
    world.network.block(CTC, 443)
    assert [(row["destination address"], row["address known by"]) for row in rows(world.run())] == [
        (CTC_ADDRESS, "reference"),
        ("45.79.2.2", "this run"),
    ]


def test_two_hosts_at_one_address_are_one_row() -> None:
    own = ExtraEndpoint(id="own-443", host="own.example", port=443, transport="tcp", purpose="ours")  # type: ignore[arg-type]
    world = World(profile=Profile(endpoints=Endpoints(extra=(own,))))
    world.network.truth["own.example"] = (CTC_ADDRESS,)
    world.network.block(CTC, 443)
    (row,) = rows(world.run())
    assert row["destination host"] == f"{CTC}; own.example"
    assert row["purpose"].endswith("; ours")
    assert row["transport"] == "TCP"


def test_a_formula_of_the_organisations_is_text() -> None:
    own = ExtraEndpoint(id="own-443", host="own.example", port=443, transport="tcp", purpose="=cmd|' /C calc'!A0")  # type: ignore[arg-type]
    world = World(profile=Profile(endpoints=Endpoints(extra=(own,))))
    world.network.block("own.example", 443)
    assert [row["purpose"] for row in rows(world.run())] == ["'=cmd|' /C calc'!A0"]


def test_every_column_is_described() -> None:
    told = [line.split("|")[1].strip().strip("`") for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert told == list(COLUMNS)


def holds(report: Report) -> None:
    found = rows(report)
    keys = [
        tuple(row[name] for name in ("from", "source address", "at", "destination address", "transport", "port"))
        + ((row["destination host"],) if not row["destination address"] else ())
        for row in found
    ]
    assert len(set(keys)) == len(keys)
    for row in found:
        assert row["destination host"] or row["destination address"]
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


@few
@given(profile=PROFILES, faults=st.lists(FAULTS, max_size=5), agent=st.booleans(), method=METHODS)
def test_whatever_is_broken_no_rule_stands_twice(profile: Profile, faults: list[Fault], agent: bool, method: str | None) -> None:
    holds(broken(profile, faults, agent=agent).run(method))


@few
@given(values(Report))
def test_any_report_can_be_written(report: Report) -> None:
    holds(report)


def test_a_newer_reports_finding_asks_for_nothing() -> None:
    world = World()
    world.network.block(CTC, 443)
    report = world.run()
    newer = tuple(msgspec.structs.replace(row, code="not-thought-of-yet") for row in report.findings)
    assert rows(msgspec.structs.replace(report, findings=newer)) == []
