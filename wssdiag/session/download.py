"""Fetches the service's own list, once and because a person asked for it: over HTTPS, along a few redirects, with a limit of size.

No check comes here. Must not parse what comes, nor keep it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from wssdiag.catalogue import values
from wssdiag.catalogue.servicepoints import SIZE_LIMIT_BYTES
from wssdiag.checks.situation import configured_proxy
from wssdiag.checks.wording import FAILURE_WORDS
from wssdiag.model.failure import Failure
from wssdiag.model.observation import HttpDetail
from wssdiag.model.service_list import LIST_URL
from wssdiag.model.shown import shown
from wssdiag.model.web_address import host_of
from wssdiag.probes.network import HttpAsk, Journey, TlsAsk
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from wssdiag.model.observation import Observation
    from wssdiag.probes.network import ProxyHop
    from wssdiag.session.equipment import Equipment

#: For the whole of the document; a person waits for it, and a slow line needs some seconds for a few hundred KiB.
_PATIENCE_S: Final = 30.0

#: From a bare name to its www form, and once more to where it moved.
_MOST_REDIRECTS: Final = 3

_HTTPS_PORT: Final = 443
_OK: Final = 200
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Download:
    """What came, or in one clause why nothing did."""

    body: bytes = b""
    why: str = ""


def is_fetchable(url: str) -> bool:
    """Whether the address is one that is fetched at all: HTTPS, with a host, without a user name."""
    return values.web_address(url, ("https",)) is None


def may_fetch(equipment: Equipment, url: str) -> bool:
    """Whether the organisation's profile lets this address be contacted."""
    contact = equipment.background.profile.policy.contact_hosts
    return contact == "all" or (contact == "service-only" and host_of(url) == host_of(LIST_URL))


def download(equipment: Equipment, url: str) -> Download:
    """The document behind an address that is fetchable and allowed: through this computer's own proxy where one is set by hand.

    A redirect leads to HTTPS and to an allowed host, or to the end.
    """
    network = equipment.network(equipment.clock.monotonic(), threading.Event().is_set)
    proxy = configured_proxy(facts_of(equipment.system.capture()))
    for _ in range(_MOST_REDIRECTS + 1):
        seen, body = network.fetch(_journey(url, proxy))
        last = seen[-1]
        if not last.ok or not isinstance(last.detail, HttpDetail):
            return Download(why=_failed(last, proxy))
        if last.detail.status not in _REDIRECTS:
            return Download(body) if last.detail.status == _OK else Download(why=_status(last.detail))
        target = _target(url, last.detail)
        if not is_fetchable(target):
            return Download(why="redirected to what is no https address")
        if not may_fetch(equipment, target):
            return Download(why=f"redirected to {host_of(target)}, which the organisation's profile does not allow")
        url = target
    return Download(why="redirected too often")


def _journey(url: str, proxy: ProxyHop | None) -> Journey:
    parts = urlsplit(url)
    host = parts.hostname or ""
    return Journey(
        host=host,
        port=parts.port or _HTTPS_PORT,
        proxy=proxy,
        tls=TlsAsk(server_name=host),
        http=HttpAsk(url=url, body_limit=SIZE_LIMIT_BYTES, accept="application/json", patience_s=_PATIENCE_S),
    )


def _target(url: str, detail: HttpDetail) -> str:
    location = dict(reversed(detail.headers)).get("location", "")
    try:
        return urljoin(url, location) if location else ""
    except ValueError:  # a bracket that nothing closes
        return ""


def _failed(last: Observation, proxy: ProxyHop | None) -> str:
    words = FAILURE_WORDS[last.failure or Failure.UNKNOWN]
    return f"{words} (by the proxy {shown(proxy.host)}:{proxy.port})" if proxy else words


def _status(detail: HttpDetail) -> str:
    return f"{FAILURE_WORDS[Failure.HTTP_STATUS]} ({detail.status})"
