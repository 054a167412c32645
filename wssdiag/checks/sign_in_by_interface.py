"""The sign-in probes once more, by each physical interface: where the default way gave no right answer, a tunnel may only have hidden it.

A dead VPN takes the default route, and on macOS there is none before the sign-in; the page stands behind the Wi-Fi all the same.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.names import addresses_in
from wssdiag.checks.web import judged_answer
from wssdiag.checks.wording import failed_at
from wssdiag.detection.route_table import address_in, route_to, table_of
from wssdiag.detection.sign_in import by_interface, judge
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import Interface, InterfaceType, known
from wssdiag.model.failure import Failure
from wssdiag.model.observation import Observation, Step
from wssdiag.model.report import SignIn
from wssdiag.model.web_address import DEFAULT_PORTS, is_literal
from wssdiag.probes.network import HttpAsk, Journey, Network, Question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.checks.situation import Situation
    from wssdiag.model.location import SignInProbe

#: Interfaces that are asked; a laptop has a cable, a Wi-Fi and a modem.
_MOST_INTERFACES = 3

#: Of an interface's own DNS servers, where the system finds no name: with the page itself they stay inside a run.
_MOST_SERVERS = 2

_PHYSICAL = frozenset({InterfaceType.ETHERNET, InterfaceType.WIFI, InterfaceType.CELLULAR})

#: What looks like a cable to the system, and is a tunnel or a bridge to something on this computer.
_MADE_UP_NAMES = (
    *("awdl", "br-", "bridge", "docker", "gif", "ipsec", "isatap", "llw", "lxc", "lxd", "ppp", "stf", "tap", "teredo", "tun"),
    *("utun", "vboxnet", "vethernet", "virbr", "vmnet", "vnet", "wg", "zt"),
)
_MADE_UP_WORDS = ("virtual", "vpn", "tap-windows", "wintun", "wireguard", "loopback", "teredo", "isatap", "hyper-v")


def sign_in_doubts(situation: Situation, results: Mapping[str, CheckResult]) -> tuple[Check, ...]:
    """Nothing where the default way was not asked, gave a right answer, or shows the page itself."""
    probes = situation.catalogue.sign_in_probe
    asked = [result for probe in probes if (result := results.get(f"sign-in.{probe.id}"))]
    if not asked or any(result.status is Status.PASS for result in asked):
        return ()
    if judge(situation.facts, results, situation.catalogue)[0] is SignIn.REQUIRED:
        return ()
    taken = _interfaces_taken(situation, asked)
    rows = [row for row in physical_interfaces(situation) if row.name not in taken]
    return tuple(_probe_check(probe, row) for row in rows[:_MOST_INTERFACES] for probe in probes)


def physical_interfaces(situation: Situation) -> tuple[Interface, ...]:
    """Those that are up, have an address of more than their own link, and are no tunnel by type, name or description."""
    return tuple(
        row
        for row in known(situation.facts.interfaces)
        if row.up
        and row.type in _PHYSICAL
        and not row.name.casefold().startswith(_MADE_UP_NAMES)
        and not any(word in row.description.casefold() for word in _MADE_UP_WORDS)
        and any((address := address_in(entry.address)) and not address.is_link_local for entry in row.addresses)
    )


def _interfaces_taken(situation: Situation, asked: list[CheckResult]) -> frozenset[str]:
    """By which interfaces the probes went already; where no name was found, that is what the default route says."""
    table = table_of(situation.facts)
    tried = {seen.target.address for result in asked for seen in result.observations if seen.step is Step.CONNECT and seen.target.address}
    anywhere = {address for row in situation.catalogue.control for address in row.addresses}
    routes = (route_to(table, address) for address in tried or anywhere)
    return frozenset(route.interface for route in routes if route)


def _probe_check(probe: SignInProbe, interface: Interface) -> Check:
    return Check(
        id=by_interface(probe, interface.name),
        title=f"Sign-in probe {probe.owner} by {interface.name}",
        run=partial(_probe, probe=probe, interface=interface),
        endpoint=probe.url,
    )


def _probe(network: Network, results: Results, *, probe: SignInProbe, interface: Interface) -> Outcome:
    parts = urlsplit(probe.url)
    host = parts.hostname or ""
    first = results.get(f"sign-in.{probe.id}")
    addresses = (host,) if is_literal(host) else addresses_in(first.observations) if first else ()
    seen: tuple[Observation, ...] = ()
    for server in interface.dns_servers[:_MOST_SERVERS] if not addresses else ():
        seen += (network.query(Question(server=server, name=host, interface=interface.name)),)
        if addresses := addresses_in(seen):
            break
    if not addresses:
        return Outcome(
            Status.UNKNOWN, failed_at(seen[-1]) if seen else "its name is not found, and no DNS server of the interface is known", seen
        )
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    seen += network.travel(Journey(host=host, port=port, addresses=addresses, http=HttpAsk(url=probe.url), interface=interface.name))
    if seen[-1].step is Step.CONNECT and seen[-1].failure is Failure.UNKNOWN:
        return Outcome(Status.UNKNOWN, "this system does not let a program choose the interface", seen)
    return judged_answer(probe, seen)
