from __future__ import annotations

import time

import pytest

from tests.fakes import Peer
from tests.world import CTC, CTC_ADDRESS, DATACENTRE, OTHER_NAME, PORTAL, PROXY, RESOLVER, SERVICE_PROXY, UNTRUSTED, World, codes
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Severity
from wssdiag.model.profile import Endpoints, Profile

SECOND_RESOLVER = "192.0.2.54"


def no_names(world: World, how: Failure, *servers: str) -> None:
    """The resolvers of this network do not answer, and so the system has no name."""
    world.network.servers |= dict.fromkeys(servers or (RESOLVER,), how)
    world.network.says["*"] = {Failure.TIMED_OUT: Failure.DNS_TIMEOUT}.get(how, how)


def test_dns_not_configured() -> None:
    world = World()
    world.system.files["linux/resolv.conf"] = ""
    world.network.says["*"] = Failure.RESOLVER_MISSING
    report = world.run()
    assert codes(report) == ["dns-not-configured"]
    assert report.verdict.status == "broken"


@pytest.mark.parametrize("how", [Failure.DNS_SERVFAIL, Failure.DNS_TIMEOUT])
def test_a_name_that_the_hosts_file_gives_needs_no_resolver_and_its_fault_stands(how: Failure) -> None:
    world = World()
    no_names(world, how)
    world.system.files["hosts.txt"] = f"{CTC_ADDRESS} {CTC}\n"
    world.network.says[CTC] = (CTC_ADDRESS,)
    world.network.block(CTC, 443, Failure.BLOCKED_LOCALLY)
    report = world.run()
    assert {row.code for row in report.findings if row.masked_by is None and row.severity is not Severity.NOTICE} == {
        "local-firewall",
        {Failure.DNS_SERVFAIL: "dns-server-failing"}.get(how, "dns-server-silent"),
    }


def test_no_resolver_in_the_facts_and_names_that_resolve() -> None:
    world = World()
    world.system.files["linux/resolv.conf"] = ""
    assert codes(world.run()) == []


def test_a_proxy_that_is_an_address_needs_no_names_here() -> None:
    world = World()
    world.set_proxy("10.20.0.8")
    world.system.files["linux/resolv.conf"] = ""
    world.network.says["*"] = Failure.RESOLVER_MISSING
    report = world.run(None)
    assert codes(report) == []
    assert report.verdict.status == "healthy"


@pytest.mark.parametrize("how", [Failure.DNS_TIMEOUT, Failure.REFUSED, Failure.UNREACHABLE])
def test_dns_server_silent(how: Failure) -> None:
    world = World()
    no_names(world, how)
    world.network.says["*"] = Failure.DNS_TIMEOUT
    report = world.run()
    assert codes(report) == ["dns-server-silent"]
    assert report.findings[0].values == {"servers": RESOLVER, "from": "192.0.2.17"}


def test_one_dead_resolver_beside_a_live_one() -> None:
    world = World()
    world.system.files["linux/resolv.conf"] = f"nameserver {RESOLVER}\nnameserver {SECOND_RESOLVER}\n"
    world.network.servers[RESOLVER] = Failure.DNS_TIMEOUT
    assert codes(world.run()) == []


def test_silent_resolvers_behind_a_dead_first_hop_are_not_accused() -> None:
    world = World()
    no_names(world, Failure.DNS_TIMEOUT)
    world.network.block()
    world.system.files["neighbours.json"] = []
    assert "dns-server-silent" not in [row.code for row in world.run().findings]


@pytest.mark.parametrize(("how", "said"), [(Failure.DNS_SERVFAIL, "server failure"), (Failure.DNS_REFUSED, "refused")])
def test_dns_server_failing(how: Failure, said: str) -> None:
    world = World()
    no_names(world, how)
    report = world.run()
    assert codes(report) == ["dns-server-failing"]
    assert report.findings[0].values == {"servers": RESOLVER, "answer": said, "from": "192.0.2.17"}


def test_internal_resolvers_that_refuse_public_names_are_right_behind_a_proxy() -> None:
    world = World()
    world.set_proxy()
    world.network.says |= {"*": Failure.DNS_REFUSED, PROXY: ("10.20.0.8",)}
    report = world.run(None)
    assert codes(report) == []
    assert report.verdict.status == "healthy"


@pytest.mark.parametrize(
    ("says", "answer"),
    [
        (Failure.NAME_NOT_FOUND, "no such name"),
        (Failure.NO_ADDRESS, "no address"),
        (Failure.DNS_REFUSED, "refused"),
        (Failure.DNS_SERVFAIL, "server failure"),
        (Failure.DNS_TIMEOUT, "no answer"),
        (("0.0.0.0",), "0.0.0.0"),
    ],
    ids=str,
)
def test_dns_name_blocked(says: Failure | tuple[str, ...], answer: str) -> None:
    world = World()
    world.network.says[CTC] = says
    world.network.before = lambda ask: time.sleep(0.2) if ask == CTC and says is Failure.DNS_TIMEOUT else None
    report = world.run()
    assert codes(report) == ["dns-name-blocked"]
    assert report.findings[0].subject.host == CTC
    assert report.findings[0].values == {"host": CTC, "answer": answer, "other": CTC_ADDRESS, "from": "192.0.2.17"}


def test_a_name_that_nobody_knows_is_not_blocked() -> None:
    world = World()
    del world.network.truth[CTC]
    report = world.run()
    assert "dns-name-blocked" not in [row.code for row in report.findings]


def test_a_documented_address_that_proves_itself_is_a_second_opinion() -> None:
    world = World()
    world.network.says[CTC] = Failure.NAME_NOT_FOUND
    world.network.servers |= dict.fromkeys(world.network.public, Failure.DNS_TIMEOUT)
    report = world.run()
    assert codes(report) == ["dns-name-blocked"]
    assert "address.ctc-443" in [row.check for row in report.findings[0].evidence]


def test_an_unverified_name_that_is_blocked_is_a_notice() -> None:
    world = World()
    world.network.says["support.broadcom.com"] = Failure.NAME_NOT_FOUND
    report = world.run()
    assert codes(report) == []
    assert [(row.code, row.severity) for row in report.findings] == [("dns-name-blocked", Severity.NOTICE)]


def test_a_name_that_only_this_resolver_denies_does_not_matter_behind_a_proxy() -> None:
    world = World()
    world.set_proxy()
    world.network.says[PORTAL] = Failure.NAME_NOT_FOUND
    assert world.run(None).findings == ()


@pytest.mark.parametrize("address", ["10.99.99.99", "45.99.99.99"], ids=["private", "parked"])
def test_dns_wrong_answer(address: str) -> None:
    world = World()
    world.network.says[CTC] = (address,)
    world.network.strangers |= {address}
    report = world.run()
    assert codes(report) == ["dns-wrong-answer"]
    assert report.findings[0].values == {"host": CTC, "answer": address, "expected": CTC_ADDRESS, "from": "192.0.2.17"}


def test_dns_wrong_answer_where_nobody_listens() -> None:
    world = World()
    world.network.says[CTC] = ("10.99.99.99",)
    report = world.run()
    assert codes(report) == ["dns-wrong-answer"]
    assert {row.code: row.masked_by for row in report.findings}["port-blocked"] == "dns-wrong-answer"


def test_another_public_address_that_proves_itself_is_fine() -> None:
    world = World()
    world.network.says[CTC] = ("45.77.7.7",)
    world.network.strangers |= {"45.77.7.7"}
    world.network.peers["45.77.7.7", CTC] = Peer()
    assert world.run().findings == ()


def test_the_right_address_with_a_bad_certificate_is_no_wrong_answer() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(system=OTHER_NAME, mozilla=OTHER_NAME)
    assert codes(world.run()) == ["certificate-name"]


def hosts_file(world: World, address: str, name: str = CTC) -> None:
    world.system.files["hosts.txt"] = f"{address} {name}\n"
    world.network.hosts_file[name] = address


def test_hosts_file_override() -> None:
    world = World()
    hosts_file(world, "45.99.99.99")
    world.network.strangers |= {"45.99.99.99"}
    report = world.run()
    assert codes(report) == ["hosts-file-override"]
    assert report.findings[0].values == {"host": CTC, "address": "45.99.99.99", "file": "/etc/hosts"}
    assert {row.masked_by for row in report.findings[1:]} == {"hosts-file-override"}


def test_the_name_of_the_proxy_itself_is_resolved_here() -> None:
    world = World()
    hosts_file(world, "45.99.99.99", SERVICE_PROXY)
    world.network.strangers |= {"45.99.99.99"}
    world.set_proxy(SERVICE_PROXY, 8080)
    report = world.run(None)
    assert codes(report) == ["hosts-file-override"]
    row = next(row for row in report.findings if row.code == "hosts-file-override")
    assert (row.severity, row.subject.host, report.verdict.status) == (Severity.MAJOR, SERVICE_PROXY, "broken")


@pytest.mark.parametrize("address", [CTC_ADDRESS, "45.77.7.7"], ids=["documented", "proves-itself"])
def test_a_hosts_file_that_is_right_is_a_notice(address: str) -> None:
    world = World()
    hosts_file(world, address)
    world.network.strangers |= {address}
    world.network.peers[address, CTC] = Peer()
    report = world.run()
    assert [(row.code, row.severity) for row in report.findings] == [("hosts-file-override", Severity.NOTICE)]


def test_a_hosts_file_that_speaks_of_others() -> None:
    world = World()
    world.system.files["hosts.txt"] = f"0.0.0.0 ads.example not{CTC} {CTC}.example\n"
    assert world.run().findings == ()


def test_a_hosts_file_means_little_where_the_proxy_resolves() -> None:
    world = World()
    world.set_proxy()
    hosts_file(world, "45.99.99.99", PORTAL)
    report = world.run(None)
    assert codes(report) == []
    assert {row.check for row in report.findings[0].evidence if row.check} <= {row.id for row in report.checks}


def test_what_cannot_prove_itself_is_not_asked_to() -> None:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.network.peers["*", DATACENTRE] = Peer(system=UNTRUSTED, mozilla=UNTRUSTED)
    assert world.run().findings == ()
