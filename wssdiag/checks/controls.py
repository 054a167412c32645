"""Known-good targets by the same path: they tell a closed port from a dead network. They are never themselves the matter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import PROXY_PROTOCOLS
from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.names import name_check, resolved
from wssdiag.checks.reach import DATAGRAM_PROTOCOLS, exchanged
from wssdiag.checks.wording import failed_at, milliseconds
from wssdiag.model.check import Status
from wssdiag.model.failure import DATAGRAM_SILENT, Failure
from wssdiag.model.observation import TlsDetail, Transport
from wssdiag.model.web_address import is_literal
from wssdiag.probes.network import Datagram, Journey, Network, ProxyHop, TlsAsk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.checks.situation import Situation
    from wssdiag.model.location import Control, Location

#: The port on which a control is also asked for its certificate chain.
_HTTPS = 443


def control_checks(situation: Situation, proxy: ProxyHop | None, proxy_check: str | None) -> tuple[Check, ...]:
    """Names, connects and certificate chains of the catalogue's controls, by the path of the method."""
    controls = tuple(control for control in situation.catalogue.control if control.transport is Transport.TCP)
    checks: list[Check] = []
    if not proxy or not is_literal(proxy.host):
        names = dict.fromkeys(control.host for control in controls if not is_literal(control.host))
        checks += [name_check(name, situation, family="control.dns") for name in names]
    for control in controls:
        checks += _reach(control, proxy, proxy_check)
    return tuple(checks)


def datagram_controls(situation: Situation, locations: tuple[Location, ...]) -> tuple[Check, ...]:
    """Known-good QUIC servers, where a location of this run is asked by UDP: they tell a closed port from a server that says nothing."""
    ports = {row.port for row in locations if row.transport is Transport.UDP and row.protocol in DATAGRAM_PROTOCOLS}
    return tuple(
        Check(
            id=f"control.udp.{control.id}",
            title=f"Known-good site {control.host}, UDP {control.port}",
            run=partial(_exchange, control=control),
            needs=() if control.addresses or is_literal(control.host) else (f"control.dns.{control.host}",),
            endpoint=control.id,
        )
        for control in situation.catalogue.control
        if control.transport is Transport.UDP and control.port in ports
    )


def direct_checks(situation: Situation, rows: Iterable[Location] = ()) -> tuple[Check, ...]:
    """Known-good addresses by the direct path, for a proxy that is itself out in the internet: is the line dead, or the proxy?

    Also known-good sites on the ports of ``rows``, which are reached around that proxy.
    """
    ports = {row.port for row in rows if row.protocol in PROXY_PROTOCOLS}
    return tuple(
        Check(
            id=f"direct.{control.id}",
            title=f"Known-good site of {control.operator} without the proxy, TCP {control.port}",
            run=partial(_connect, control=control, proxy=None),
            needs=() if control.addresses or is_literal(control.host) else (f"control.dns.{control.host}",),
            endpoint=control.id,
        )
        for control in situation.catalogue.control
        if control.transport is Transport.TCP and (control.addresses or control.port in ports)
    )


def _reach(control: Control, proxy: ProxyHop | None, proxy_check: str | None) -> list[Check]:
    if proxy:
        needs = (proxy_check,) if proxy_check else ()
    else:
        needs = () if control.addresses or is_literal(control.host) else (f"control.dns.{control.host}",)
    connect = Check(
        id=f"control.tcp.{control.id}",
        title=f"Known-good site {control.host}, TCP {control.port}",
        run=partial(_connect, control=control, proxy=proxy),
        needs=needs,
        endpoint=control.id,
    )
    if control.port != _HTTPS:
        return [connect]
    chain = Check(
        id=f"control.tls.{control.id}",
        title=f"Certificate of the known-good site {control.host}",
        run=partial(_chain, control=control, proxy=proxy),
        needs=(connect.id,),
        endpoint=control.id,
    )
    return [connect, chain]


def _connect(network: Network, results: Results, *, control: Control, proxy: ProxyHop | None) -> Outcome:
    addresses = () if proxy else control.addresses or resolved(control.host, results)
    seen = network.travel(Journey(host=control.host, port=control.port, addresses=addresses, proxy=proxy))
    last = seen[-1]
    if last.ok:
        return Outcome(Status.PASS, f"connected in {milliseconds(seen)}", seen)
    return Outcome(Status.UNKNOWN if last.failure is Failure.PROXY_AUTH else Status.FAIL, failed_at(last), seen)


def _exchange(network: Network, results: Results, *, control: Control) -> Outcome:
    addresses = control.addresses or resolved(control.host, results)
    if not addresses:
        return Outcome(Status.UNKNOWN, "its address is not known")
    ways = tuple(Datagram(host=control.host, address=address, port=control.port, protocol="quic") for address in addresses)
    seen = exchanged(network, ways)
    if seen[-1].ok:
        return Outcome(Status.PASS, f"answers in {milliseconds(seen)}", seen)
    return Outcome(Status.UNKNOWN if seen[-1].failure in DATAGRAM_SILENT else Status.FAIL, failed_at(seen[-1]), seen)


def _chain(network: Network, results: Results, *, control: Control, proxy: ProxyHop | None) -> Outcome:
    addresses = () if proxy else control.addresses or resolved(control.host, results)
    ask = TlsAsk(server_name=None if is_literal(control.host) else control.host)
    seen = network.travel(Journey(host=control.host, port=control.port, addresses=addresses, proxy=proxy, tls=ask))
    last = seen[-1]
    if last.ok:
        held = "holds by this computer's own store alone" if isinstance(last.detail, TlsDetail) and last.detail.only_here else "holds"
        return Outcome(Status.PASS, f"{held}, in {milliseconds(seen)}", seen)
    return Outcome(Status.UNKNOWN if last.failure is Failure.PROXY_AUTH else Status.WARN, failed_at(last), seen)
