"""Rules for names: the second table of the causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.checks.doubt import is_private
from wssdiag.checks.situation import resolvers_to_ask
from wssdiag.diagnosis.case import Case, Conclusion, check, fact
from wssdiag.diagnosis.proxy import host_of_proxy
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import known
from wssdiag.model.failure import NAME_DENIED, RESOLVER_FAILING, RESOLVER_SILENT, Failure
from wssdiag.model.finding import Certainty, Evidence, Severity, Subject
from wssdiag.model.observation import Observation, ResolveDetail, TlsDetail
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import is_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.location import Location

#: What a resolver may say, or not say, for a passing reason: it counts only when it came twice.
_PASSING = frozenset({Failure.DNS_SERVFAIL, Failure.DNS_TIMEOUT})

_TWICE = 2

_WORDS = {
    Failure.NAME_NOT_FOUND: "no such name",
    Failure.NO_ADDRESS: "no address",
    Failure.DNS_REFUSED: "refused",
    Failure.DNS_SERVFAIL: "server failure",
    Failure.DNS_TIMEOUT: "no answer",
}


def dns_not_configured(case: Case) -> Iterator[Conclusion]:
    """The method needs names here and no resolver is configured."""
    if isinstance(case.facts.resolvers, Unknown) or case.facts.resolvers or case.resolving_control() or not _needs_names(case):
        return
    steps = tuple(result.id for result in _failed_names(case))
    yield Conclusion("dns-not-configured", Severity.BLOCKER, Certainty.CERTAIN, (fact("resolvers", "none"),), steps)


def dns_server_silent(case: Case) -> Iterator[Conclusion]:
    """None of the configured resolvers answers; a control address, or the first hop, is reachable."""
    servers = _servers(case)
    if not servers or case.resolving_control() or not _needs_names(case) or not _all_were_asked(case, servers):
        return
    if not all(result.status is Status.FAIL and _is_silent(result) for result in servers):
        return
    alive = case.answering_control()
    proof = check(alive) if alive else case.first_hop_answers()
    if proof is None:
        return
    yield _about_servers(case, "dns-server-silent", servers, {"servers": _addresses(servers)}, proof)


def dns_server_failing(case: Case) -> Iterator[Conclusion]:
    """Resolvers answer SERVFAIL or REFUSED for control names too."""
    servers = _servers(case)
    if case.resolving_control() or not _needs_names(case) or any(result.status is not Status.FAIL for result in servers):
        return
    failing = [result for result in servers if _last(result) in RESOLVER_FAILING]
    if not failing or any(seen.failure not in RESOLVER_FAILING | RESOLVER_SILENT for result in servers for seen in result.observations):
        return
    answer = _WORDS[_last(failing[0]) or Failure.DNS_SERVFAIL]
    yield _about_servers(case, "dns-server-failing", failing, {"servers": _addresses(failing), "answer": answer})


def hosts_file_override(case: Case) -> Iterator[Conclusion]:
    """The hosts file names a service host: a notice where the address proves itself or is documented, or a proxy resolves; else major.

    The proxy's own name is resolved here, and CONNECT in the clear proves nothing of who answers.
    """
    for entry in known(case.facts.hosts):
        for location in _by_host(case):
            if location.host not in entry.names:
                continue
            elsewhere = case.by_proxy and not _is_the_proxy(case, location)
            proof = _proves_itself(case, location, entry.address)
            good = elsewhere or entry.address in location.addresses or proof is not None
            step = f"dns.{location.host}" if elsewhere or not case.by_proxy else f"proxy.dns.{location.host}"
            result = case.results.get(step)
            yield Conclusion(
                "hosts-file-override",
                Severity.NOTICE if good else case.judged(location, Severity.MAJOR),
                Certainty.CERTAIN,
                (fact(f"hosts[{location.host}]", entry.address), *(check(row) for row in (result, proof) if row)),
                (step,),
                Subject(host=location.host, address=entry.address),
                {"host": location.host or "", "address": entry.address, "file": _hosts_file(case)},
            )


def dns_name_blocked(case: Case) -> Iterator[Conclusion]:
    """Control names resolve; this one gives no usable address, while a second opinion or a documented address says that it exists."""
    resolving = case.resolving_control()
    if resolving is None:
        return
    for location in _by_host(case):
        result = case.results.get(f"dns.{location.host}")
        if result is None or result.status is not Status.FAIL or not _denied(result):
            continue
        proof = _exists_elsewhere(case, location)
        if proof is None:
            continue
        answer = _answer_words(result.observations)
        yield Conclusion(
            "dns-name-blocked",
            case.judged(location, Severity.MAJOR),
            Certainty.CERTAIN,
            (check(result), check(resolving), check(proof[0])),
            (result.id,),
            Subject(host=location.host),
            {"host": location.host or "", "answer": answer, "other": proof[1]},
        )


def dns_wrong_answer(case: Case) -> Iterator[Conclusion]:
    """The address given fails to prove itself by TLS, while a documented address or a second opinion's does."""
    for location in _by_host(case):
        result = case.results.get(f"dns.{location.host}")
        if result is None or result.status not in {Status.PASS, Status.WARN}:
            continue
        given = [
            address for row in result.observations if row.ok and isinstance(row.detail, ResolveDetail) for address in row.detail.addresses
        ]
        if not given or any(_proves_itself(case, location, address) for address in given) or not any(_in_doubt(case, row) for row in given):
            continue
        proof = _proven_address(case, location)
        if proof is None or proof[1] in given:
            continue
        yield Conclusion(
            "dns-wrong-answer",
            case.judged(location, Severity.MAJOR),
            Certainty.CERTAIN,
            (check(result), check(proof[0])),
            (result.id,),
            Subject(host=location.host, address=given[0]),
            {"host": location.host or "", "answer": given[0], "expected": proof[1]},
        )


def _needs_names(case: Case) -> bool:
    """Whether the method needs names on this computer: a proxy resolves for it, unless its own name fails; addresses need none."""
    if case.by_proxy:
        return any(result.status is Status.FAIL for result in case.family("proxy.dns"))
    return any(row.host and not is_literal(row.host) for row in case.locations.values())


def _servers(case: Case) -> tuple[CheckResult, ...]:
    return tuple(result for result in case.family("dns.server") if result.ran)


def _failed_names(case: Case) -> tuple[CheckResult, ...]:
    """The names that failed; one that the hosts file gives does not, and what fails behind it has a cause of its own."""
    names = (result for result in case.family("dns") if not result.id.startswith("dns.server."))
    return tuple(result for result in (*names, *case.family("control.dns"), *case.family("proxy.dns")) if result.status is Status.FAIL)


def _about_servers(
    case: Case, code: str, servers: tuple[CheckResult, ...] | list[CheckResult], values: dict[str, str], proof: Evidence | None = None
) -> Conclusion:
    """Every name that failed is a consequence: their checks are steps of the conclusion beside the servers' own."""
    evidence = tuple(check(result) for result in servers) + ((proof,) if proof else ())
    steps = tuple(result.id for result in (*servers, *_failed_names(case)))
    return Conclusion(code, Severity.BLOCKER, Certainty.CERTAIN, evidence, steps, values=values)


def _addresses(servers: tuple[CheckResult, ...] | list[CheckResult]) -> str:
    return ", ".join(result.id.removeprefix("dns.server.") for result in servers)


def _all_were_asked(case: Case, servers: tuple[CheckResult, ...]) -> bool:
    """Whether no configured resolver was left out: one that nobody asked may be the one that lives."""
    return {f"dns.server.{row.address}" for row in resolvers_to_ask(case.facts)} <= {result.id for result in servers}


def _is_silent(result: CheckResult) -> bool:
    """Whether nothing came to any question: one answer, whatever it says, shows that somebody is there."""
    return bool(result.observations) and all(seen.failure in RESOLVER_SILENT for seen in result.observations)


def _last(result: CheckResult) -> Failure | None:
    return result.observations[-1].failure if result.observations else None


def _by_host(case: Case) -> tuple[Location, ...]:
    """One location a host: a required, verified one where there is one, since the name is judged by what needs it most."""
    chosen: dict[str, Location] = {}
    for location in case.locations.values():
        if location.host and (location.host not in chosen or case.judged(location, Severity.MAJOR) is Severity.MAJOR):
            chosen[location.host] = location
    return tuple(chosen.values())


def _denied(result: CheckResult) -> bool:
    first = result.observations[0].failure if result.observations else None
    failures = [row.failure for row in result.observations]
    return first in NAME_DENIED or (first in _PASSING and len([row for row in failures if row in _PASSING]) >= _TWICE)


def _answer_words(seen: tuple[Observation, ...]) -> str:
    """What a DNS server itself said, where one was asked: the system's resolver makes one error of many answers."""
    row = next((row for row in seen if isinstance(row.detail, ResolveDetail) and row.detail.rcode), seen[0])
    if row.failure is Failure.DNS_BOGON and isinstance(row.detail, ResolveDetail):
        return ", ".join(row.detail.addresses)
    return _WORDS.get(row.failure or Failure.UNKNOWN, "no usable address")


def _exists_elsewhere(case: Case, location: Location) -> tuple[CheckResult, str] | None:
    """The check that shows that the name exists, and the address that it has elsewhere."""
    for opinion in case.family(f"second-opinion.{location.host}"):
        for row in opinion.observations:
            if row.ok and isinstance(row.detail, ResolveDetail) and row.detail.addresses:
                return opinion, row.detail.addresses[0]
    return _proven_address(case, location)


def _proven_address(case: Case, location: Location) -> tuple[CheckResult, str] | None:
    same_host = [row.id for row in case.locations.values() if row.host == location.host]
    for location_id in same_host:
        for check_id in (f"address.{location_id}", f"address.{location_id}.second-opinion"):
            result = case.results.get(check_id)
            last = result.observations[-1] if result and result.status is Status.PASS and result.observations else None
            if result and last and last.ok and isinstance(last.detail, TlsDetail) and last.detail.server_name == location.host:
                return result, last.target.address or ""
    return None


def _proves_itself(case: Case, location: Location, address: str) -> CheckResult | None:
    """The check whose handshake at this very address showed a chain that holds for the name by Mozilla's roots, or by this computer's."""
    for result in case.results.values():
        for row in result.observations:
            seen = row.detail
            if not row.ok or row.target.address != address or not isinstance(seen, TlsDetail) or seen.server_name != location.host:
                continue
            if 0 in {seen.mozilla_code, seen.system_code}:
                return result
    return None


def _in_doubt(case: Case, address: str) -> bool:
    """Whether an address is one that no public service has, or was asked to prove itself, or to open, and failed."""
    failing = (not seen.ok for result in case.results.values() for seen in result.observations if seen.target.address == address)
    return is_private(address) or any(failing)


def _is_the_proxy(case: Case, location: Location) -> bool:
    """Whether a location is the proxy itself that carries the method's traffic: the one thing whose name is not left to the proxy."""
    return any(host_of_proxy(result) == location.host for family in ("proxy.tcp", "proxy.pac") for result in case.family(family))


def _hosts_file(case: Case) -> str:
    return r"C:\Windows\System32\drivers\etc\hosts" if case.facts.os == "windows" else "/etc/hosts"
