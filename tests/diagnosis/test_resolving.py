from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import CTC, CTC_ADDRESS, PROXY, RESOLVER, World, alarming, codes
from wssdiag.diagnosis.diagnose import findings_of
from wssdiag.diagnosis.resolving import SLOW_NAMES_MS
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity
from wssdiag.session.judge import on_facts_alone
from wssdiag.system.parse.facts import facts_of

RULE_SERVER = "10.9.9.9"
SECOND_RESOLVER = "192.0.2.54"

TABLE = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Dnscache\\Parameters\\DnsPolicyConfig"


def nrpt(pattern: str, servers: str = RULE_SERVER) -> str:
    """A rule of Windows as regedit exports it."""
    name = (pattern + "\0\0").encode("utf-16-le").hex(",")
    return (
        f'Windows Registry Editor Version 5.00\r\n\r\n[{TABLE}\\{{A}}]\r\n"ConfigOptions"=dword:00000008\r\n'
        f'"GenericDNSServers"="{servers}"\r\n"Name"=hex(7):{name}\r\n'
    )


def windows(world: World, rule: str) -> None:
    """A computer of Windows with a rule for names; the agent does not run."""
    world.system.files["capture.json"] = {"schema": "wssdiag.capture/1", "os": "windows"}
    world.system.files["windows/registry.reg"] = rule


@pytest.mark.parametrize("how", [Failure.DNS_TIMEOUT, Failure.REFUSED, Failure.DNS_SERVFAIL, Failure.DNS_REFUSED, Failure.NAME_NOT_FOUND])
@pytest.mark.parametrize("pattern", [".threatpulse.com", CTC, "."])
def test_dns_policy_override(how: Failure, pattern: str) -> None:
    world = World()
    windows(world, nrpt(pattern))
    world.network.servers[RULE_SERVER] = how
    world.network.says[CTC] = Failure.DNS_TIMEOUT
    report = world.run()
    found = next(row for row in report.findings if row.code == "dns-policy-override")
    assert "dns-policy-override" in codes(report)
    assert (found.severity, found.confidence, found.subject.host) == (Severity.MAJOR, Certainty.CERTAIN, CTC)
    assert {row.fact for row in found.evidence if row.fact} == {f"name_policies[{pattern}].servers"}
    assert set(found.values) == {"host", "rule", "servers", "answer"}
    assert not any(row.code == "dns-name-blocked" and row.masked_by is None for row in report.findings if row.subject.host == CTC)


def test_a_name_that_the_rule_loses_is_not_blocked_by_the_network() -> None:
    world = World()
    windows(world, nrpt(CTC))
    world.network.servers[RULE_SERVER] = Failure.NAME_NOT_FOUND
    world.network.says[CTC] = Failure.NAME_NOT_FOUND
    report = world.run()
    assert {row.code: row.masked_by for row in report.findings}["dns-name-blocked"] == "dns-policy-override"
    assert codes(report) == ["dns-policy-override"]


def test_a_mac_with_a_resolver_of_its_own_for_the_domain() -> None:
    world = World()
    world.system.files["capture.json"] = {"schema": "wssdiag.capture/1", "os": "macos"}
    world.system.files["macos/scutil-dns.txt"] = (
        f"DNS configuration\n\nresolver #1\n  nameserver[0] : {RESOLVER}\n\n"
        f"resolver #2\n  domain   : threatpulse.com\n  nameserver[0] : {RULE_SERVER}\n"
    )
    world.network.servers[RULE_SERVER] = Failure.DNS_TIMEOUT
    world.network.says[CTC] = Failure.DNS_TIMEOUT
    assert "dns-policy-override" in codes(world.run())


def test_a_name_that_the_system_still_knows_makes_it_likely() -> None:
    world = World()
    windows(world, nrpt(CTC))
    world.network.servers[RULE_SERVER] = Failure.DNS_TIMEOUT
    assert [(row.code, row.confidence) for row in alarming(world.run())] == [("dns-policy-override", Certainty.LIKELY)]


@pytest.mark.parametrize(
    ("pattern", "said"), [(".threatpulse.com", 1), (CTC, 1), (".", 0), (".com", 0), (".office.example", 0), ("threatpulse.com", 0)]
)
def test_a_rule_that_singles_out_the_service_is_possible_until_its_server_is_asked(pattern: str, said: int) -> None:
    world = World()
    windows(world, nrpt(pattern))
    world.run_agent()
    facts = facts_of(world.system.capture())
    found = [row for row in on_facts_alone(world.session, facts).findings if row.code == "dns-policy-override"]
    assert [(row.severity, row.confidence, row.subject.address) for row in found] == [
        (Severity.NOTICE, Certainty.POSSIBLE, RULE_SERVER)
    ] * said
    assert not [row.code for row in world.run(None, facts=facts).findings if row.code == "dns-policy-override"]  # its server answers


def test_a_rule_whose_server_answers() -> None:
    world = World()
    windows(world, nrpt(".threatpulse.com"))
    report = world.run()
    assert codes(report) == []
    assert {row.id: row.status for row in report.checks}[f"name-policy.{CTC}.{RULE_SERVER}"] == "pass"


def test_one_server_of_a_rule_is_enough() -> None:
    world = World()
    windows(world, nrpt(CTC, f"{RULE_SERVER};10.9.9.8"))
    world.network.servers[RULE_SERVER] = Failure.DNS_TIMEOUT
    assert codes(world.run()) == []
    world.network.servers["10.9.9.8"] = Failure.DNS_TIMEOUT
    assert codes(world.run()) == ["dns-policy-override"]


@pytest.mark.parametrize("pattern", [".corp.example", "other.threatpulse.com", "threatpulse.com", ".pulse.com", "threatpulse"])
def test_a_rule_for_other_names(pattern: str) -> None:
    world = World()
    windows(world, nrpt(pattern))
    world.network.servers[RULE_SERVER] = Failure.DNS_TIMEOUT
    report = world.run()
    assert codes(report) == []
    assert not [row.id for row in report.checks if row.id.startswith("name-policy.")]


def test_the_longest_rule_decides() -> None:
    world = World()
    windows(world, nrpt(".") + nrpt(CTC, "10.9.9.8").replace("{A}", "{B}"))
    world.network.servers[RULE_SERVER] = Failure.DNS_TIMEOUT
    report = world.run()
    assert f"name-policy.{CTC}.10.9.9.8" in {row.id for row in report.checks}
    assert CTC not in {row.subject.host for row in report.findings}


def test_a_name_that_exists_nowhere_is_not_the_rules_fault() -> None:
    world = World()
    windows(world, nrpt(CTC))
    world.network.servers |= dict.fromkeys((RULE_SERVER, *world.network.public), Failure.DNS_TIMEOUT)
    world.network.says[CTC] = Failure.DNS_TIMEOUT
    world.network.block(CTC_ADDRESS)
    assert "dns-policy-override" not in codes(world.run())


# dns-slow


def resolvers_take(world: World, ms: float) -> None:
    world.network.lookup_ms |= {None: ms, RESOLVER: ms}


def test_dns_slow() -> None:
    world = World()
    resolvers_take(world, 1500.0)
    report = world.run()
    assert codes(report) == ["dns-slow"]
    found = report.findings[0]
    assert found.severity is Severity.MINOR
    assert found.values == {"median": "1.5", "servers": RESOLVER, "from": "192.0.2.17"}
    assert f"dns.server.{RESOLVER}" in {row.check for row in found.evidence}


@settings(max_examples=15, deadline=None)
@given(ms=st.floats(1.0, 3900.0))
def test_the_threshold_decides(ms: float) -> None:
    world = World()
    resolvers_take(world, ms)
    assert (codes(world.run()) == ["dns-slow"]) is (ms > SLOW_NAMES_MS)


def test_a_dead_resolver_before_a_live_one_says_nothing_of_the_live_one() -> None:
    world = World()
    world.system.files["linux/resolv.conf"] = f"nameserver {RESOLVER}\nnameserver {SECOND_RESOLVER}\n"
    world.network.servers[RESOLVER] = Failure.DNS_TIMEOUT
    assert codes(world.run()) == []
    world.network.lookup_ms[None] = 4000.0
    assert codes(world.run()) == []
    world.network.lookup_ms[SECOND_RESOLVER] = 1500.0
    assert codes(world.run()) == ["dns-slow"]


def test_lookups_that_lost_a_datagram_while_the_server_is_quick() -> None:
    world = World()
    world.network.lookup_ms[None] = 1500.0
    assert codes(world.run()) == []


def test_a_slow_resolver_hides_nothing() -> None:
    world = World()
    resolvers_take(world, 1500.0)
    world.network.block(CTC, 443)
    assert codes(world.run()) == ["port-blocked", "dns-slow"]


def test_silence_is_no_slowness() -> None:
    world = World()
    world.network.servers[RESOLVER] = Failure.DNS_TIMEOUT
    world.network.says["*"] = Failure.DNS_TIMEOUT
    resolvers_take(world, 4000.0)
    assert codes(world.run()) == ["dns-server-silent"]


@pytest.mark.parametrize(("quick_proxy", "expected"), [(False, ["dns-slow"]), (True, [])])
def test_before_a_proxy_its_own_name_counts(quick_proxy: bool, expected: list[str]) -> None:
    world = World()
    world.set_proxy()
    resolvers_take(world, 1500.0)
    report = world.run(None)
    if quick_proxy:
        rows = {row.id: row for row in report.checks}
        name = rows[f"proxy.dns.{PROXY}"]
        quick = msgspec.structs.replace(name, observations=(msgspec.structs.replace(name.observations[0], elapsed_ms=5.0),))
        report = msgspec.structs.replace(report, checks=tuple((rows | {name.id: quick}).values()))
    said = [row.code for row in findings_of(report, world.session.background)]
    assert [code for code in said if code == "dns-slow"] == expected


def test_a_proxy_by_address_needs_no_names() -> None:
    world = World()
    world.set_proxy("10.20.0.8")
    resolvers_take(world, 1500.0)
    assert codes(world.run(None)) == []
