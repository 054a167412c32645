"""What is asked of a domain controller, and of whom it is never asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.diagnosis.test_properties import FAULTS, METHODS, PROFILES, Fault, broken, few
from tests.world import World
from wssdiag.model.failure import Failure
from wssdiag.model.observation import LdapDetail, RpcDetail
from wssdiag.model.profile import Endpoints, Policy, Profile
from wssdiag.probes.network import Journey, LdapAsk, Question, RpcAsk

if TYPE_CHECKING:
    from tests.fakes import Ask
    from wssdiag.model.check import CheckResult
    from wssdiag.model.report import Report

DC = "dc.example"
SERVER = Profile(endpoints=Endpoints(domain_controllers=(DC,)))
NAME = "_ldap._tcp.dc._msdcs.corp.example"
FIXED_PORTS = (88, 135, 139, 389, 445, 3268)


def row(report: Report, check_id: str) -> CheckResult:
    (found,) = (result for result in report.checks if result.id == check_id)
    return found


def asked(world: World) -> list[tuple[int, str]]:
    """Port and kind of every journey to the controller."""
    kinds = {LdapAsk: "ldap", RpcAsk: "rpc", type(None): "connect"}
    return sorted((ask.port, kinds[type(ask.ask)]) for ask in world.network.asked if isinstance(ask, Journey) and ask.host == DC)


def of_a_directory(ask: Ask) -> bool:
    if isinstance(ask, Question):
        return ask.kind == "servers"
    return isinstance(ask, Journey) and (ask.ask is not None or ask.port in {*FIXED_PORTS, 49664} or ask.host == DC)


def in_a_domain(*suffixes: str) -> World:
    """A computer whose interfaces have these DNS suffixes, and no profile."""
    world = World()
    world.join(*suffixes)
    return world


def test_every_port_once_and_two_of_them_in_their_protocol() -> None:
    world = World(profile=SERVER)
    report = world.run(None, role="auth-connector")
    connects = [(port, "connect") for port in (*FIXED_PORTS, 49664)]
    assert asked(world) == sorted([*connects, (135, "rpc"), (389, "ldap")])
    assert row(report, f"ldap.directory-389.{DC}").summary == "answers as dc.example in 10 ms"
    assert row(report, f"rpc.directory-135.{DC}").summary == "answers in 10 ms and names TCP port 49664 for the logon service"
    assert row(report, f"tcp.directory-49152-65535.{DC}").status == "pass"


@few
@given(profile=PROFILES, faults=st.lists(FAULTS, max_size=3), method=METHODS, agent=st.booleans())
def test_a_client_asks_no_directory_whatever_its_profile_says(
    profile: Profile, faults: list[Fault], method: str | None, agent: bool
) -> None:
    world = broken(profile, faults, agent=agent)
    world.join("corp.example")
    world.network.directory.servers[NAME] = (DC,)
    report = world.run(method)
    assert [ask for ask in world.network.asked if of_a_directory(ask)] == []
    words = ("directory", "ldap.", "rpc.", "dns.srv", "auth.", "path.auth-connector")
    assert [one.id for one in report.checks if any(word in one.id for word in words)] == []


@pytest.mark.parametrize(
    ("ports", "says"),
    [
        ((1025,), "the endpoint mapper names TCP port 1025, outside of 49152-65535: not tried"),
        ((135, 49151), "the endpoint mapper names TCP port 135, 49151, outside of 49152-65535: not tried"),
        ((), "the endpoint mapper names no port"),
    ],
)
def test_a_port_outside_of_the_range_is_told_and_not_tried(ports: tuple[int, ...], says: str) -> None:
    world = World(profile=SERVER)
    world.network.directory.says[DC, 135] = RpcDetail(answer="not registered", ports=ports)
    report = world.run(None, role="auth-connector")
    dynamic = row(report, f"tcp.directory-49152-65535.{DC}")
    assert (dynamic.status, dynamic.summary, dynamic.observations) == ("unknown", says, ())
    assert row(report, f"rpc.directory-135.{DC}").status == "pass"
    assert report.verdict.status == "healthy"
    assert {port for port, _ in asked(world)} == set(FIXED_PORTS)


@pytest.mark.parametrize("port", [49152, 65535])
def test_the_range_has_both_its_ends(port: int) -> None:
    world = World(profile=SERVER)
    world.network.directory.says[DC, 135] = RpcDetail(answer="named", ports=(1025, port, 50000))
    assert row(world.run(None, role="auth-connector"), f"tcp.directory-49152-65535.{DC}").summary.startswith(
        f"connected to TCP port {port}"
    )


def test_a_directory_that_says_nothing_to_strangers_answers() -> None:
    world = World(profile=SERVER)
    world.network.directory.says[DC, 389] = LdapDetail(result=50)
    ldap = row(world.run(None, role="auth-connector"), f"ldap.directory-389.{DC}")
    assert (ldap.status, ldap.summary) == ("pass", "answers in 10 ms, without saying who it is (result 50)")


@pytest.mark.parametrize(("cuts", "status"), [(1, "pass"), (2, "fail")])
def test_one_cut_is_asked_again(cuts: int, status: str) -> None:
    world = World(profile=SERVER)
    world.network.directory.says[DC, 389] = Failure.RESET

    def heal(_ask: Ask) -> None:
        if len([port for port, kind in asked(world) if kind == "ldap"]) > cuts:
            world.network.directory.says.clear()

    world.network.before = heal
    ldap = row(world.run(None, role="auth-connector"), f"ldap.directory-389.{DC}")
    assert len([one for one in ldap.observations if one.step == "ldap"]) == 2
    assert ldap.status == status


@pytest.mark.parametrize(("port", "check", "protocol"), [(389, "ldap", "LDAP"), (135, "rpc", "DCE/RPC")])
def test_something_else_at_its_port(port: int, check: str, protocol: str) -> None:
    world = World(profile=SERVER)
    world.network.directory.says[DC, port] = Failure.UNKNOWN
    result = row(world.run(None, role="auth-connector"), f"{check}.directory-{port}.{DC}")
    assert (result.status, result.required) == ("fail", True)
    assert result.summary.endswith(f": what answers does not speak {protocol}")


def test_behind_an_agent_the_answers_count() -> None:
    world = World(profile=SERVER)
    world.run_agent()
    report = world.run(None, role="auth-connector")
    ldap = row(report, f"ldap.directory-389.{DC}")
    assert (ldap.status, {one.via for one in ldap.observations}) == ("pass", {"agent"})
    assert row(report, f"tcp.directory-389.{DC}").status == "unknown"


# ---- Controllers that DNS names


def test_dns_names_the_controllers_and_three_are_enough() -> None:
    world = in_a_domain("Corp.Example.", "corp.example")
    hosts = tuple(f"dc{number}.corp.example" for number in range(1, 6))
    world.network.directory.servers[NAME] = hosts
    world.network.truth |= {host: (f"10.1.0.{number}",) for number, host in enumerate(hosts, 1)}
    report = world.run(None, role="auth-connector")
    found = row(report, "dns.srv.corp.example")
    assert (found.status, found.required) == ("pass", False)
    assert found.summary == "dc1.corp.example, dc2.corp.example, dc3.corp.example (of 5)"
    ids = {one.id for one in report.checks}
    assert {f"ldap.directory-389.{host}" for host in hosts[:3]} <= ids
    assert {f"tcp.directory-49152-65535.{host}" for host in hosts[:3]} <= ids
    assert not any("dc4" in one for one in ids)
    assert row(report, "dns.dc1.corp.example").needs == ("dns.srv.corp.example",)
    assert {one.id for one in report.locations if "dc2" in one.id} >= {"directory-389.dc2.corp.example"}
    assert report.verdict.status == "healthy"


def test_the_profile_comes_first() -> None:
    world = in_a_domain("corp.example")
    named = World(profile=SERVER, system=world.system)
    report = named.run(None, role="auth-connector")
    assert [ask for ask in named.network.asked if isinstance(ask, Question) and ask.kind == "servers"] == []
    assert not any(one.id.startswith("dns.srv.") for one in report.checks)


def test_the_computers_own_domain_comes_before_those_of_its_interfaces() -> None:
    """A server with a fixed address has no suffix at its interface."""
    world = in_a_domain("dhcp.example", "corp.example")
    key = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
    world.system.files |= {
        "capture.json": {"schema": "wssdiag.capture/1", "os": "windows"},
        "windows/registry.reg": f'Windows Registry Editor Version 5.00\n\n[{key}]\n"Domain"="Corp.Example"\n',
    }
    report = world.run(None, role="auth-connector")
    assert [one.id for one in report.checks if one.id.startswith("dns.srv.")] == ["dns.srv.corp.example", "dns.srv.dhcp.example"]


def test_without_a_domain_it_is_said() -> None:
    report = World().run(None, role="auth-connector")
    said = row(report, "directory.controllers")
    assert (said.status, said.required) == ("unknown", False)
    assert said.summary.startswith("not established: ")
    assert report.verdict.status == "healthy"


@pytest.mark.parametrize(
    ("answer", "words"), [(Failure.NAME_NOT_FOUND, "the name does not exist here"), (Failure.NO_ADDRESS, "the name has no address")]
)
def test_a_name_without_servers_is_no_failure(answer: Failure, words: str) -> None:
    world = in_a_domain("corp.example")
    world.network.directory.servers[NAME] = answer
    report = world.run(None, role="auth-connector")
    said = row(report, "dns.srv.corp.example")
    assert said.status == "unknown"
    assert said.summary == f"not established: {NAME}: {words}. Name the domain controllers in the profile"
    assert report.verdict.status == "healthy"
    assert [one.code for one in report.findings if one.severity != "notice"] == []


def test_what_is_no_domain_is_not_asked_for() -> None:
    world = in_a_domain("..", "a b", "x" * 300, "-", "\u202e.example", "one.example", "two.example", "three.example", "four.example")
    world.run(None, role="auth-connector")
    names = {ask.name for ask in world.network.asked if isinstance(ask, Question) and ask.kind == "servers"}
    assert names == {f"_ldap._tcp.dc._msdcs.{number}.example" for number in ("one", "two", "three")}


def test_a_run_that_contacts_nobody_asks_for_no_controller() -> None:
    world = in_a_domain("corp.example")
    silent = World(profile=Profile(policy=Policy(contact_hosts="none")), system=world.system)
    report = silent.run(None, role="auth-connector")
    assert silent.network.asked == []
    assert not any(one.id.startswith(("dns.srv", "auth.", "directory.")) for one in report.checks)


def test_a_re_check_finds_the_controller_again() -> None:
    world = in_a_domain("corp.example")
    world.network.directory.servers[NAME] = ("dc1.corp.example",)
    world.network.truth["dc1.corp.example"] = ("10.1.0.1",)
    world.network.block("dc1.corp.example", 88)
    before = world.run(None, role="auth-connector")
    world.network.firewall.clear()
    ids = frozenset({"tcp.directory-88.dc1.corp.example", "dns.dc1.corp.example", "dns.srv.corp.example"})
    after = world.session.recheck(before, ids, world.events.append, world.cancel)
    assert row(after, "tcp.directory-88.dc1.corp.example").status == "pass"
    assert [one.code for one in after.findings if one.severity != "notice"] == []
