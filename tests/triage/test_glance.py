from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.report import hostile, samples
from tests.strategies import values
from tests.triage.many import varied
from wssdiag.catalogue.shipped import load_footprint
from wssdiag.model.codec import DecodeError, encode
from wssdiag.model.facts import Product, Route
from wssdiag.model.finding import Certainty, Who
from wssdiag.model.report import Report
from wssdiag.triage.glance import Glancer
from wssdiag.triage.row import Row

GLANCER = Glancer(load_footprint())


def row(report: Report) -> Row:
    return GLANCER.row(encode(report))


def test_a_row_says_what_the_report_says() -> None:
    made = row(varied(samples.port_blocked(), 1))
    assert (made.status, made.cause, made.confidence, made.who) == ("broken", "port-blocked", "certain", ("network",))
    assert made.findings == ("port-blocked", "not-protected", "agent-passive")
    assert (made.method, made.method_confidence, made.protected) == ("wss-agent", "high", "unknown")
    assert (made.site, made.network, made.domain) == ("10.1.7.0/24 south.example", "10.1.7.0/24", "south.example")
    assert (made.agent, made.agent_version) == ("wss-agent", "9.7.1")
    assert (made.os, made.os_version) == ("windows", "11 (26100)")
    assert made.started == "2026-03-04T09:11:00Z"
    assert (made.tool_version, made.judged_by, made.catalogue_version) == ("1.0.0", "1.0.0", "2026.03")
    assert made.matter == "port-blocked"


def test_without_a_cause_the_status_is_the_matter() -> None:
    made = row(samples.healthy())
    assert (made.cause, made.matter) == (None, "healthy")
    assert Row(file="x", error="broken").matter == "unreadable"


def test_it_says_who_judged() -> None:
    assert GLANCER.row(encode(samples.healthy()), "2.0.0").judged_by == "2.0.0"


def test_the_cause_is_the_finding_that_stands_for_itself() -> None:
    """The same code may follow from another finding: then it says nothing of how sure the cause is."""
    report = samples.port_blocked()
    first = report.findings[0]
    masked = replace(first, masked_by="no-network", confidence=Certainty.POSSIBLE, who=(Who.VENDOR,))
    made = row(replace(report, findings=(masked, *report.findings)))
    assert (made.cause, made.confidence, made.who) == ("port-blocked", "certain", ("network",))


def test_what_files_call_their_system_is_not_kept() -> None:
    glancer = Glancer(load_footprint())
    for number in range(20):
        base = varied(samples.healthy(), 0)
        glancer.row(encode(replace(base, facts=replace(base.facts, os=f"made-up-{number}"))))
    assert glancer._finders == {}


def test_the_newest_of_several_agents_counts() -> None:
    base = varied(samples.healthy(), 0)
    products = tuple(Product(name="WSS Agent", version=version) for version in ("9.6.2", "9.10.1", "9.9.9"))
    assert row(replace(base, facts=replace(base.facts, products=products))).agent_version == "9.10.1"


def test_what_is_no_agent_is_none() -> None:
    base = varied(samples.healthy(), 0)
    assert row(replace(base, facts=replace(base.facts, products=(Product(name="Letter Writer", version="3"),)))).agent == ""


def test_a_tunnel_is_no_site() -> None:
    base = varied(samples.healthy(), 0)
    interfaces: Any = tuple(replace(one, type="tunnel") for one in base.facts.interfaces)  # type: ignore[union-attr]
    assert row(replace(base, facts=replace(base.facts, interfaces=interfaces))).site == ""


def test_the_best_route_is_the_place() -> None:
    base = varied(samples.healthy(), 0)
    wifi = base.facts.interfaces[0]  # type: ignore[index]
    cable = replace(wifi, name="Ethernet", addresses=(replace(wifi.addresses[0], address="172.16.9.8"),), dns_suffix=None)
    routes = (Route(destination="0.0.0.0/0", interface="Wi-Fi", metric=50), Route(destination="0.0.0.0/0", interface="Ethernet", metric=10))
    facts = replace(base.facts, interfaces=(wifi, cable), routes=routes, domain="corp.example")
    assert row(replace(base, facts=facts)).site == "172.16.9.0/24 corp.example"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-03-04T09:00:00+02:00", "2026-03-04T07:00:00Z"), ("2026-03-04T09:00:00.250", "2026-03-04T09:00:00Z"), ("yesterday", None)],
)
def test_times_are_in_utc_to_the_second(text: str, expected: str | None) -> None:
    assert row(replace(samples.healthy(), started=text)).started == expected


def test_words_of_a_newer_program_are_no_error() -> None:
    document = json.loads(encode(samples.port_blocked()))
    document["mode"]["method"] = "by-pigeon"
    document["verdict"] |= {"status": "puzzled", "mood": 7}
    document["findings"][0]["severity"] = "fatal"
    made = GLANCER.row(json.dumps(document).encode())
    assert (made.method, made.status) == ("by-pigeon", "puzzled")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'{"run_id": 5}', b"\xff\xfe", b'{"a":' * 5000])
def test_what_is_no_report_is_said(data: bytes) -> None:
    with pytest.raises(DecodeError):
        GLANCER.row(data)


@pytest.mark.parametrize("text", hostile.TEXTS)
def test_cells_are_short_and_hold_no_tricks(text: str) -> None:
    made = row(hostile.report(text))
    for name in Row.__struct_fields__:
        value = getattr(made, name)
        for one in value if isinstance(value, tuple) else (value,):
            assert len(str(one)) <= 260
            assert str(one).isprintable()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(values(Report), st.data())
def test_every_report_is_a_row(report: Report, data: st.DataObject) -> None:
    made = row(report)
    assert made.error == ""
    assert made.matter
    assert len(made.findings) <= len(report.findings)
