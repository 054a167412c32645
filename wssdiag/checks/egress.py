"""From which address this computer's web traffic leaves: asked of a page that the organisation names, by the path of the method."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.wording import failed_at
from wssdiag.detection.egress import FAMILY, address_of
from wssdiag.model.check import Status
from wssdiag.model.shown import PAGE_LIMIT
from wssdiag.model.web_address import DEFAULT_PORTS
from wssdiag.probes.network import HttpAsk, Journey, Network, ProxyHop, TlsAsk

if TYPE_CHECKING:
    from wssdiag.checks.situation import Situation


def egress_url(situation: Situation) -> str | None:
    """The page that may be asked; None where none is named, only the service may be contacted, or the method has no path here."""
    profile = situation.profile
    asked = profile.policy.contact_hosts == "all" and situation.role == "client" and situation.has_path
    return profile.controls.egress_url if asked else None


def egress_checks(situation: Situation, proxy: ProxyHop | None, proxy_check: str | None) -> tuple[Check, ...]:
    """One check where the organisation names a page, else none. It stops nothing and is never required."""
    url = egress_url(situation)
    if url is None:
        return ()
    host = urlsplit(url).hostname or ""
    return (
        Check(
            id=f"{FAMILY}.{host}",
            title=f"The address that {host} sees",
            run=partial(_ask, url=url, proxy=proxy),
            needs=(proxy_check,) if proxy_check else (),
        ),
    )


def _ask(network: Network, _results: Results, *, url: str, proxy: ProxyHop | None) -> Outcome:
    """A page whose certificate does not hold may be anybody's, and is not believed."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    seen = network.travel(
        Journey(
            host=host,
            port=parts.port or DEFAULT_PORTS[parts.scheme],
            proxy=proxy,
            tls=TlsAsk(server_name=host) if parts.scheme == "https" else None,
            # What a report keeps of a page is what is read: a longer one is no such answer.
            http=HttpAsk(url=url, body_limit=PAGE_LIMIT, accept="application/json, text/plain"),
        )
    )
    last = seen[-1]
    if not last.ok:
        return Outcome(Status.UNKNOWN, failed_at(last), seen)
    if address := address_of(last):
        return Outcome(Status.PASS, f"web traffic leaves from {address}", seen)
    return Outcome(Status.UNKNOWN, "what answers says no address", seen)
