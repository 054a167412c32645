"""What each cause asks of those who run the network: about which location, and by which checks. Pure.

Asked for is only what the finding proves to be in the way. Why some causes ask for nothing stands in
``docs/design/0009-what-to-ask-the-network-for.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import msgspec

from wssdiag.catalogue.merge import FROM_PROFILE
from wssdiag.catalogue.rows import PROXY_PROTOCOLS, is_row
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import known
from wssdiag.model.failure import PORT_CLOSED, Failure
from wssdiag.model.finding import Finding, Kind
from wssdiag.model.location import Location, Need, Sureness
from wssdiag.model.mode import Method
from wssdiag.model.observation import ProxyDetail, Step, Via
from wssdiag.remedy.rule_request import Ask, Line, Sender

if TYPE_CHECKING:
    from wssdiag.model.observation import Observation, Target
    from wssdiag.model.report import Report
    from wssdiag.remedy.rule_ends import Ends

#: Steps that come after a connection is open.
_ON_AN_OPEN_CONNECTION: Final = frozenset({Step.TLS, Step.HTTP, Step.LDAP, Step.RPC})

_UPE: Final = "upe"
_MOBILE: Final = "mobile"
_IKE: Final = "ike"


@dataclass(frozen=True, slots=True)
class RunCase:
    """A report, findable."""

    report: Report
    ends: Ends
    locations: Mapping[str, Location]

    def evidence(self, finding: Finding) -> tuple[CheckResult, ...]:
        """The checks that a finding rests on, as far as the report has them."""
        return tuple(self.ends.results[row.check] for row in finding.evidence if row.check in self.ends.results)

    def proxies(self, hops: Sequence[Target]) -> tuple[Location, ...]:
        """The rows of the proxies that were connected to."""
        met = {(hop.host, hop.port) for hop in hops}
        checks = (row for row in self.report.checks if row.id.startswith("proxy."))
        ids = {row.endpoint for row in checks if any((seen.target.host, seen.target.port) in met for seen in row.observations)}
        return tuple(row for row in self.report.proxies if row.id in ids)

    def location(self, result: CheckResult | None, finding: Finding) -> Location | None:
        """The location that a check, or else the finding, is about."""
        return self.locations.get((result.endpoint if result else None) or finding.subject.endpoint or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A request before it is dressed: about which location, and by which checks."""

    ask: Ask
    location: Location
    proof: tuple[CheckResult, ...]  # the one that failed first
    sender: Sender = Sender.THIS_COMPUTER
    at: str = ""
    lines: tuple[Line, ...] | None = None  # None: from this computer to each address of the location
    name_only: bool = False  # about a name: neither port nor address


Asker = Callable[[RunCase, Finding], Iterator[Wish]]


def _closed(case: RunCase, finding: Finding) -> Iterator[Wish]:
    """A port that is closed, or opens and is then cut: the finding's own location."""
    proof = case.evidence(finding)
    location = case.location(None, finding)
    if location is None or not proof:
        return
    seen = _telling(proof[0], finding)
    if seen and seen.step is Step.PROXY:
        yield from _through_proxy(case, location, proof, seen, Ask.ALLOW)
        return
    opened = seen is not None and seen.step in _ON_AN_OPEN_CONNECTION and seen.via is not Via.AGENT
    ask = Ask.EXEMPT if opened or finding.subject.kind is Kind.RESET else Ask.ALLOW
    yield _to_location(case, ask, location, proof)


def _opened(case: RunCase, finding: Finding) -> Iterator[Wish]:
    """A connection that somebody on the way reads, or cuts for its name."""
    proof = case.evidence(finding)
    location = case.location(None, finding)
    if location and proof:
        yield _to_location(case, Ask.EXEMPT, location, proof)


def _service(case: RunCase, finding: Finding) -> Iterator[Wish]:
    """Every location that the method needs, of those that were tried in vain. What is optional can wait."""
    checks = case.evidence(finding)
    beside = tuple(row for row in checks if row.status is not Status.FAIL)
    for result in checks:
        location = case.location(result, finding)
        if location and result not in beside and location.need is not Need.OPTIONAL:
            yield _to_location(case, Ask.ALLOW, location, (result, *beside))


def _name(case: RunCase, finding: Finding) -> Iterator[Wish]:
    """A name for which the network's DNS has no answer, or a wrong one."""
    rows = [row for row in case.report.locations if row.host and row.host == finding.subject.host]
    sure = [row for row in rows if row.provenance.certainty is not Sureness.UNVERIFIED]
    proof = case.evidence(finding)
    if sure and proof:
        location = min(sure, key=lambda row: list(Need).index(row.need) if row.need is not Need.ALTERNATIVE else 0)
        servers = [row.address for row in known(case.report.facts.resolvers) if not row.stub]
        at = " ".join(dict.fromkeys(servers))
        yield Wish(ask=Ask.RESOLVE, location=location, proof=proof, at=at, lines=(case.ends.to_name(),), name_only=True)


def _route(case: RunCase, finding: Finding) -> Iterator[Wish]:
    """The service's proxy that only the tunnel of the site leads to."""
    proof = case.evidence(finding)
    location = case.location(proof[0] if proof else None, finding)
    if location and proof:
        yield _to_location(case, Ask.ROUTE, _as_met(location, finding.subject.host, finding.subject.port), proof)


def _service_proxies(case: RunCase, finding: Finding) -> Iterator[Wish]:
    """The service's own proxies, where their port is closed and something else out there answers.

    A proxy of the organisation's own that is silent may be switched off as well as shut off: nothing proves that a rule is missing.
    """
    beside = next((row for row in case.report.checks if row.id.startswith("direct.") and _answered(row)), None)
    for result in case.evidence(finding):
        location = case.location(result, finding)
        seen = _telling(result, finding)
        if beside is None or location is None or not _is_the_services(location) or seen is None:
            continue
        if seen.step is Step.CONNECT and seen.failure in PORT_CLOSED:
            met = _as_met(location, seen.target.host, seen.target.port)
            yield _to_location(case, Ask.ALLOW, met, (result, beside))


def _refused(case: RunCase, finding: Finding) -> Iterator[Wish]:
    """A location that the proxy refuses."""
    yield from _by_proxy(case, finding, Ask.ALLOW_AT_PROXY)


def _not_reached(case: RunCase, finding: Finding) -> Iterator[Wish]:
    """A location that the proxy lets us ask for, and does not get to."""
    yield from _by_proxy(case, finding, Ask.ALLOW)


def _by_proxy(case: RunCase, finding: Finding, ask: Ask) -> Iterator[Wish]:
    """Only for a location: that a proxy carries no site at all names no destination that could be entered."""
    for result in case.evidence(finding):
        location = case.location(result, finding) if result.id.startswith("tcp.") else None
        seen = _telling(result, finding)
        if location and seen and seen.step is Step.PROXY:
            yield from _through_proxy(case, location, case.evidence(finding), seen, ask)


def _through_proxy(case: RunCase, location: Location, proof: tuple[CheckResult, ...], seen: Observation, ask: Ask) -> Iterator[Wish]:
    """A rule at the proxy, or behind it; none where the proxy is the service itself, which nobody in this network can change."""
    hops = [row.target for row in proof[0].observations if row.step is Step.CONNECT]
    if any(_is_the_services(row) for row in case.proxies(hops)):
        return
    where = seen.detail.proxy if isinstance(seen.detail, ProxyDetail) else ""
    if ask is Ask.ALLOW_AT_PROXY:
        yield Wish(ask=ask, location=location, proof=proof, at=where, lines=(case.ends.to_name(),))
        return
    senders = tuple(dict.fromkeys(hop.address for hop in hops if hop.address))
    lines = case.ends.from_others(location, None, senders)
    yield Wish(ask=ask, location=location, proof=proof, sender=Sender.PROXY, at=where, lines=lines)


def _to_location(case: RunCase, ask: Ask, location: Location, proof: tuple[CheckResult, ...]) -> Wish:
    """From whoever needs it: what is tested from here may be what a firewall, a proxy or a phone sends."""
    sender = _sender(case, location)
    lines = None if sender is Sender.THIS_COMPUTER else case.ends.from_others(location, proof[0])
    return Wish(ask=ask, location=location, proof=proof, sender=sender, lines=lines)


def _sender(case: RunCase, location: Location) -> Sender:
    if location.protocol == _IKE:
        return Sender.PHONE if is_row(location, _MOBILE) else Sender.SITE_FIREWALL
    if case.report.mode.method is Method.PROXY_FORWARDING and location.protocol in PROXY_PROTOCOLS:
        return Sender.FORWARDER
    return Sender.APPLIANCE if is_row(location, _UPE) else Sender.THIS_COMPUTER


def _is_the_services(location: Location) -> bool:
    return location.protocol in PROXY_PROTOCOLS and FROM_PROFILE not in location.provenance.source


def _as_met(location: Location, host: str | None, port: int | None) -> Location:
    """The row for the proxy that was met: one beside the row's own host has its name, and none of its addresses."""
    if not host or host == location.host or host in location.addresses:
        return location
    return msgspec.structs.replace(location, host=host, addresses=(), port=port or location.port)


def _telling(result: CheckResult, finding: Finding) -> Observation | None:
    """The step that failed, as the finding tells it; a family of addresses that there is no way to says least."""
    failed = [seen for seen in result.observations if seen.failure]
    said = [seen for seen in failed if seen.failure is not Failure.NO_ROUTE] or failed
    own = [seen for seen in said if seen.target.address and seen.target.address == finding.subject.address]
    return next(reversed(own or said), None)


def _answered(result: CheckResult) -> bool:
    return result.status in {Status.PASS, Status.WARN} and any(seen.ok for seen in result.observations)


#: Cause -> what it asks for. A cause that is not here asks the network for nothing that could be entered.
ASKERS: Mapping[str, Asker] = MappingProxyType(
    {
        "dns-name-blocked": _name,
        "dns-wrong-answer": _name,
        "service-unreachable": _service,
        "port-blocked": _closed,
        "udp-443-blocked": _closed,
        "tls-intercepted": _opened,
        "tls-reset": _opened,
        "proxy-unreachable": _service_proxies,
        "proxy-denied": _refused,
        "proxy-cannot-reach-service": _not_reached,
        "pac-dead-proxy": _service_proxies,
        "ike-no-answer": _closed,
        "trans-proxy-not-routed": _route,
        "saml-unreachable": _closed,
        "directory-port-blocked": _closed,
        "ac-logon-blocked": _closed,
    }
)
