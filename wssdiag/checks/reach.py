"""Reaching a location: connect, handshake, an answer in its protocol; directly, or by CONNECT where a proxy is the path.

The meaning depends on the mode: behind an active agent a bare connect proves nothing, so it is ``unknown`` and the handshake decides.
"""

from __future__ import annotations

from functools import partial

import msgspec

from wssdiag.catalogue.rows import PROXY_PROTOCOLS, goes_direct, only_inside
from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.names import host_check, resolved
from wssdiag.checks.situation import Situation, proxy_in_use
from wssdiag.checks.wording import failed_at, milliseconds
from wssdiag.model.check import Status
from wssdiag.model.failure import CERTIFICATE, DATAGRAM_SILENT, Failure
from wssdiag.model.location import Location, Need, Sureness, Trust
from wssdiag.model.observation import ConnectDetail, Observation, Step, TlsDetail, Transport, Via
from wssdiag.model.web_address import address_of, is_literal
from wssdiag.probes.network import Datagram, HttpAsk, Journey, Network, ProxyHop, TlsAsk

#: Protocols that begin with a TLS handshake, and those in which a connect is all that this check can say.
_TLS_PROTOCOLS = frozenset({"tls", "https"})

#: UDP protocols that are spoken here.
DATAGRAM_PROTOCOLS = frozenset({"ike", "quic", "openvpn"})

#: How long after a server error the same page is asked for again: what passes by itself has passed by then.
SECOND_ANSWER_S = 5.0


def location_checks(location: Location, situation: Situation, proxy: ProxyHop | None, proxy_check: str | None) -> tuple[Check, ...]:
    """The checks of one location, each needing the one before. The deepest is required where the location is."""
    host = location.host or location.addresses[0]
    if location.transport is Transport.UDP or location.port is None:
        return (_untested(location, host, situation),)
    if goes_direct(location):
        proxy = proxy_check = None
    deep = location.protocol in _TLS_PROTOCOLS or location.protocol == "http"
    connect = connect_check(location, situation, proxy, proxy_check, required=is_required(location) and not deep)
    if not deep:
        return (connect,)
    family = "http" if location.protocol == "http" else "tls"
    answer = Check(
        id=f"{family}.{location.id}",
        title=f"Answer of {host}: {location.purpose}",
        run=partial(_answer, location=location, host=host, proxy=proxy, captured=situation.mode.agent_captures),
        needs=(connect.id,),
        required=is_required(location),
        endpoint=location.id,
    )
    return (connect, answer)


def connect_check(
    location: Location, situation: Situation, proxy: ProxyHop | None, proxy_check: str | None, *, required: bool = False
) -> Check:
    """The connect to a location, or the CONNECT for it where a proxy is the path."""
    host = location.host or location.addresses[0]
    if proxy_check:
        needs: tuple[str, ...] = (proxy_check,)
    elif is_literal(host) or not names_needed(location, situation, proxy):
        needs = ()
    else:
        in_use = proxy_in_use(situation)
        needs = (f"proxy.dns.{host}" if in_use and in_use.host == host else host_check(host),)
    return Check(
        id=f"tcp.{location.id}",
        title=f"Connection to {host}, TCP {location.port}",
        run=partial(_connect, location=location, host=host, proxy=proxy, captured=situation.mode.agent_captures),
        needs=needs,
        required=required,
        endpoint=location.id,
    )


def names_needed(location: Location, situation: Situation, proxy: ProxyHop | None) -> bool:
    """Whether this computer itself has to know the location's address: by a proxy only where the row is reached around it."""
    around = goes_direct(location) or (location.protocol in PROXY_PROTOCOLS and proxy is None)
    return not situation.by_proxy or around


def again(location: Location, proxy: ProxyHop | None = None) -> Check:
    """The handshake once more: one cut connection blames nobody."""
    return Check(
        id=f"again.{location.id}",
        title=f"Handshake with {location.host} once more",
        run=partial(_handshake, location=location, server_name=location.host or None, proxy=proxy),
        endpoint=location.id,
    )


def other_name(location: Location, name: str) -> Check:
    """The same address, asked for by a name that has nothing to do with the service."""
    return Check(
        id=f"other-name.{location.id}",
        title=f"The same address, asked for by another name ({name})",
        run=partial(_handshake, location=location, server_name=name),
        endpoint=location.id,
    )


def second_answer(location: Location, proxy: ProxyHop | None) -> Check:
    """The documented page once more, after a while: one server error blames nobody."""
    host = location.host or location.addresses[0]
    return Check(
        id=f"second-answer.{location.id}",
        title=f"Answer of {host} once more, {SECOND_ANSWER_S:.0f} seconds later",
        run=partial(_answer, location=location, host=host, proxy=proxy, captured=False, pause_s=SECOND_ANSWER_S),
        endpoint=location.id,
    )


def address_proof(location: Location, suffix: str, addresses: tuple[str, ...]) -> Check:
    """Whether an address that the catalogue documents, or a second opinion gave, proves itself to be the service by TLS."""
    return Check(
        id=f"address.{location.id}{suffix}",
        title=f"Whether a known address proves itself to be {location.host}",
        run=partial(_prove, location=location, addresses=addresses),
        endpoint=location.id,
    )


def is_required(location: Location) -> bool:
    """Whether its deepest check is a required one: what is only remembered, or exists inside alone, is not."""
    required = location.need is Need.REQUIRED and not only_inside(location)
    return required and location.provenance.certainty is not Sureness.UNVERIFIED


def _untested(location: Location, host: str, situation: Situation) -> Check:
    """UDP: an exchange where its protocol is spoken here; else listed as not tested, which is never a pass."""
    return Check(
        id=f"{location.transport}.{location.id}",
        title=f"Exchange with {host}, {location.transport.upper()} {location.port or location.ports}",
        run=partial(_exchange, location=location, host=host),
        needs=() if is_literal(host) or situation.by_proxy else (host_check(host),),
        required=is_required(location),
        endpoint=location.id,
    )


def _exchange(network: Network, results: Results, *, location: Location, host: str) -> Outcome:
    addresses = resolved(host, results) or location.addresses
    if location.protocol not in DATAGRAM_PROTOCOLS or location.port is None:
        return Outcome(Status.UNKNOWN, f"{location.protocol} is not tested by this version")
    if not addresses:
        return Outcome(Status.UNKNOWN, "its address is not known")
    ways = tuple(Datagram(host=host, address=row, port=location.port, protocol=location.protocol) for row in addresses)
    seen = exchanged(network, ways)
    last = seen[-1]
    if last.ok:
        return Outcome(Status.PASS, f"answers in {milliseconds(seen)}", seen)
    return Outcome(Status.UNKNOWN if last.failure in DATAGRAM_SILENT else Status.FAIL, failed_at(last), seen)


def exchanged(network: Network, ways: tuple[Datagram, ...]) -> tuple[Observation, ...]:
    """By the first address that there is a way to: a family of addresses that this computer has no way to says nothing of the other."""
    seen: list[Observation] = []
    for way in ways:
        seen.append(network.exchange(way))
        if seen[-1].failure is not Failure.NO_ROUTE:
            break
    return tuple(seen)


def _connect(network: Network, results: Results, *, location: Location, host: str, proxy: ProxyHop | None, captured: bool) -> Outcome:
    addresses = () if proxy else resolved(host, results) or location.addresses
    seen = network.travel(Journey(host=host, port=location.port or 0, addresses=addresses, proxy=proxy))
    last = seen[-1]
    if last.failure is Failure.PROXY_AUTH:
        return Outcome(Status.UNKNOWN, failed_at(last), seen)
    if not last.ok:
        return Outcome(Status.FAIL, failed_at(last), seen)
    if captured and not proxy:
        return Outcome(Status.UNKNOWN, "connected, which an active agent does by itself: the answer decides", seen)
    return Outcome(Status.PASS, f"connected in {milliseconds(seen)}", seen)


def _answer(  # noqa: PLR0913 - what a plan knows of one location and its path
    network: Network, results: Results, *, location: Location, host: str, proxy: ProxyHop | None, captured: bool, pause_s: float = 0.0
) -> Outcome:
    addresses = () if proxy else connected_address(results, location) or resolved(host, results) or location.addresses
    scheme = "http" if location.protocol == "http" else "https"
    url = address_of(scheme, host, location.port or 0, location.path or "/")
    journey = Journey(
        host=host,
        port=location.port or 0,
        addresses=addresses,
        proxy=proxy,
        tls=TlsAsk(server_name=location.host, judged=location.trust is not Trust.PRIVATE) if scheme == "https" else None,
        http=HttpAsk(url=url) if location.path or location.protocol in {"http", "https"} else None,
        pause_s=pause_s,
    )
    seen = network.travel(journey)
    if captured and not proxy:
        seen = tuple(msgspec.structs.replace(row, via=Via.AGENT) for row in seen)
    last = seen[-1]
    if last.answered and any(isinstance(row.detail, TlsDetail) and row.detail.only_here for row in seen):
        return Outcome(Status.WARN, "answers, with a certificate that only this computer's own store trusts", seen)
    if last.answered:
        return Outcome(Status.PASS, f"answers in {milliseconds(seen)}", seen)
    if last.failure is Failure.PROXY_AUTH:
        return Outcome(Status.UNKNOWN, failed_at(last), seen)
    if last.step is Step.HTTP and scheme == "https":
        return Outcome(Status.WARN, f"the handshake holds; {failed_at(last)}", seen)
    if last.failure is Failure.CERT_UNTRUSTED and location.trust is Trust.UNKNOWN:
        return Outcome(Status.WARN, f"{failed_at(last)}; who signs it is not documented", seen)
    return Outcome(Status.FAIL, failed_at(last), seen)


def connected_address(results: Results, location: Location) -> tuple[str, ...]:
    """The address of a location that took the connection, alone; none where none did."""
    result = results.get(f"tcp.{location.id}")
    if result:
        for row in result.observations:
            if row.ok and row.step is Step.CONNECT and isinstance(row.detail, ConnectDetail) and row.target.address:
                return (row.target.address,)
    return ()


def _handshake(
    network: Network, results: Results, *, location: Location, server_name: str | None, proxy: ProxyHop | None = None
) -> Outcome:
    host = location.host or location.addresses[0]
    addresses = () if proxy else connected_address(results, location) or resolved(host, results) or location.addresses
    ask = TlsAsk(server_name=server_name, judged=False)
    seen = network.travel(Journey(host=host, port=location.port or 0, addresses=addresses, proxy=proxy, tls=ask))
    last = seen[-1]
    if last.step is Step.TLS and not last.ok and last.failure not in {Failure.RESET, Failure.TLS_EOF, Failure.TIMED_OUT}:
        return Outcome(Status.PASS, f"an answer in TLS: {failed_at(last)}", seen)
    return Outcome(Status.PASS, f"completes in {milliseconds(seen)}", seen) if last.ok else Outcome(Status.FAIL, failed_at(last), seen)


def _prove(network: Network, _results: Results, *, location: Location, addresses: tuple[str, ...]) -> Outcome:
    host = location.host or ""
    seen = network.travel(Journey(host=host, port=location.port or 0, addresses=addresses, tls=TlsAsk(server_name=host)))
    last = seen[-1]
    if last.ok:
        return Outcome(Status.PASS, f"{last.target.address} proves itself", seen)
    return Outcome(Status.UNKNOWN if last.failure not in CERTIFICATE else Status.WARN, failed_at(last), seen)
