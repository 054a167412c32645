from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.detection.test_agent_log import ACTIVE, CONNECTED, EMPTY, FAILED, LOG
from tests.world import builtin
from wssdiag.catalogue.shipped import load_footprint
from wssdiag.detection.agent_ways import Way, agent_ways
from wssdiag.model.facts import Connection, Facts, Process, TracedFile
from wssdiag.model.mode import Method
from wssdiag.model.service_list import ServiceHost, ServiceList, Site
from wssdiag.model.unknown import Unknown

TRACES = load_footprint()
AGENT = Process(pid=8, name="wssad.exe", exe="C:\\Program Files\\Symantec\\WSS Agent\\wssad.exe")
SEP = Process(pid=9, name="ccSvcHst.exe")
BROWSER = Process(pid=10, name="msedge.exe")
LIST = ServiceList(source="test", fetched="2026-03-04T12:00:00Z", revised="", sites=(Site(name="GCATO2", ranges=("45.79.0.0/16",)),))


def computer(*connections: Connection, log: str = "", processes: tuple[Process, ...] = (AGENT, SEP, BROWSER)) -> Facts:
    files = (TracedFile(path=LOG, exists=True, tail=log),) if log else ()
    return msgspec.structs.replace(EMPTY, os="windows", connections=connections, files=files, processes=processes)


def connection(remote: str | None, pid: int | None = 8, status: str = "ESTABLISHED", transport: str = "tcp") -> Connection:
    return Connection(pid=pid, process="", local="192.0.2.17:50000", remote=remote, status=status, transport=transport)


def ways(facts: Facts, method: Method = Method.WSS_AGENT, published: ServiceList | None = None) -> tuple[Way, ...]:
    return agent_ways(facts, TRACES, method, builtin()[0], published)


@pytest.mark.parametrize(
    "row",
    [
        connection("45.79.3.3:80"),
        connection("45.79.3.3"),
        connection("45.79.3.3:443", pid=10),
        connection("45.79.3.3:443", pid=None),
        connection("130.211.30.2:443"),
        connection("10.1.2.3:443"),
        connection("127.0.0.1:443"),
        connection("224.0.0.1:443"),
        connection("nonsense:443"),
        connection(None),
        connection("45.79.3.3:443", transport="udp"),
    ],
    ids=str,
)
def test_what_is_no_way(row: Connection) -> None:
    assert ways(computer(row)) == ()


def test_a_connection_of_the_agent_is_one() -> None:
    assert ways(computer(connection("45.79.3.3:443"))) == (Way("45.79.3.3", "a connection of the agent", stands=True, proven=False),)
    assert [way.address for way in ways(computer(connection("[2a03:2880::1]:443")))] == ["2a03:2880::1"]


def test_one_that_only_begins_needs_the_list() -> None:
    facts = computer(connection("45.79.3.3:443", status="SYN_SENT"))
    assert ways(facts) == ()
    assert ways(facts, published=LIST) == (Way("45.79.3.3", "a connection of the agent", stands=False, proven=True),)


def test_the_log_proves_what_a_connection_alone_does_not() -> None:
    facts = computer(connection("45.79.3.3:443"), connection("45.79.2.1:443"), log=f"{ACTIVE}\r\n{FAILED}")
    assert ways(facts) == (
        Way("45.79.2.1", "named by the agent's log", stands=True),
        Way("45.79.1.1", "named by the agent's log"),
        Way("45.79.3.3", "a connection of the agent", stands=True, proven=False),
    )


def test_a_management_host_inside_a_sites_range_is_no_way() -> None:
    published = msgspec.structs.replace(LIST, hosts=(ServiceHost(host="notify.threatpulse.com", addresses=("45.79.3.3",)),))
    assert ways(computer(connection("45.79.3.3:443")), published=published) == ()


def test_with_the_services_list_its_addresses_alone_count() -> None:
    facts = computer(connection("45.79.3.3:443"), connection("45.80.3.3:443"))
    assert [way.address for way in ways(facts, published=LIST)] == ["45.79.3.3"]


def test_endpoint_protection_talks_to_others_too() -> None:
    facts = computer(connection("45.79.3.3:443", pid=9))
    assert ways(facts, Method.SEP_TUNNEL) == ()
    assert [way.address for way in ways(facts, Method.SEP_TUNNEL, LIST)] == ["45.79.3.3"]


def test_the_log_names_the_one_in_use_first() -> None:
    facts = computer(log=f"{ACTIVE}\r\n{CONNECTED.replace('45.79.1.1', '45.79.2.1')}")
    assert [(way.address, way.stands) for way in ways(facts)] == [("45.79.2.1", True), ("45.79.1.1", False)]
    assert [(way.address, way.stands) for way in ways(computer(log=f"{ACTIVE}\r\n{FAILED}"))] == [
        ("45.79.1.1", False),
        ("45.79.2.1", False),
    ]


def test_the_log_of_an_agent_that_does_not_run_names_places_where_nothing_stands() -> None:
    for facts in (
        computer(log=f"{ACTIVE}\r\n{CONNECTED}", processes=(BROWSER,)),
        msgspec.structs.replace(computer(log=f"{ACTIVE}\r\n{CONNECTED}"), processes=Unknown("no")),
    ):
        assert [(way.address, way.stands) for way in ways(facts)] == [("45.79.1.1", False), ("45.79.2.1", False)]


def test_a_log_of_hostile_addresses_names_nobody() -> None:
    line = "CTC Response: ACTIVE(GEOIP) GCATO2-127.0.0.1 GCAMO1-10.0.0.1 GCAXX-999.1.1.1 GCAYY-45.79.5.5"
    assert ways(computer(log=line)) == ()  # of the first three none is public


@given(st.lists(st.one_of(st.text(max_size=30), st.ip_addresses().map(lambda row: f"{row}:443"))), st.text(max_size=80))
def test_nothing_raises_and_all_ways_are_public(remotes: list[str], log: str) -> None:
    found = ways(computer(*map(connection, remotes), log=f"CTC Response: ACTIVE {log}"))
    assert len({way.address for way in found}) == len(found)
