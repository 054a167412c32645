"""One question to the network itself: does its captive portal API (RFC 8908) say that a sign-in is needed?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.wording import failed_at
from wssdiag.detection.portal_api import CHECK_ID, MEDIA_TYPE, api_address, state_of
from wssdiag.model.check import Status
from wssdiag.model.observation import HttpDetail
from wssdiag.model.web_address import DEFAULT_PORTS
from wssdiag.probes.network import HttpAsk, Journey, Network, TlsAsk

if TYPE_CHECKING:
    from wssdiag.checks.situation import Situation


def portal_api_checks(situation: Situation) -> tuple[Check, ...]:
    """One check where the network gave the address of its API and the organisation lets the tool ask others than the service, else none."""
    url = api_address(situation.facts)
    if url is None or situation.profile.policy.contact_hosts != "all":
        return ()
    return (Check(id=CHECK_ID, title="What this network says of its sign-in", run=partial(_ask, url=url)),)


def _ask(network: Network, _results: Results, *, url: str) -> Outcome:
    """Always directly, as a sign-in page stands before any proxy; the certificate must hold (RFC 8908 section 4.1)."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    seen = network.travel(
        Journey(
            host=host,
            port=parts.port or DEFAULT_PORTS["https"],
            tls=TlsAsk(server_name=host),
            http=HttpAsk(url=url, accept=MEDIA_TYPE),
        )
    )
    last = seen[-1]
    if not isinstance(last.detail, HttpDetail) or not last.ok:
        return Outcome(Status.UNKNOWN, failed_at(last), seen)
    state = state_of(last.detail)
    if state is None:
        return Outcome(Status.UNKNOWN, f"what answers is no captive portal API: status {last.detail.status}", seen)
    if state.captive:
        return Outcome(Status.WARN, "the network itself says that a sign-in is needed", seen)
    return Outcome(Status.PASS, "the network itself says that no sign-in is needed", seen)
