"""What holds of every report: of runs in randomly broken worlds, and of reports that no run would write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.chain_laws import chains_hold
from tests.detection.test_agent_log import ACTIVE, CONNECTED, FAILED, LOG, UDP_FAILED
from tests.diagnosis.test_resolving import RULE_SERVER, nrpt, windows
from tests.fakes import FakeProxy, Page, Peer
from tests.strategies import values
from tests.world import CTC, DATACENTRE, PORTAL, PROXY, RESOLVER, UNTRUSTED, World, builtin, neighbour
from wssdiag.catalogue.merge import merged
from wssdiag.diagnosis.causes import BY_CODE, ORDER
from wssdiag.diagnosis.diagnose import diagnosed
from wssdiag.model.check import CheckResult
from wssdiag.model.codec import decode, encode
from wssdiag.model.facts import Facts
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Severity
from wssdiag.model.location import Sureness
from wssdiag.model.mode import Method
from wssdiag.model.observation import Observation, Transport
from wssdiag.model.profile import Controls, Endpoints, Profile
from wssdiag.model.report import Report
from wssdiag.model.service_list import ServiceList, Site

if TYPE_CHECKING:
    from wssdiag.diagnosis.background import Background

Fault = Callable[[World], None]

HOSTS = (CTC, PORTAL, DATACENTRE, PROXY, "www.google.com", "www.cloudflare.com", "support.broadcom.com", "proxy.threatpulse.net", None)
HOWS = (Failure.TIMED_OUT, Failure.REFUSED, Failure.UNREACHABLE, Failure.NO_ROUTE, Failure.BLOCKED_LOCALLY, Failure.NO_LOCAL_PORT)
SAYS = (
    Failure.NAME_NOT_FOUND,
    Failure.NO_ADDRESS,
    Failure.DNS_SERVFAIL,
    Failure.DNS_REFUSED,
    Failure.DNS_TIMEOUT,
    Failure.RESOLVER_MISSING,
)
CUTS = (None, None, Failure.RESET, Failure.TLS_EOF, Failure.TLS_ALERT, Failure.TIMED_OUT)
CODES = (0, 9, 10, 18, UNTRUSTED, 20, 23, 62)
STATUSES = (200, 204, 302, 403, 407, 502, 511)

PEERS = st.builds(
    Peer,
    cut=st.sampled_from(CUTS),
    system=st.sampled_from(CODES),
    mozilla=st.sampled_from(CODES),
    issuer=st.sampled_from(("CN=A", "CN=Zscaler Root", "CN=Fortinet CA")),
    small_only=st.booleans(),
)


def port(host: str | None, number: int | None, how: Failure, transport: Transport) -> Fault:
    return lambda world: world.network.block(host, number, how, transport)


def name(host: str | None, says: Failure | tuple[str, ...]) -> Fault:
    return lambda world: world.network.says.update({host or "*": says})


def server(how: Failure) -> Fault:
    return lambda world: world.network.servers.update({RESOLVER: how})


def peer(host: str | None, how: Peer) -> Fault:
    return lambda world: world.network.peers.update({("*", host or "*"): how})


def proxy(host: str, answer: FakeProxy) -> Fault:
    return lambda world: world.set_proxy(host, answer=answer)


def file(path: str, value: object) -> Fault:
    return lambda world: world.system.files.update({path: value})


def round_trips(host: str | None, milliseconds: float) -> Fault:
    return lambda world: world.network.round_trips.update(
        dict.fromkeys((address for name, found in world.network.truth.items() if host in {None, name} for address in found), milliseconds)
    )


def lookups(milliseconds: float) -> Fault:
    return lambda world: world.network.lookup_ms.update({None: milliseconds, RESOLVER: milliseconds})


def name_rule(pattern: str) -> Fault:
    return lambda world: windows(world, nrpt(pattern))


def page(status: int) -> Fault:
    return lambda world: world.network.pages.update({f"https://{PORTAL}/login.jsp": Page(status, "policy_denied")})


def hijack(page: Page) -> Fault:
    return lambda world: setattr(world.network, "hijack", page)


def skew(hours: int) -> Fault:
    return lambda world: setattr(world.network, "skew", timedelta(hours=hours))


def told(*lines: str) -> Fault:
    """What the agent's log says."""
    return file("files.json", [{"path": LOG, "exists": True, "tail": "\n".join(lines)}])


def connected(remote: str, status: str) -> Fault:
    return file("connections.json", [{"pid": 8, "local": "192.0.2.17:50000", "remote": remote, "status": status}])


def listed(published: ServiceList) -> Fault:
    return lambda world: setattr(world, "published", published)


def leaves_from(address: str) -> Fault:
    def change(world: World) -> None:
        world.network.truth["egress.example"] = ("45.77.1.1",)
        world.network.pages[EGRESS] = Page(body=address)

    return change


EGRESS = "https://egress.example/"
SITES = tuple(Site(name=f"S{number}", ingress=(f"45.79.9.{number}",), ranges=("45.79.0.0/16",)) for number in range(4))
LISTS = [ServiceList(source="t", fetched="2026-03-04T11:00:00Z", revised="", sites=row) for row in (SITES, ())]
REMOTES = ("45.79.1.1:443", "45.88.1.1:443", "130.211.30.2:443")

FAULTS = st.one_of(
    st.sampled_from((told(ACTIVE, CONNECTED), told(ACTIVE, UDP_FAILED), told(ACTIVE, FAILED), told(ACTIVE.replace("ACTIVE", "PASSIVE")))),
    st.builds(
        connected, st.sampled_from(("45.79.1.1:443", "45.88.1.1:443", "130.211.30.2:443")), st.sampled_from(("ESTABLISHED", "SYN_SENT"))
    ),
    st.builds(
        listed, st.sampled_from([ServiceList(source="t", fetched="2026-03-04T11:00:00Z", revised="", sites=row) for row in (SITES, ())])
    ),
    st.builds(leaves_from, st.sampled_from(("45.79.1.1", "45.88.1.1", "10.0.0.1", "<html>"))),
    st.builds(port, st.sampled_from(HOSTS), st.sampled_from((443, 80, 3128, None)), st.sampled_from(HOWS), st.sampled_from(("tcp", "udp"))),
    st.builds(name, st.sampled_from(HOSTS), st.sampled_from((*SAYS, ("0.0.0.0",), ("10.1.1.1",)))),
    st.builds(server, st.sampled_from((*SAYS[:-1], Failure.REFUSED))),
    st.builds(peer, st.sampled_from(HOSTS), PEERS),
    st.builds(
        proxy,
        st.sampled_from((PROXY, "10.20.0.8", "proxy.threatpulse.net", "ep.threatpulse.net")),
        st.builds(FakeProxy, st.sampled_from(STATUSES), st.sampled_from((None, None, Failure.RESET, Failure.PROXY_NOT_A_PROXY))),
    ),
    st.builds(file, st.just("routes.json"), st.just([])),
    st.builds(file, st.just("neighbours.json"), st.sampled_from(([], [neighbour("failed")]))),
    st.builds(file, st.just("interfaces.json"), st.just([])),
    st.builds(file, st.just("linux/resolv.conf"), st.just("")),
    st.builds(file, st.just("hosts.txt"), st.sampled_from((f"10.9.9.9 {CTC}\n", f"130.211.30.2 {CTC}\n", f"0.0.0.0 {PORTAL}\n"))),
    st.builds(file, st.just("connectivity.json"), st.just({"networkmanager": "portal"})),
    st.builds(hijack, st.builds(Page, st.sampled_from(STATUSES))),
    st.builds(skew, st.integers(-100, 100)),
    st.builds(round_trips, st.sampled_from(HOSTS), st.sampled_from((1.0, 500.0, 3900.0))),
    st.builds(lookups, st.sampled_from((1.0, 1500.0, 3900.0))),
    st.builds(page, st.sampled_from((403, 503))),
    st.builds(name_rule, st.sampled_from((".", ".threatpulse.com", CTC))),
    st.just(lambda world: world.network.servers.update({RULE_SERVER: Failure.DNS_TIMEOUT})),
)
METHODS = st.sampled_from((None, None, None, *(str(method) for method in Method)))
PROFILES = st.sampled_from(
    (
        Profile(),
        Profile(endpoints=Endpoints(datacentres=(DATACENTRE,), proxies=(f"{PROXY}:3128",), ike_gateways=("192.0.2.200",))),
        Profile(controls=Controls(egress_url=EGRESS)),
        Profile(
            endpoints=Endpoints(identity_provider="https://idp.example/", auth_connector="ac.example", domain_controllers=("dc.example",))
        ),
    )
)

few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
some = settings(max_examples=70, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def broken(profile: Profile, faults: list[Fault], *, agent: bool) -> World:
    world = World(profile=profile)
    if agent:
        world.run_agent()
    for fault in faults:
        fault(world)
    return world


def judge(report: Report, background: Background) -> None:
    """Everything that holds of a diagnosis."""
    found = report.findings
    keys = [(row.severity.rank, ORDER[row.code], row.confidence.rank) for row in found]
    assert keys == sorted(keys)
    assert len({(row.code, row.subject) for row in found}) == len(found)
    ids = {row.id for row in report.checks}
    assert {evidence.check for row in found for evidence in row.evidence if evidence.check} <= ids
    assert all(evidence.check or evidence.fact for row in found for evidence in row.evidence)
    standing = [row for row in found if row.masked_by is None and row.severity is not Severity.NOTICE]
    assert report.verdict.cause == (standing[0].code if standing else None)
    assert all(row.who == BY_CODE[row.code].who for row in found)
    masks_end(report)
    chains_hold(report)
    assert diagnosed(report, background) == report
    assert decode(encode(report), Report) == report
    assert diagnosed(decode(encode(report), Report), background) == report


def masks_end(report: Report) -> None:
    """Each masker is a finding, and from each a chain of maskers leads to one that stands."""
    maskers: dict[str, set[str | None]] = {}
    for row in report.findings:
        maskers.setdefault(row.code, set()).add(row.masked_by)
    for row in report.findings:
        code, seen = row.masked_by, {row.code}
        while code is not None:
            assert code in maskers, f"{row.code} is masked by {code}, which was not found"
            assert code not in seen, f"{row.code} is masked in a circle by {code}"
            seen.add(code)
            code = None if None in maskers[code] else next(iter(maskers[code]))


@few
@given(
    profile=PROFILES,
    faults=st.lists(FAULTS, max_size=5),
    method=METHODS,
    agent=st.booleans(),
    role=st.sampled_from(("client", "auth-connector")),
)
def test_whatever_is_broken(profile: Profile, faults: list[Fault], method: str | None, agent: bool, role: str) -> None:
    world = broken(profile, faults, agent=agent)
    report = world.run(method, role=role)
    assert not [row.id for row in report.checks if row.status in {"error", "cancelled"}]
    ids = [row.id for row in report.checks]
    assert len(ids) == len(set(ids))
    assert all(row.blocked_by in ids for row in report.checks if row.status == "skipped")
    judge(report, world.session.background)


UNVERIFIED = sorted(
    {row.host for row in builtin()[0].location if row.host and row.provenance.certainty is Sureness.UNVERIFIED}
    - {row.host for row in builtin()[0].location if row.provenance.certainty is not Sureness.UNVERIFIED}
)


@few
@given(
    host=st.sampled_from(UNVERIFIED),
    fault=st.one_of(
        st.builds(
            lambda how, number: lambda host: port(host, number, how, Transport.TCP), st.sampled_from(HOWS), st.sampled_from((443, None))
        ),
        st.builds(lambda says: lambda host: name(host, says), st.sampled_from((*SAYS[:-1], ("10.1.1.1",)))),
        st.builds(lambda how: lambda host: peer(host, how), PEERS),
        st.just(lambda host: file("hosts.txt", f"10.9.9.9 {host}\n")),
    ),
    method=st.sampled_from(("wss-agent", "unified-agent", "upe", "mobile", "ipsec")),
)
def test_an_unverified_location_never_gives_more_than_a_notice(host: str, fault: Callable[[str], Fault], method: str) -> None:
    world = broken(Profile(), [fault(host)], agent=False)
    report = world.run(method)
    assert {row.severity for row in report.findings} <= {Severity.NOTICE}
    assert report.verdict.cause is None


@some
@given(report=values(Report))
def test_a_report_of_noise(report: Report) -> None:
    background = World().session.background
    again = diagnosed(report, background)
    assert diagnosed(again, background) == again


def runs() -> tuple[Report, ...]:
    """One of a direct method, one of a proxy, one of an agent."""
    direct, proxied, agent = World(), World(), World()
    direct.network.block(CTC, 443)
    proxied.set_proxy(answer=FakeProxy(403))
    agent.run_agent()
    agent.network.peers["*", CTC] = Peer(cut=Failure.RESET)
    return direct.run(), proxied.run(None), agent.run(None)


REPORTS = runs()


def forged(data: st.DataObject) -> Report:
    """A report of a run, in which some results were exchanged for what no run would write."""
    report = data.draw(st.sampled_from(REPORTS).map(Wrapped)).report
    ids = st.sampled_from([row.id for row in report.checks])
    rows = {row.id: row for row in report.checks}
    seen = st.lists(st.one_of(values(Observation), st.sampled_from(OBSERVATIONS)), max_size=3).map(tuple)
    needs = st.lists(ids, max_size=2).map(tuple)
    for check_id in data.draw(st.lists(ids, max_size=6)):
        fixed = {"id": st.just(check_id), "endpoint": st.just(rows[check_id].endpoint)}
        rows[check_id] = data.draw(values(CheckResult, needs=needs, observations=seen, **fixed))
    facts = data.draw(st.one_of(st.none(), values(Facts)))
    return msgspec.structs.replace(report, checks=tuple(rows.values()), facts=facts or report.facts)


class Wrapped:
    """A report that Hypothesis does not print: it is longer than anybody reads."""

    def __init__(self, report: Report) -> None:
        self.report = report


OBSERVATIONS = [
    msgspec.structs.replace(seen, failure=failure)
    for report in REPORTS
    for row in report.checks[:40:4]
    for seen in row.observations
    for failure in (None, Failure.TIMED_OUT, Failure.BLOCKED_LOCALLY, Failure.CERT_EXPIRED, Failure.RESET)
]


@some
@given(data=st.data())
def test_a_report_that_no_run_would_write(data: st.DataObject) -> None:
    background = World().session.background
    judge(diagnosed(forged(data), background), background)


@few
@given(profile=PROFILES)
def test_a_profile_merged_twice_is_merged_once(profile: Profile) -> None:
    once = merged(builtin()[0], profile)
    assert merged(once, profile) == once
