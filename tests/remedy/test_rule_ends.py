"""Which of this computer's addresses goes to which of a destination's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.report import samples
from wssdiag.model.facts import Interface, InterfaceAddress, Route
from wssdiag.model.location import Location, Provenance, Sureness
from wssdiag.model.observation import ConnectDetail, Observation, ResolveDetail, Step, Target, Transport
from wssdiag.model.unknown import Unknown
from wssdiag.remedy.rule_ends import MOST_ADDRESSES, Ends
from wssdiag.remedy.rule_request import Line, Origin

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult
    from wssdiag.model.report import Report

HOST = "a.example"
DOCUMENTED = "45.79.1.1"
ETH0 = Interface(name="eth0", up=True, addresses=(InterfaceAddress(address="192.0.2.17", prefix=24),))
TUN0 = Interface(name="tun0", up=True, addresses=(InterfaceAddress(address="10.8.0.2", prefix=24),))
OUT = (Route(destination="0.0.0.0/0", gateway="192.0.2.1", interface="eth0"),)


def location(source: str = "page", **changes: object) -> Location:
    sound = Location(
        id="a-443",
        methods=("wss-agent",),
        host=HOST,
        addresses=(DOCUMENTED,),
        port=443,
        transport=Transport.TCP,
        protocol="tls",
        purpose="control",
        provenance=Provenance(source=source, certainty=Sureness.DOCUMENTED),
    )
    return msgspec.structs.replace(sound, **changes)


def looked_up(*addresses: str, check_id: str = f"dns.{HOST}") -> CheckResult:
    seen = Observation(
        step=Step.RESOLVE, target=Target(host=HOST), offset_ms=0.0, elapsed_ms=1.0, detail=ResolveDetail(addresses=addresses)
    )
    return samples.check(check_id, "Name", observations=(seen,))


def connected(source: str, interface: str | None = None, check_id: str = "control.tcp.one") -> CheckResult:
    target = Target(host="one.example", address="1.1.1.1", port=443, transport=Transport.TCP)
    detail = ConnectDetail(source=source)
    seen = Observation(step=Step.CONNECT, target=target, interface=interface, offset_ms=0.0, elapsed_ms=1.0, detail=detail)
    return samples.check(check_id, "Control", observations=(seen,))


def ends(*checks: CheckResult, interfaces: object = (ETH0,), routes: object = OUT) -> Ends:
    facts = msgspec.structs.replace(samples.facts(), interfaces=interfaces, routes=routes)
    report: Report = msgspec.structs.replace(samples.healthy(), checks=checks, facts=facts)
    return Ends.of(report)


def test_the_routing_table_chooses_the_interface() -> None:
    routes = (*OUT, Route(destination="45.79.0.0/16", interface="tun0"))
    (line,) = ends(interfaces=(ETH0, TUN0), routes=routes).from_here(location(), None)
    assert line == Line("10.8.0.2", "tun0", "10.8.0.0/24", DOCUMENTED, Origin.REFERENCE)


def test_of_two_addresses_the_one_that_was_used_is_told() -> None:
    two = msgspec.structs.replace(ETH0, addresses=(*ETH0.addresses, InterfaceAddress(address="192.0.2.18", prefix=24)))
    assert ends(interfaces=(two,)).from_here(location(), None)[0].source == "192.0.2.17"
    assert ends(connected("192.0.2.18"), interfaces=(two,)).from_here(location(), None)[0].source == "192.0.2.18"


def test_a_connect_that_was_bound_to_an_interface_tells_nothing_of_the_way_out() -> None:
    assert ends(connected("10.8.0.2", "tun0"), interfaces=(), routes=Unknown("no")).own_address() == ""


def test_without_a_routing_table_the_address_of_a_connect_serves() -> None:
    seen = ends(connected("192.0.2.17"), routes=Unknown("not read"))
    assert seen.from_here(location(), None) == (Line("192.0.2.17", "eth0", "192.0.2.0/24", DOCUMENTED, Origin.REFERENCE),)


def test_where_nothing_is_known_of_this_computer_the_destination_is() -> None:
    nothing = ends(interfaces=Unknown("no"), routes=Unknown("no"))
    assert nothing.from_here(location(), None) == (Line(address=DOCUMENTED, origin=Origin.REFERENCE),)
    assert nothing.from_here(location(addresses=()), None) == (Line(),)


def test_a_link_local_address_is_no_source() -> None:
    local = Interface(name="eth0", up=True, addresses=(InterfaceAddress(address="fe80::1", prefix=64), *ETH0.addresses))
    routes = (*OUT, Route(destination="::/0", interface="eth0"))
    (line,) = ends(looked_up("2606:4700::1"), interfaces=(local,), routes=routes).from_here(location(), None)
    assert line.address == DOCUMENTED


def test_where_ipv6_leads_nowhere_no_rule_for_it_is_asked_for() -> None:
    both = msgspec.structs.replace(ETH0, addresses=(*ETH0.addresses, InterfaceAddress(address="2001:db8::7", prefix=64)))
    routes = (*OUT, Route(destination="::/0", interface="eth0"))
    made = ends(looked_up("2606:4700::1"), interfaces=(both,), routes=routes)
    assert [line.source for line in made.from_here(location(), None)] == ["192.0.2.17", "2001:db8::7"]
    broken = samples.finding("ipv6-broken", {}, ())
    report = msgspec.structs.replace(made.report, findings=(broken,))
    assert [line.source for line in Ends.of(report).from_here(location(), None)] == ["192.0.2.17"]
    assert [line.address for line in Ends.of(report).from_here(location(addresses=()), None)] == ["2606:4700::1"]


def test_what_dns_says_stands_behind_what_is_documented() -> None:
    found = ends(looked_up("45.79.2.2", DOCUMENTED)).places(location(), None)
    assert list(found.items()) == [(DOCUMENTED, Origin.REFERENCE), ("45.79.2.2", Origin.RUN)]


def test_another_resolvers_word_is_not_what_a_program_here_would_use() -> None:
    opinion = looked_up("45.79.2.2", check_id=f"second-opinion.{HOST}.cloudflare-dns")
    assert ends(opinion).places(location(), None) == {DOCUMENTED: Origin.REFERENCE}


def test_a_host_out_there_has_no_address_in_here() -> None:
    answers = looked_up("10.1.1.1", "0.0.0.0", "127.0.0.1", "not an address")
    assert ends(answers).places(location(addresses=()), None) == {}
    own = location("page; host from the organisation's profile", addresses=())
    assert ends(looked_up("10.1.1.1")).places(own, None) == {"10.1.1.1": Origin.RUN}


def test_a_host_that_is_an_address_is_that_address() -> None:
    assert ends().places(location(host="45.79.9.1", addresses=()), None) == {"45.79.9.1": Origin.REFERENCE}


def test_a_flood_of_addresses_ends() -> None:
    answers = looked_up(*(f"45.79.7.{number}" for number in range(200)))
    assert len(ends(answers).places(location(), None)) == MOST_ADDRESSES


@given(st.sampled_from(["10.20.0.8", "2001:db8::8"]))
def test_a_proxy_sends_by_its_own_family(sender: str) -> None:
    lines = ends().from_others(location(), None, (sender,))
    assert lines == ((Line(source=sender, address=DOCUMENTED, origin=Origin.REFERENCE) if "." in sender else Line(source=sender)),)
