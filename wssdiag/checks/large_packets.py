"""Whether packets of 1500 bytes pass: an echo of that size to each data centre of an agent, and to known-good addresses.

The agent is said to try UDP only after such an echo came back whole (KB 175683). Owns the sizes; what follows from them the rules say.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.names import host_check, resolved
from wssdiag.checks.wording import failed_at, milliseconds
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.mode import AGENT_METHODS
from wssdiag.model.observation import EchoDetail, Observation, Transport
from wssdiag.model.web_address import is_literal
from wssdiag.probes.network import Echo, Network

if TYPE_CHECKING:
    from wssdiag.checks.situation import Situation
    from wssdiag.model.location import Control, Location

#: What the agent is said to test with: a whole packet of Ethernet.
FULL_BYTES = 1500

#: What every path carries (RFC 791 section 3.2 asks for 68), and every filter lets pass that lets echoes pass at all.
SMALL_BYTES = 84

#: Sizes that paths are met with: PPPoE, tunnels in IPv4 and IPv6, VPNs, the smallest of IPv6, the smallest that every host takes whole.
_MET_SIZES = (576, 1280, 1300, 1320, 1360, 1380, 1400, 1420, 1440, 1460, 1476, 1480, 1492)

#: For a small one, after silence: with the full one's it stays inside the limit of one step.
_SMALL_PATIENCE_S = 1.5

#: Of one size in between, beside twice what the small one took to come back: silence is soon meant then.
_PATIENCE_S = 0.5

#: An agent is told up to three sites (KB 238326).
_MOST_SITES = 3

#: Two operators, for one may shorten what it sends back, or be silent.
_CONTROLS = 2


def echo_checks(situation: Situation, locations: tuple[Location, ...]) -> tuple[Check, ...]:
    """To an agent's data centres, and to known-good addresses; none where a proxy is the path, for echoes don't go by it."""
    sites = (_to_site(row) for row in echo_sites(situation, locations))
    return (*sites, *(_to_control(row) for row in echo_controls(situation)))


def echo_sites(situation: Situation, locations: tuple[Location, ...]) -> tuple[Location, ...]:
    """The data centres of an agent's tunnel, by their UDP rows."""
    if situation.by_proxy or situation.mode.method not in AGENT_METHODS:
        return ()
    rows = [row for row in locations if row.protocol == "openvpn" and row.transport is Transport.UDP and row.host]
    return tuple(rows[:_MOST_SITES])


def echo_controls(situation: Situation) -> tuple[Control, ...]:
    """One known-good address of each of a few operators."""
    chosen: dict[str, Control] = {}
    for control in situation.catalogue.control:
        if control.addresses and not situation.by_proxy:
            chosen.setdefault(control.operator, control)
    return tuple(chosen.values())[:_CONTROLS]


def _to_site(location: Location) -> Check:
    host = location.host or ""
    return Check(
        id=f"echo.{location.id}",
        title=f"Echo of {FULL_BYTES} bytes to {host}",
        run=partial(_echo, host=host, known=location.addresses),
        needs=() if is_literal(host) else (host_check(host),),
        endpoint=location.id,
    )


def _to_control(control: Control) -> Check:
    return Check(
        id=f"control.echo.{control.id}",
        title=f"Echo of {FULL_BYTES} bytes to the known-good address {control.addresses[0]}",
        run=partial(_echo, host=control.host, known=control.addresses),
        endpoint=control.id,
    )


def _echo(network: Network, results: Results, *, host: str, known: tuple[str, ...]) -> Outcome:
    """A full one; where it is lost a small one; where that comes back, the size that passes."""
    addresses = sorted(resolved(host, results) or known, key=lambda address: ":" in address)
    if not addresses:
        return Outcome(Status.UNKNOWN, "its address is not known")
    seen = [network.echo(Echo(host=host, address=addresses[0], size=FULL_BYTES))]
    first = seen[0]
    if first.ok:
        return Outcome(Status.PASS, f"comes back whole in {milliseconds((first,))}: packets of {FULL_BYTES} bytes pass", (first,))
    detail = first.detail if isinstance(first.detail, EchoDetail) else EchoDetail()
    if detail.received_bytes:
        return Outcome(Status.UNKNOWN, f"only {detail.received_bytes} of {FULL_BYTES} bytes come back", (first,))
    if not detail.allowed:
        if detail.path_mtu:
            return Outcome(Status.WARN, f"packets of {FULL_BYTES} bytes do not pass: a way of {detail.path_mtu} bytes", (first,))
        return Outcome(Status.UNKNOWN, "this system does not let an ordinary program send echoes", (first,))
    if first.failure in {Failure.TIMED_OUT, Failure.UNREACHABLE} or detail.path_mtu:
        seen.append(network.echo(Echo(host=host, address=addresses[0], size=SMALL_BYTES, patience_s=_SMALL_PATIENCE_S)))
    if not seen[-1].ok:
        return Outcome(Status.UNKNOWN, f"no echo comes back, large or small: {failed_at(first)}", tuple(seen))
    seen += _between(network, first, _PATIENCE_S + 2 * seen[-1].elapsed_ms / 1000)
    return Outcome(Status.WARN, f"{FULL_BYTES} bytes do not come back; the largest that does: {largest(tuple(seen))} bytes", tuple(seen))


def _between(network: Network, full: Observation, patience_s: float) -> tuple[Observation, ...]:
    """What a router said, tried; else the sizes that are met, halved: four echoes."""
    seen: list[Observation] = []
    host, address = full.target.host, full.target.address or ""

    def passes(size: int) -> bool:
        seen.append(network.echo(Echo(host=host, address=address, size=size, patience_s=patience_s)))
        return seen[-1].ok

    told = full.detail.path_mtu if isinstance(full.detail, EchoDetail) else None
    if told and SMALL_BYTES <= told < FULL_BYTES and passes(told):
        return tuple(seen)
    fits, too_large = -1, len(_MET_SIZES)
    while too_large - fits > 1:
        middle = (fits + too_large) // 2
        fits, too_large = (middle, too_large) if passes(_MET_SIZES[middle]) else (fits, middle)
    return tuple(seen)


def largest(observations: tuple[Observation, ...]) -> int | None:
    """The largest echo that came back whole, in bytes; else what is said to pass; None where neither is known."""
    details = [(seen, seen.detail) for seen in observations if isinstance(seen.detail, EchoDetail)]
    whole = [detail.sent_bytes for seen, detail in details if seen.ok]
    return max(whole) if whole else min((detail.path_mtu for _, detail in details if detail.path_mtu), default=None)
