"""IPv6 alone, for names that answered over IPv4: whether the family of addresses that this computer tries first works here.

Owns when IPv6 is preferred. Must not blame: that one site fails says nothing of the network.
"""

from __future__ import annotations

from functools import partial
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import DIRECTORY, is_row
from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.names import addresses_in, host_check
from wssdiag.checks.situation import Situation, web_controls
from wssdiag.checks.wording import failed_at, milliseconds
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import Facts, InterfaceType, known
from wssdiag.model.failure import Failure
from wssdiag.model.observation import Step, Transport
from wssdiag.model.web_address import is_literal
from wssdiag.probes.network import Journey, Network

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.model.facts import Interface
    from wssdiag.model.location import Control, Location

#: Names whose IPv6 addresses are tried: two unrelated ones tell the network from a site, and one is the service's.
_MOST_IPV6_NAMES = 3

#: RFC 6724: addresses out of these are preferred to IPv4; those of Teredo and 6to4, and unique local ones, are not.
_GLOBAL = IPv6Network("2000::/3")
_NOT_PREFERRED = (IPv6Network("2001::/32"), IPv6Network("2002::/16"))
_IPV6_DEFAULT = frozenset({"::/0", "::/1", "2000::/3"})


def preferred_ipv6(facts: Facts) -> tuple[Interface, str] | None:
    """The interface and the address for which this computer tries IPv6 before IPv4: a global one, with a default route. Else None."""
    routed = {row.interface for row in known(facts.routes) if row.destination in _IPV6_DEFAULT}
    for interface in known(facts.interfaces):
        if interface.up and interface.type is not InterfaceType.LOOPBACK and interface.name in routed:
            for entry in interface.addresses:
                if _is_preferred(entry.address):
                    return interface, entry.address
    return None


def _is_preferred(text: str) -> bool:
    try:
        address = ip_address(text.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    return isinstance(address, IPv6Address) and address in _GLOBAL and not any(address in network for network in _NOT_PREFERRED)


def ipv6_doubts(situation: Situation, locations: tuple[Location, ...], results: Mapping[str, CheckResult]) -> list[Check]:
    """IPv6 alone for names that answered over IPv4. An agent that captures blocks it on purpose, a directory is asked what its row says."""
    if situation.mode.agent_captures or preferred_ipv6(situation.facts) is None:
        return []
    targets: list[tuple[str, Control | Location]] = [
        (f"control.dns.{row.host}", row) for row in web_controls(situation.catalogue) if not is_literal(row.host)
    ]
    rows = [row for row in locations if row.transport is Transport.TCP and not is_row(row, DIRECTORY)]
    targets += [(host_check(row.host), row) for row in rows if row.host]
    chosen: dict[str, Check] = {}
    for check_id, row in targets:
        host = row.host or ""
        names = results.get(check_id)
        newer = tuple(address for address in addresses_in(names.observations) if ":" in address) if names else ()
        if newer and host not in chosen and _opened_by_ipv4(host, results):
            chosen[host] = _ipv6(host, row, newer)
    checks = list(chosen.values())
    # The service's own name stands last, and must not fall to the limit.
    return checks if len(checks) <= _MOST_IPV6_NAMES else [*checks[: _MOST_IPV6_NAMES - 1], checks[-1]]


def _opened_by_ipv4(host: str, results: Mapping[str, CheckResult]) -> bool:
    return any(
        seen.step is Step.CONNECT and seen.ok and seen.target.host == host and ":" not in (seen.target.address or ":")
        for result in results.values()
        for seen in result.observations
    )


def _ipv6(host: str, row: Control | Location, addresses: tuple[str, ...]) -> Check:
    return Check(
        id=f"ipv6.{host}",
        title=f"Connection to {host} over IPv6 alone",
        run=partial(_connect_ipv6, host=host, port=row.port or 0, addresses=addresses),
        endpoint=row.id,
    )


def _connect_ipv6(network: Network, _results: Results, *, host: str, port: int, addresses: tuple[str, ...]) -> Outcome:
    seen = network.travel(Journey(host=host, port=port, addresses=addresses))
    last = seen[-1]
    if last.ok:
        return Outcome(Status.PASS, f"connected in {milliseconds(seen)}", seen)
    return Outcome(Status.UNKNOWN if last.failure is Failure.NO_ROUTE else Status.WARN, failed_at(last), seen)
