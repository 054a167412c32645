"""Side roads: does web traffic by IPv6, or by QUIC, leave around a service that carries IPv4 TCP? The later waves only.

Asked only where a site's certificate shows that the service carries it, or a proxy answered: elsewhere it would prove nothing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.names import addresses_in
from wssdiag.checks.wording import failed_at, milliseconds
from wssdiag.detection.authority import Authority
from wssdiag.model.check import Status
from wssdiag.model.mode import AGENT_METHODS, Method
from wssdiag.model.observation import TlsDetail, Transport
from wssdiag.model.web_address import is_literal
from wssdiag.probes.network import Datagram, Journey, Network, TlsAsk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.checks.situation import Situation
    from wssdiag.model.check import CheckResult
    from wssdiag.model.location import Control

#: Sites that are asked once more by IPv6: one may have an address and no service there.
_SITES = 2

#: Methods in which QUIC is asked for. An office's own tunnel is not seen by the facts: it shows as a computer with no method.
_QUIC_METHODS = AGENT_METHODS | {Method.DIRECT, Method.UNKNOWN, Method.IPSEC, Method.TRANS_PROXY}


def leak_checks(situation: Situation, results: Mapping[str, CheckResult]) -> tuple[Check, ...]:
    """What the results so far make worth asking."""
    if situation.role != "client" or not situation.mode.in_use:
        return ()
    authority = Authority.of(situation.facts, situation.profile)
    carried = {host for result in results.values() if result.id.startswith("control.tls.") for host in _carried(result, authority)}
    by_proxy = situation.mode.method is Method.TRANS_PROXY and _proxy_answers(results)
    return (
        *(() if situation.by_proxy else _by_ipv6(situation, carried, results)),
        *(_by_quic(situation, carried, everything=by_proxy) if situation.mode.method in _QUIC_METHODS else ()),
    )


def _carried(result: CheckResult, authority: Authority) -> tuple[str, ...]:
    """The host of a site whose certificate is the service's, reached by IPv4."""
    by_ipv4 = (seen for seen in result.observations if seen.target.host and ":" not in (seen.target.address or ""))
    return tuple(seen.target.host or "" for seen in by_ipv4 if isinstance(seen.detail, TlsDetail) and authority.proven(seen.detail))


def _proxy_answers(results: Mapping[str, CheckResult]) -> bool:
    return any(result.id.startswith("proxy.connect.") and result.status is Status.PASS for result in results.values())


def _by_ipv6(situation: Situation, carried: set[str], results: Mapping[str, CheckResult]) -> tuple[Check, ...]:
    checks: list[Check] = []
    for control in situation.catalogue.control:
        named = results.get(f"control.dns.{control.host}")
        addresses = tuple(row for row in addresses_in(named.observations) if ":" in row) if named else ()
        if control.host not in carried or control.port != 443 or not addresses or is_literal(control.host):  # noqa: PLR2004 - HTTPS
            continue
        checks.append(
            Check(
                id=f"web.ipv6.{control.id}",
                title=f"Certificate of {control.host} by IPv6",
                run=partial(_ipv6, control=control, addresses=addresses, authority=Authority.of(situation.facts, situation.profile)),
                endpoint=control.id,
            )
        )
    return tuple(checks[:_SITES])


def _by_quic(situation: Situation, carried: set[str], *, everything: bool) -> tuple[Check, ...]:
    return tuple(
        Check(
            id=f"web.quic.{control.id}",
            title=f"QUIC (UDP {control.port}) to {control.host}, around the service",
            run=partial(_quic, control=control),
            endpoint=control.id,
        )
        for control in situation.catalogue.control
        if control.transport is Transport.UDP and control.addresses and (everything or control.host in carried)
    )


def _ipv6(network: Network, _results: Results, *, control: Control, addresses: tuple[str, ...], authority: Authority) -> Outcome:
    ask = TlsAsk(server_name=control.host)
    seen = network.travel(Journey(host=control.host, port=control.port, addresses=addresses, tls=ask))
    last = seen[-1]
    if not last.ok or not isinstance(last.detail, TlsDetail):
        return Outcome(Status.UNKNOWN, f"by IPv6, {failed_at(last)}", seen)
    if authority.signs(last.detail):
        return Outcome(Status.PASS, "the service carries IPv6 too", seen)
    return Outcome(Status.WARN, f"answers for itself in {milliseconds(seen)}: the service does not carry IPv6", seen)


def _quic(network: Network, _results: Results, *, control: Control) -> Outcome:
    seen = network.exchange(Datagram(host=control.host, address=control.addresses[0], port=control.port, protocol="quic"))
    if seen.ok:
        return Outcome(Status.WARN, f"answers in {milliseconds((seen,))}", (seen,))
    return Outcome(Status.UNKNOWN, failed_at(seen), (seen,))
