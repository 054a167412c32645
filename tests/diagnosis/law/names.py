"""The second table of the list: names."""

from __future__ import annotations

from ipaddress import ip_address
from statistics import median
from typing import TYPE_CHECKING

from tests.diagnosis.law.told import Told, named
from wssdiag.model.facts import known
from wssdiag.model.failure import Failure
from wssdiag.model.observation import TlsDetail

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult

_SILENT = frozenset({Failure.DNS_TIMEOUT, Failure.TIMED_OUT, Failure.REFUSED, Failure.UNREACHABLE, Failure.NO_ROUTE})
_FAILING = frozenset({Failure.DNS_SERVFAIL, Failure.DNS_REFUSED})
_DENIED = frozenset({Failure.NAME_NOT_FOUND, Failure.NO_ADDRESS, Failure.DNS_BOGON, Failure.DNS_REFUSED})
_ONCE_IS_NO_PROOF = frozenset({Failure.DNS_SERVFAIL, Failure.DNS_TIMEOUT})
_SLOW_MS = 1000.0


def needs_names(told: Told) -> bool:
    """A proxy resolves for its method, unless its own name does not."""
    return not told.by_proxy or any(row.status == "fail" for row in told.family("proxy.dns"))


def _no_control_resolves(told: Told) -> bool:
    return not any(named(row) for row in told.family("control.dns"))


def dns_not_configured(told: Told) -> bool:
    return told.facts.resolvers == () and needs_names(told) and _no_control_resolves(told)


def _servers(told: Told) -> tuple[CheckResult, ...]:
    return told.of("dns.server")


def dns_server_silent(told: Told) -> bool:
    """Every upstream that is configured was asked and is silent; a control, or the first hop, is alive."""
    upstreams = {f"dns.server.{row.address}" for row in known(told.facts.resolvers) if not row.stub}
    asked = {row.id for row in _servers(told)}
    silent = all(row.observations and all(seen.failure in _SILENT for seen in row.observations) for row in _servers(told))
    alive = told.control() or any(row not in _servers(told) for row in told.cited) or bool(set(told.said.values()) & _LIVING)
    return bool(asked) and upstreams <= asked and silent and alive and needs_names(told) and _no_control_resolves(told)


_LIVING = {"reachable", "stale", "delay", "probe", "permanent"}


def dns_server_failing(told: Told) -> bool:
    failing = all(row.observations and row.observations[-1].failure in _FAILING for row in _servers(told))
    well = any(seen.ok for row in told.family("dns.server") for seen in row.observations)
    return bool(_servers(told)) and failing and not well and needs_names(told) and _no_control_resolves(told)


def proves_itself(told: Told, host: str | None, address: str | None) -> bool:
    """Whether a handshake at the address showed a chain that holds for the name."""
    details = (seen.detail for row in told.report.checks for seen in row.observations if seen.ok and seen.target.address == address)
    return any(isinstance(one, TlsDetail) and one.server_name == host and 0 in {one.system_code, one.mozilla_code} for one in details)


def hosts_file_override(told: Told) -> bool:
    host, address = told.subject.host, told.subject.address
    entry = any(row.address == address and host in row.names for row in known(told.facts.hosts))
    documented = any(address in row.addresses for row in told.locations_of(host))
    right = documented or proves_itself(told, host, address)
    return entry and bool(told.locations_of(host)) and (not right or told.finding.severity == "notice")


def dns_policy_override(told: Told) -> bool:
    """A rule of this computer for the name, and none of its resolvers answers it; the name exists."""
    host = told.subject.host or ""
    fits = [
        row
        for row in known(told.facts.name_policies)
        if row.pattern in {".", host} or host.endswith(row.pattern if row.pattern.startswith(".") else "\0")
    ]
    rule = any(f"name_policies[{row.pattern}].servers" in told.said for row in fits)
    if not told.report.checks:
        return rule and told.finding.confidence == "possible"
    asked = told.of(f"name-policy.{host}")
    exists = any(named(row) or proven(told, row, host) for row in told.cited if row not in asked)
    return rule and bool(asked) and not any(named(row) for row in told.family(f"name-policy.{host}")) and exists


def proven(told: Told, row: CheckResult, host: str | None) -> bool:
    """Whether a check shows that an address is the name's."""
    return any(seen.ok and isinstance(seen.detail, TlsDetail) and seen.detail.server_name == host for seen in row.observations)


def dns_name_blocked(told: Told) -> bool:
    """No usable address here, a control name resolves, and the name exists elsewhere."""
    host = told.subject.host
    (here,) = (row for row in told.cited if row.id == f"dns.{host}")
    failures = [seen.failure for seen in here.observations]
    passing = [failure for failure in failures if failure in _ONCE_IS_NO_PROOF]
    denied = not any(seen.ok for seen in here.observations[:1]) and (failures[0] in _DENIED or len(passing) > 1)
    elsewhere = any(named(row) for row in told.of(f"second-opinion.{host}")) or any(proven(told, row, host) for row in told.of("address"))
    return denied and any(named(row) for row in told.of("control.dns")) and elsewhere


def dns_wrong_answer(told: Told) -> bool:
    """What was given is private, or was asked to prove itself and failed; another address proves itself."""
    host = told.subject.host
    given = named(told.checks[f"dns.{host}"])
    failing = any(ip_address(one).is_private or _was_tried(told, one) for one in given)
    right = any(proven(told, row, host) and row.observations[-1].target.address not in given for row in told.of("address"))
    return bool(given) and not any(proves_itself(told, host, one) for one in given) and failing and right


def _was_tried(told: Told, address: str) -> bool:
    return any(not seen.ok and seen.target.address == address for row in told.report.checks for seen in row.observations)


def dns_slow(told: Told) -> bool:
    times = {
        row.id: _until_named(row) for row in told.family("dns", "control.dns", "proxy.dns") if any(seen.ok for seen in row.observations)
    }
    cited = [times.get(row.id, 0.0) for row in told.cited]
    server = any(row.id.startswith("dns.server.") for row in told.cited)
    return bool(cited) and server and min(cited) > _SLOW_MS and median(times.values()) > _SLOW_MS


def _until_named(row: CheckResult) -> float:
    first = next(number for number, seen in enumerate(row.observations, 1) if seen.ok)
    return sum(seen.elapsed_ms for seen in row.observations[:first])
