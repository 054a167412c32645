"""Rules for the configured proxy: the part of the fourth table that needs no PAC script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import has_cause_of_its_own
from wssdiag.checks.pac import evaluated, proxy_check_id, taken
from wssdiag.diagnosis.case import Case, Conclusion, answered, check, fact, failed
from wssdiag.diagnosis.reaching import KINDS, closed_beside
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import known
from wssdiag.model.failure import PORT_CLOSED, Failure
from wssdiag.model.finding import Certainty, Evidence, Kind, Severity, Subject
from wssdiag.model.mode import Method
from wssdiag.model.observation import Observation, ProxyDetail, Step, Target, Transport, Via
from wssdiag.model.report import Protected
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import bare_host

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Schemes that need a ticket or a domain account; a name and a password typed by a person do not help.
_TICKET_SCHEMES = frozenset({"negotiate", "ntlm", "kerberos"})

_DENIED_NAME = frozenset({Failure.NAME_NOT_FOUND, Failure.NO_ADDRESS, Failure.DNS_BOGON})

_SILENT_PROXY = frozenset({Failure.TIMED_OUT, Failure.RESET, Failure.PROXY_NOT_A_PROXY})


def proxy_name_not_found(case: Case) -> Iterator[Conclusion]:
    """The configured proxy's name does not resolve, other names here do (or the resolver itself says that there is no such name)."""
    for result in case.family("proxy.dns"):
        seen = result.observations[0] if result.observations else None
        if (
            result.status is not Status.FAIL
            or seen is None
            or seen.failure not in _DENIED_NAME
            or any(row.ok for row in result.observations)
        ):
            continue
        resolving = case.resolving_control()
        living = next((row for row in case.family("dns.server") if answered(row) or row.status is Status.PASS), None)
        other = resolving or living
        if other is None:
            continue
        host = result.id.removeprefix("proxy.dns.")
        yield Conclusion(
            "proxy-name-not-found",
            Severity.BLOCKER,
            Certainty.CERTAIN if resolving else Certainty.LIKELY,
            (check(result), check(other)),
            (result.id,),
            Subject(host=host),
            {"proxy": host, "host": host},
        )


def proxy_unreachable(case: Case) -> Iterator[Conclusion]:
    """The proxy's port is dropped, refused or unreachable; or the proxy belongs on this very network, and is not there."""
    for result in case.family("proxy.tcp"):
        seen = failed(result, PORT_CLOSED | {Failure.NO_ROUTE}, Step.CONNECT)
        if seen and seen.failure is Failure.NO_ROUTE and not case.silent_neighbour(seen.target.address):
            continue
        if seen and not not_routed(case, result):
            kind = KINDS.get(seen.failure or Failure.TIMED_OUT, Kind.UNREACHABLE)
            values = {"proxy": _proxy(result), "host": seen.target.host or "", "port": str(seen.target.port), "kind": str(kind)}
            yield _about(result, seen, "proxy-unreachable", values, kind=kind, beside=closed_beside(case, result))


def not_routed(case: Case, result: CheckResult) -> CheckResult | None:
    """The control that answers, where a closed proxy is the service's own that only a site's tunnel leads to: the tunnel's matter then."""
    if case.mode.method is not Method.TRANS_PROXY or not _is_of_the_service(case, result):
        return None
    return next((row for row in case.family("direct") if answered(row)), None)


def proxy_not_a_proxy(case: Case) -> Iterator[Conclusion]:
    """What listens there does not speak HTTP proxy: it connects, and then answers in another language, cuts, or says nothing."""
    for result in case.family("proxy.connect"):
        seen = failed(result, _SILENT_PROXY, Step.PROXY)
        if seen and not _went_through(result):
            yield _about(result, seen, "proxy-not-a-proxy", {"proxy": _proxy(result)})


def _asked(case: Case) -> tuple[CheckResult, ...]:
    """The proxies that were asked for a site and that a browser stays with: the configured one, and those of a PAC file."""
    detail = evaluated(case.results)
    entries = dict.fromkeys(taken(answer, case.results) for answer in detail.answers if answer.ordinary) if detail else {}
    of_the_file = tuple(row for entry in entries if entry and (row := case.results.get(proxy_check_id(entry))))
    return (*case.family("proxy.connect"), *of_the_file)


def proxy_auth_required(case: Case) -> Iterator[Conclusion]:
    """407. The normal challenge is a notice; a blocker only where no scheme that is offered can be answered here."""
    for result in _asked(case):
        seen = next((row for row in result.observations if row.failure is Failure.PROXY_AUTH), None)
        if seen is None or not isinstance(seen.detail, ProxyDetail) or _went_through(result):
            continue
        schemes = seen.detail.schemes
        ticket = _no_ticket(case) if schemes and set(schemes) <= _TICKET_SCHEMES else None
        severity = Severity.BLOCKER if ticket else Severity.NOTICE
        values = {"proxy": _proxy(result), "schemes": ", ".join(schemes) or "none named"}
        yield _about(result, seen, "proxy-auth-required", values, severity=severity, more=ticket or ())


def proxy_denied(case: Case) -> Iterator[Conclusion]:
    """The proxy refuses the request (403, 405, ...), for two unrelated sites."""
    yield from _refusals(case, Failure.PROXY_DENIED, "proxy-denied")


def proxy_cannot_reach_service(case: Case) -> Iterator[Conclusion]:
    """The proxy answers 502, 503 or 504 for the target."""
    yield from _refusals(case, Failure.PROXY_UPSTREAM, "proxy-cannot-reach-service")


def proxy_not_the_service(case: Case) -> Iterator[Conclusion]:
    """Web traffic is known to leave around the service, and goes to a proxy that is neither the service's nor declared."""
    web = case.results.get("web.method")
    carried = web is not None and any(seen.ok and seen.via is Via.PROXY for seen in web.observations)
    if web is None or case.network.protected is not Protected.NO or not carried or not case.by_proxy or not case.mode.in_use:
        return
    taken = (row for row in case.family("proxy.pac") if row.id in web.needs)
    for result in (*case.family("proxy.connect"), *taken):
        if not answered(result) or _is_of_the_service(case, result) or _is_declared(case, result):
            continue
        host = host_of_proxy(result)
        steps = (result.id,)
        subject = Subject(host=host, port=_port(result), transport=Transport.TCP)
        evidence = (check(result), check(web), fact("network.protected", str(case.network.protected)))
        yield Conclusion(
            "proxy-not-the-service", Severity.MAJOR, Certainty.CERTAIN, evidence, steps, subject, {"proxy": _proxy(result), "host": host}
        )


def _is_of_the_service(case: Case, result: CheckResult) -> bool:
    """Whether a proxy stands in the catalogue by itself, not by the organisation's profile."""
    return result.endpoint is not None and not _is_declared(case, result)


def _is_declared(case: Case, result: CheckResult) -> bool:
    declared = {bare_host(proxy.rpartition(":")[0].strip("[]")) for proxy in case.profile.endpoints.proxies}
    return bare_host(host_of_proxy(result)) in declared


def _port(result: CheckResult) -> int | None:
    port = result.id.rpartition("-")[2]
    return int(port) if port.isdecimal() else None


def _went_through(result: CheckResult) -> bool:
    """Whether the proxy let one of the sites through: then what it says of another one is no matter of its own."""
    return any(seen.ok and seen.step is Step.PROXY for seen in result.observations)


def _refusals(case: Case, failure: Failure, code: str) -> Iterator[Conclusion]:
    results = (*_asked(case), *(row for row in case.family("tcp") if case.by_proxy))
    for result in results:
        seen = failed(result, frozenset({failure}), Step.PROXY)
        if seen is None or not isinstance(seen.detail, ProxyDetail) or _went_through(result):
            continue
        location = case.locations.get(result.endpoint or "")
        if location and failure is Failure.PROXY_UPSTREAM and has_cause_of_its_own(location):
            continue
        severity = case.by_need(location) if location and result.id.startswith("tcp.") else Severity.BLOCKER
        values = {"proxy": seen.detail.proxy or _proxy(result), "status": str(seen.detail.status), "target": seen.target.host or ""}
        yield _about(result, seen, code, values, severity=severity)


def _about(  # noqa: PLR0913 - one row of a finding; a parameter object would be the finding again
    result: CheckResult,
    seen: Observation,
    code: str,
    values: dict[str, str],
    *,
    severity: Severity = Severity.BLOCKER,
    kind: Kind | None = None,
    more: tuple[Evidence, ...] = (),
    beside: tuple[str, ...] = (),
) -> Conclusion:
    subject = _subject(result, seen, kind)
    return Conclusion(code, severity, Certainty.CERTAIN, (check(result), *more), (result.id, *beside), subject, values)


def _subject(result: CheckResult, seen: Observation, kind: Kind | None) -> Subject:
    """The proxy itself in its own checks, whatever site was asked for through it; else the location."""
    target = seen.target
    if result.id.startswith("proxy."):
        tried = [row.target for row in result.observations if row.step is Step.CONNECT]
        target = Target(host=host_of_proxy(result), address=tried[-1].address if tried else None, port=tried[-1].port if tried else None)
    return Subject(endpoint=result.endpoint, host=target.host, address=target.address, port=target.port, transport=Transport.TCP, kind=kind)


def host_of_proxy(result: CheckResult) -> str:
    """``proxy.tcp.host-8080`` -> ``host``."""
    return result.id.split(".", 2)[2].rpartition("-")[0]


def _proxy(result: CheckResult) -> str:
    """``proxy.tcp.host-8080`` -> ``host:8080``; an IPv6 address stands in brackets (RFC 3986 section 3.2.2)."""
    host = host_of_proxy(result)
    return f"{f'[{host}]' if ':' in host else host}:{result.id.rpartition('-')[2]}"


def _no_ticket(case: Case) -> tuple[Evidence, ...] | None:
    """The proof that no ticket and no domain account is at hand: every place where one would lie was looked at, and is empty."""
    if isinstance(case.facts.files, Unknown) or case.facts.os == "windows":
        return None
    places = [row for row in known(case.facts.files) if "krb5" in row.path]
    if not places or any(row.exists for row in places):
        return None
    return tuple(fact(f"files[{row.path}].exists", value=False) for row in places)
