"""Names: each configured resolver, each name that the run needs, and second opinions where a name is in doubt."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.situation import Situation, resolvers_to_ask
from wssdiag.checks.wording import failed_at, milliseconds
from wssdiag.model.check import Status
from wssdiag.model.facts import known
from wssdiag.model.failure import RESOLVER_SILENT, Failure
from wssdiag.model.observation import Observation, ResolveDetail
from wssdiag.model.web_address import bare_host, is_literal
from wssdiag.probes.network import Network, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.model.facts import Facts, NamePolicy, Resolver
    from wssdiag.model.location import PublicResolver

#: Control names that a resolver is asked for; the second decides when the first gets a bad answer.
_CONTROL_NAMES = 2

#: Resolvers that are asked one after the other where the system's look-up failed; systems ask no more either (glibc: MAXNS, three).
RESOLVERS_IN_TURN = 3

#: A failure that may pass by itself is asked for again before it counts. After silence the servers themselves are asked instead.
_ASK_AGAIN = frozenset({Failure.DNS_SERVFAIL})

#: An answer of a resolver that proves that it lives, though not that the name exists.
_LIVING_ANSWERS = frozenset({Failure.NAME_NOT_FOUND, Failure.NO_ADDRESS, Failure.DNS_BOGON})


def host_check(host: str) -> str:
    """The id of the check that resolves a host."""
    return f"dns.{host}"


def addresses_in(observations: tuple[Observation, ...]) -> tuple[str, ...]:
    """The usable addresses of the first look-up that succeeded; the system's own comes first."""
    for observation in observations:
        if observation.ok and isinstance(observation.detail, ResolveDetail):
            return observation.detail.addresses
    return ()


def resolved(host: str, results: Results) -> tuple[str, ...]:
    """What the run knows of a host's addresses: itself where it is one, else what its ``dns`` check found."""
    if is_literal(host):
        return (host,)
    result = results.get(host_check(host)) or results.get(f"control.dns.{host}") or results.get(f"proxy.dns.{host}")
    return addresses_in(result.observations) if result else ()


def server_checks(situation: Situation) -> tuple[Check, ...]:
    """Each configured resolver is asked directly, so that a dead one is told from a name that does not exist."""
    names = tuple(dict.fromkeys(control.host for control in situation.catalogue.control if not is_literal(control.host)))[:_CONTROL_NAMES]
    if not names:
        return ()
    return tuple(
        Check(
            id=f"dns.server.{resolver.address}",
            title=f"DNS server {resolver.address}",
            run=partial(_ask_server, resolver=resolver, names=names),
        )
        for resolver in resolvers_to_ask(situation.facts)
    )


def name_check(host: str, situation: Situation, *, family: str = "dns", required: bool = False) -> Check:
    """The host by the system's resolver; where that fails, by each configured resolver that lives."""
    return Check(
        id=f"{family}.{host}",
        title=f"Name {host}",
        run=partial(_resolve, host=host, resolvers=resolvers_to_ask(situation.facts)),
        required=required,
    )


def policy_checks(hosts: Iterable[str], situation: Situation) -> tuple[Check, ...]:
    """The resolvers that a rule of this computer names for a host, asked for that very host."""
    rules = ((host, rule) for host in dict.fromkeys(hosts) if (rule := policy_for(host, situation.facts)))
    return tuple(
        Check(
            id=f"name-policy.{host}.{server}",
            title=f"DNS server {server}, which a rule of this computer names for {host}",
            run=partial(_ask_for, host=host, server=server),
        )
        for host, rule in rules
        for server in rule.servers[:RESOLVERS_IN_TURN]
    )


def policy_for(host: str, facts: Facts) -> NamePolicy | None:
    """The rule that decides whom this computer asks for a host: the longest that fits. None where it has none, or one without a server."""
    name = f".{bare_host(host)}"
    rules = [row for row in known(facts.name_policies) if row.pattern in {".", name[1:]} or _is_below(name, row.pattern)]
    chosen = max(rules, key=lambda row: len(row.pattern.strip(".")), default=None)
    return chosen if chosen and chosen.servers else None


def _is_below(name: str, pattern: str) -> bool:
    return pattern.startswith(".") and len(pattern) > 1 and name.endswith(pattern)


def second_opinions(host: str, resolvers: tuple[PublicResolver, ...]) -> tuple[Check, ...]:
    """Public resolvers on a name that is in doubt, each for itself. They can clear or accuse; their silence means nothing."""
    return tuple(
        Check(
            id=f"second-opinion.{host}.{resolver.id}",
            title=f"What {resolver.operator} says of {host}",
            run=partial(_second_opinion, host=host, resolver=resolver),
            endpoint=resolver.id,
        )
        for resolver in resolvers
    )


def _ask_server(network: Network, _results: Results, *, resolver: Resolver, names: tuple[str, ...]) -> Outcome:
    seen: list[Observation] = []
    for name in names:
        observation = network.query(Question(server=resolver.address, port=resolver.port, name=name))
        seen.append(observation)
        if observation.ok or observation.failure in _LIVING_ANSWERS:
            return Outcome(Status.PASS, f"answers in {milliseconds((observation,))}", tuple(seen))
        if observation.failure in RESOLVER_SILENT:
            break  # it was asked several times inside the step's limit; a second name would only double the wait
    return Outcome(Status.FAIL, failed_at(seen[-1]), tuple(seen))


def _resolve(network: Network, results: Results, *, host: str, resolvers: tuple[Resolver, ...]) -> Outcome:
    seen = [network.resolve(host)]
    if seen[0].failure in _ASK_AGAIN and any(_may_answer(row, seen[0], results) for row in resolvers):
        seen.append(network.resolve(host))
    if not addresses_in(tuple(seen)):
        asked = [row for row in resolvers if _may_answer(row, seen[0], results)][:RESOLVERS_IN_TURN]
        seen.extend(network.query(Question(server=row.address, port=row.port, name=host)) for row in asked)
    observations = tuple(seen)
    if not (addresses := addresses_in(observations)):
        return Outcome(Status.FAIL, failed_at(observations[0]), observations)
    summary = f"{', '.join(addresses[:4])} in {milliseconds(observations)}"
    if observations[0].ok:
        return Outcome(Status.PASS, summary, observations)
    return Outcome(Status.WARN, f"{failed_at(observations[0])}; then {summary}", observations)


def _may_answer(resolver: Resolver, first: Observation, results: Results) -> bool:
    """Whether asking the resolver directly is worth its limit: not when it is known to be silent.

    Its own check began together with this one and has the same limit, so after a look-up that ran into it "no result yet" is silence.
    """
    result = results.get(f"dns.server.{resolver.address}")
    if result is None:
        return first.failure is not Failure.DNS_TIMEOUT
    return any(seen.failure not in RESOLVER_SILENT for seen in result.observations)


def _ask_for(network: Network, _results: Results, *, host: str, server: str) -> Outcome:
    seen = network.query(Question(server=server, name=host))
    if seen.ok:
        return Outcome(Status.PASS, ", ".join(addresses_in((seen,))[:4]), (seen,))
    return Outcome(Status.FAIL, failed_at(seen), (seen,))


def _second_opinion(network: Network, _results: Results, *, host: str, resolver: PublicResolver) -> Outcome:
    seen = network.query(Question(server=resolver.address, port=resolver.port, name=host))
    if seen.ok:
        return Outcome(Status.PASS, ", ".join(addresses_in((seen,))[:4]), (seen,))
    return Outcome(Status.PASS if seen.failure in _LIVING_ANSWERS else Status.UNKNOWN, failed_at(seen), (seen,))
