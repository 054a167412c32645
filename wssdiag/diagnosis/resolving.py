"""Rules for how names are resolved where they resolve at all: rules of this computer for some names, and slow answers."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import is_of_the_organisation
from wssdiag.checks.names import policy_for
from wssdiag.diagnosis.case import Case, Conclusion, answered, check, fact
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import NAME_DENIED, RESOLVER_FAILING, RESOLVER_SILENT, Failure
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.observation import ResolveDetail, TlsDetail

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A look-up that takes longer is slow: every new site begins with one.
SLOW_NAMES_MS = 1000.0

#: Fewer look-ups give no median: one lost datagram costs more than a second.
_LOOKUPS = 3

#: What a resolver said, or did not say, to which it is no use for a name.
_NO_USE = RESOLVER_SILENT | RESOLVER_FAILING | NAME_DENIED

_ANSWERS = {
    **dict.fromkeys(RESOLVER_SILENT, "silent"),
    **dict.fromkeys(NAME_DENIED, "unknown"),
    **dict.fromkeys(RESOLVER_FAILING, "failing"),
}


def dns_policy_override(case: Case) -> Iterator[Conclusion]:
    """A rule of this computer sends a service name to resolvers none of which has an address for it, and the name exists elsewhere."""
    hosts = dict.fromkeys(row.host for row in case.locations.values() if row.host and not is_of_the_organisation(row))
    for host in hosts:
        rule = policy_for(host, case.facts)
        asked = tuple(case.family(f"name-policy.{host}")) if rule else ()
        if rule is None or not asked or not all(result.status is Status.FAIL and _last(result) in _NO_USE for result in asked):
            continue
        proof = _exists(case, host)
        if proof is None:
            continue
        here = case.results.get(f"dns.{host}")
        lost = here is not None and here.status is Status.FAIL
        locations = [row for row in case.locations.values() if row.host == host]
        yield Conclusion(
            "dns-policy-override",
            min((case.judged(row, Severity.MAJOR) for row in locations), key=lambda severity: severity.rank),
            Certainty.CERTAIN if lost else Certainty.LIKELY,
            (fact(f"name_policies[{rule.pattern}].servers", ", ".join(rule.servers)), *(check(row) for row in asked), check(proof)),
            (*(row.id for row in asked), *((here.id,) if here and lost else ())),
            Subject(host=host, address=rule.servers[0]),
            {
                "host": host,
                "rule": rule.pattern,
                "servers": ", ".join(rule.servers),
                "answer": _ANSWERS[_last(asked[-1]) or Failure.DNS_TIMEOUT],
            },
        )


def dns_policy_unasked(case: Case) -> Iterator[Conclusion]:
    """Where nothing was checked: a rule of this computer singles out the service's names. Possible, until its resolver is asked.

    A rule for all names, or for a whole top level, singles nothing out: it is how a VPN, or an ordinary Linux, sets its resolver.
    """
    if case.results:
        return
    hosts = dict.fromkeys(row.host for row in case.locations.values() if row.host and not is_of_the_organisation(row))
    chosen = {rule: host for host in reversed(hosts) if (rule := policy_for(host, case.facts)) and "." in rule.pattern.strip(".")}
    for rule, host in reversed(chosen.items()):
        servers = ", ".join(rule.servers)
        yield Conclusion(
            "dns-policy-override",
            Severity.NOTICE,
            Certainty.POSSIBLE,
            (fact(f"name_policies[{rule.pattern}].servers", servers),),
            subject=Subject(host=host, address=rule.servers[0]),
            values={"host": host, "rule": rule.pattern, "servers": servers, "answer": "unasked"},
        )


def dns_slow(case: Case) -> Iterator[Conclusion]:
    """The median look-up takes over a second, and so does the answer of each resolver that answers: a lost datagram is no slow server."""
    times = dict(_lookups(case))
    servers = tuple(result for result in case.family("dns.server") if result.ran)
    own = [times[result.id] for result in servers if result.id in times]
    if len(times) < _LOOKUPS or median(times.values()) <= SLOW_NAMES_MS or not own or min(own) <= SLOW_NAMES_MS:
        return
    if case.by_proxy and not any(times.get(result.id, 0.0) > SLOW_NAMES_MS for result in case.family("proxy.dns")):
        return  # other names than the proxy's are information only
    yield Conclusion(
        "dns-slow",
        Severity.MINOR,
        Certainty.CERTAIN,
        tuple(check(check_id) for check_id, ms in times.items() if ms > SLOW_NAMES_MS),
        (),  # a slow name hides nothing: what failed has causes of its own
        values={
            "median": f"{median(times.values()) / 1000:.1f}",
            "servers": ", ".join(result.id.removeprefix("dns.server.") for result in servers),
        },
    )


def _lookups(case: Case) -> Iterator[tuple[str, float]]:
    """The milliseconds until each check had a name. A resolver from which nothing came is silent, not slow."""
    for family in ("dns", "control.dns", "proxy.dns"):
        for result in case.family(family):
            if answered(result):
                first = next(place for place, seen in enumerate(result.observations, 1) if seen.ok)
                yield result.id, sum(seen.elapsed_ms for seen in result.observations[:first])


def _exists(case: Case, host: str) -> CheckResult | None:
    """A check that found the name, by other resolvers than those of the rule, or at an address that proves itself."""
    for prefix in (f"dns.{host}", f"second-opinion.{host}."):
        for result in case.results.values():
            if (result.id == prefix or (prefix.endswith(".") and result.id.startswith(prefix))) and any(
                seen.ok and isinstance(seen.detail, ResolveDetail) and seen.detail.addresses for seen in result.observations
            ):
                return result
    for family in ("address", "tls"):
        for result in case.family(family):
            if any(seen.ok and isinstance(seen.detail, TlsDetail) and seen.detail.server_name == host for seen in result.observations):
                return result
    return None


def _last(result: CheckResult) -> Failure | None:
    return result.observations[-1].failure if result.observations else None
