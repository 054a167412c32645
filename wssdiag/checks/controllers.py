"""Which domain controllers the Auth Connector has: those of the profile, else those that DNS names for this computer's own domain.

Active Directory's clients find a controller by the SRV records of ``_ldap._tcp.dc._msdcs.<domain>`` (MS-ADTS section 6.3.2.3). They are
asked of the configured resolvers, in role auth-connector alone.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from wssdiag.catalogue.merge import filled_by_dns
from wssdiag.catalogue.rows import DIRECTORY, is_row
from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.names import RESOLVERS_IN_TURN
from wssdiag.checks.situation import AUTH_CONNECTOR, Situation, resolvers_to_ask
from wssdiag.checks.wording import FAILURE_WORDS
from wssdiag.model.check import Status
from wssdiag.model.facts import known
from wssdiag.model.failure import RESOLVER_FAILING, RESOLVER_SILENT, Failure
from wssdiag.model.observation import Observation, ResolveDetail
from wssdiag.model.web_address import bare_host
from wssdiag.probes.network import Network, Question

if TYPE_CHECKING:
    from wssdiag.model.facts import Resolver
    from wssdiag.model.location import Location

#: Domains that are asked for, and controllers that are checked: with three of them blocked or open nobody needs a fourth.
_MOST_DOMAINS = 3
MOST_CONTROLLERS = 3

_PREFIX = "_ldap._tcp.dc._msdcs."
_PLACEHOLDER = "domain_controllers"

#: A DNS suffix that is one: labels of letters, digits and hyphens (RFC 1123 section 2.1), short enough to stand behind the prefix.
_DOMAIN = re.compile(r"(?=.{1,200}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\Z")

#: After these the next resolver may know more: it is silent or broken, or it is another network's and knows nothing of the domain.
_ASK_THE_NEXT = RESOLVER_SILENT | RESOLVER_FAILING | {Failure.NAME_NOT_FOUND, Failure.NO_ADDRESS, Failure.DNS_MALFORMED}


def service_name(domain: str) -> str:
    """The name whose SRV records are a domain's controllers."""
    return f"{_PREFIX}{domain}"


def domains(situation: Situation) -> tuple[str, ...]:
    """The domains for whose controllers DNS is asked, this computer's own first, then those of its interfaces.

    None outside of the role, and none where the profile names controllers.
    """
    if situation.role != AUTH_CONNECTOR or not _templates(situation):
        return ()
    own = situation.facts.domain
    suffixes = [own] if isinstance(own, str) else []
    suffixes += [row.dns_suffix for row in known(situation.facts.interfaces) if row.up and row.dns_suffix]
    names = dict.fromkeys(bare_host(suffix) for suffix in suffixes)
    return tuple(name for name in names if _DOMAIN.match(name))[:_MOST_DOMAINS]


def search_checks(situation: Situation) -> list[Check]:
    """One check a domain; where there is none to ask for, one that says so."""
    if situation.role != AUTH_CONNECTOR or not _templates(situation):
        return []
    resolvers = resolvers_to_ask(situation.facts)[:RESOLVERS_IN_TURN]
    if not domains(situation):
        return [Check(id="directory.controllers", title="Domain controllers of this organisation", run=_not_established)]
    return [
        Check(id=_check_id(domain), title=f"Domain controllers of {domain}", run=partial(_search, domain=domain, resolvers=resolvers))
        for domain in domains(situation)
    ]


def found_locations(situation: Situation, results: Results) -> tuple[Location, ...]:
    """The rows of the directory for the controllers that were found, the best first."""
    hosts = [host for domain in domains(situation) for host in _hosts(results, domain)]
    chosen = tuple(dict.fromkeys(hosts))[:MOST_CONTROLLERS]
    return tuple(filled_by_dns(template, host) for template in _templates(situation) for host in chosen)


def found_by(host: str, situation: Situation, results: Results) -> tuple[str, ...]:
    """The checks that named a host."""
    return tuple(_check_id(domain) for domain in domains(situation) if host in _hosts(results, domain))


def _templates(situation: Situation) -> tuple[Location, ...]:
    """The rows that wait for a controller: all are filled, and none is left, where the profile names one."""
    return tuple(row for row in situation.catalogue.location if is_row(row, DIRECTORY) and row.placeholder == _PLACEHOLDER)


def _check_id(domain: str) -> str:
    return f"dns.srv.{domain}"


def _hosts(results: Results, domain: str) -> tuple[str, ...]:
    result = results.get(_check_id(domain))
    return _servers(result.observations) if result else ()


def _servers(observations: tuple[Observation, ...]) -> tuple[str, ...]:
    for seen in observations:
        if seen.ok and isinstance(seen.detail, ResolveDetail) and seen.detail.services:
            return tuple(dict.fromkeys(row.host for row in seen.detail.services))
    return ()


def _search(network: Network, _results: Results, *, domain: str, resolvers: tuple[Resolver, ...]) -> Outcome:
    name = service_name(domain)
    seen: list[Observation] = []
    for resolver in resolvers:
        seen.append(network.query(Question(server=resolver.address, port=resolver.port, name=name, kind="servers")))
        if seen[-1].failure not in _ASK_THE_NEXT:
            break
    if hosts := _servers(tuple(seen)):
        more = f" (of {len(hosts)})" if len(hosts) > MOST_CONTROLLERS else ""
        return Outcome(Status.PASS, f"{', '.join(hosts[:MOST_CONTROLLERS])}{more}", tuple(seen))
    why = FAILURE_WORDS[seen[-1].failure or Failure.UNKNOWN] if seen else FAILURE_WORDS[Failure.RESOLVER_MISSING]
    return Outcome(Status.UNKNOWN, f"not established: {name}: {why}. Name the domain controllers in the profile", tuple(seen))


def _not_established(_network: Network, _results: Results) -> Outcome:
    says = "not established: the profile names none, and neither this computer nor its interfaces have a DNS suffix to ask for"
    return Outcome(Status.UNKNOWN, says)
