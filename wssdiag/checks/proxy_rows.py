"""The service's ports that are spoken to as to a proxy, beside the proxy in use: forwarding's 8080, 8443 and 8084, the ``ep`` names, 8880.

Where the way goes by an organisation's own proxy, that one is asked for them; else they are reached directly, as a proxy on site would.
Must not judge the proxy in use: its own checks do.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue.rows import DECRYPTED_PROXY, PLAIN_PROXY, PROXY_PROTOCOLS, ROAMING, TLS_PROXY, is_row
from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.pac import pac_address
from wssdiag.checks.reach import connect_check, connected_address, is_required
from wssdiag.checks.situation import Situation, is_of_the_service, proxy_in_use, web_controls
from wssdiag.checks.wording import failed_at, milliseconds
from wssdiag.model.check import Status
from wssdiag.model.failure import PROXY_SAID_NO, Failure
from wssdiag.model.location import Location, Trust
from wssdiag.model.mode import Method
from wssdiag.model.observation import Observation, Transport
from wssdiag.model.web_address import bare_host, host_of, is_literal
from wssdiag.probes.network import HttpAsk, Journey, Network, ProxyHop, TlsAsk

if TYPE_CHECKING:
    from collections.abc import Callable

#: The port of the older sign-in for roaming users, and the last part of the address of the PAC file that names it (KB 168771).
_OLD_ROAMING_PORT = 8880
_OLD_ROAMING_FILE = "/roaming"

_HTTPS = 443


def is_judged(location: Location, situation: Situation) -> bool:
    """Whether a row that is spoken to as to a proxy is this computer's matter, in a method that browses by one.

    Behind the organisation's own proxy only the rows of forwarding are, which it is asked for; where the service is the proxy, all are.
    """
    proxy = proxy_in_use(situation)
    if proxy and proxy.port == location.port and bare_host(proxy.host) in {location.host, *location.addresses}:
        return False
    if is_row(location, ROAMING):  # its newer port is the proxy's own
        return location.port == _OLD_ROAMING_PORT and _roams(situation, proxy)
    if proxy is None:
        return _is_the_default_file(situation)
    return is_of_the_service(proxy, situation.catalogue) or situation.mode.method is Method.PROXY_FORWARDING


def path_to(location: Location, situation: Situation, proxy: ProxyHop | None) -> ProxyHop | None:
    """The proxy that leads to a location: the service's own does not lead to the service's other ports."""
    if location.protocol not in PROXY_PROTOCOLS:
        return proxy
    return None if proxy is None or is_of_the_service(proxy, situation.catalogue) else proxy


def row_checks(location: Location, situation: Situation, proxy: ProxyHop | None, proxy_check: str | None) -> tuple[Check, ...]:
    """Connect, then what a client of that port says first."""
    own = path_to(location, situation, proxy)
    site = _site(situation)
    connect = connect_check(location, situation, own, proxy_check if own else None, required=is_required(location) and site is None)
    if site is None:
        return (connect,)
    family, run = _SPEAK[location.protocol]
    host = location.host or location.addresses[0]
    answer = Check(
        id=f"{family}.{location.id}",
        title=f"Answer of {host}, TCP {location.port}: {location.purpose}",
        run=partial(run, location=location, site=site, own=own),
        needs=(connect.id,),
        required=is_required(location),
        endpoint=location.id,
    )
    return (connect, answer)


def _roams(situation: Situation, proxy: ProxyHop | None) -> bool:
    url = pac_address(situation) or ""
    return url.endswith(_OLD_ROAMING_FILE) or bool(proxy and proxy.port == _OLD_ROAMING_PORT)


def _is_the_default_file(situation: Situation) -> bool:
    """Whether the PAC file comes from the service: then the proxies that the default file names are its proxies."""
    host = host_of(pac_address(situation))
    return bool(host) and any(row.host == host and row.protocol not in PROXY_PROTOCOLS for row in situation.catalogue.location)


def _site(situation: Situation) -> str | None:
    """Whom a proxy is asked for: a known-good site, or where none may be contacted a host of the service."""
    controls = (row.host for row in web_controls(situation.catalogue) if row.port == _HTTPS and not is_literal(row.host))
    located = (row.host for row in situation.catalogue.location if row.port == _HTTPS and row.transport is Transport.TCP and row.host)
    return next(controls, None) or next(located, None)


def _plain(network: Network, results: Results, *, location: Location, site: str, own: ProxyHop | None) -> Outcome:
    """CONNECT, which carries HTTPS and any other TCP; through a proxy of our own a page, since a tunnel in a tunnel proves no more."""
    if own:
        ask = HttpAsk(url=f"http://{site}/", absolute=True)
        return _judged(network.travel(Journey(host=_host(location), port=location.port or 0, proxy=own, http=ask)), own)
    hop = ProxyHop(host=_address(location, results), port=location.port or 0)
    return _judged(network.travel(Journey(host=site, port=_HTTPS, proxy=hop)), None)


def _inside_tls(network: Network, results: Results, *, location: Location, site: str, own: ProxyHop | None) -> Outcome:
    """A request for a plain page, inside TLS."""
    journey = _journey(location, results, own, f"http://{site}/", judged=location.trust is not Trust.PRIVATE)
    seen = network.travel(journey)
    if seen[-1].failure is Failure.CERT_UNTRUSTED and location.trust is Trust.UNKNOWN:
        why = failed_at(seen[-1])
        seen += network.travel(msgspec.structs.replace(journey, tls=TlsAsk(server_name=location.host, judged=False)))
        outcome = _judged(seen, own)
        summary = f"{outcome.summary}; {why}, and who signs it is not documented"
        return Outcome(Status.WARN, summary, seen) if outcome.status is Status.PASS else outcome
    return _judged(seen, own)


def _decrypted(network: Network, results: Results, *, location: Location, site: str, own: ProxyHop | None) -> Outcome:
    """A request that was HTTPS before the proxy on site decrypted it. Whether it travels plainly or inside TLS no document says: both."""
    url = f"https://{site}/"
    plain = msgspec.structs.replace(_journey(location, results, own, url, judged=False), tls=None)
    seen = network.travel(plain)
    first = _judged(seen, own)
    if first.status is not Status.FAIL:
        return first
    more = network.travel(_journey(location, results, own, url, judged=False))
    second = _judged(more, own)
    if second.status is Status.FAIL:
        return Outcome(Status.UNKNOWN, "opens, and answers neither HTTP nor HTTP inside TLS; which it takes is not documented", seen + more)
    return Outcome(second.status, second.summary, seen + more)


def _judged(seen: tuple[Observation, ...], own: ProxyHop | None) -> Outcome:
    """Whatever the row says as a proxy is an answer; what an organisation's own proxy says on the way to it is none."""
    last = seen[-1]
    if last.answered:
        return Outcome(Status.PASS, f"answers in {milliseconds(seen)}", seen)
    if last.failure in PROXY_SAID_NO and own is None:
        status = Status.WARN if last.failure is Failure.PROXY_UPSTREAM else Status.PASS
        return Outcome(status, f"answers as a proxy does: {failed_at(last)}", seen)
    return Outcome(Status.FAIL, failed_at(last), seen)


def _journey(location: Location, results: Results, own: ProxyHop | None, url: str, *, judged: bool) -> Journey:
    return Journey(
        host=_host(location),
        port=location.port or 0,
        addresses=() if own else connected_address(results, location) or location.addresses,
        proxy=own,
        tls=TlsAsk(server_name=location.host, judged=judged),
        http=HttpAsk(url=url, absolute=True),
    )


def _host(location: Location) -> str:
    return location.host or location.addresses[0]


def _address(location: Location, results: Results) -> str:
    """The address that took the connection; the name where none is known."""
    return next(iter(connected_address(results, location)), _host(location))


#: Protocol -> the family of its check, and how it is spoken.
_SPEAK: dict[str, tuple[str, Callable[..., Outcome]]] = {
    PLAIN_PROXY: ("connect", _plain),
    TLS_PROXY: ("tls", _inside_tls),
    DECRYPTED_PROXY: ("http", _decrypted),
}
