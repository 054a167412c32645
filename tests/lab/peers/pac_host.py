"""A PAC file, on a server of the office or out in the internet, and everything that can be wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from tests.lab.network.zone import OFFICE, invented_address
from tests.lab.peers.peer import Peer
from tests.lab.plan import Page

if TYPE_CHECKING:
    from tests.lab.plan import Plan

#: Where the file is, by place: a name that the office's resolver alone knows, or one that everybody knows.
HOSTS: Final = {"office": "pac.office.example", "internet": "pac.cloud.example"}
PATH: Final = "/proxy.pac"
_MOVED: Final = "/files/proxy.pac"

PORTS: Final = {"http": 80, "https": 443}

_TYPE: Final = "application/x-ns-proxy-autoconfig"

_SCRIPT: Final = """function FindProxyForURL(url, host) {
  if (isPlainHostName(host) || dnsDomainIs(host, ".office.example")) return "DIRECT";
  return "PROXY proxy.threatpulse.net:8080; DIRECT";
}
"""

_WEB_PAGE: Final = "<!DOCTYPE html>\n<html><head><title>Intranet</title></head><body>Please sign in.</body></html>\n"

#: Scripts of a mode that says what is wrong with them.
_SCRIPTS: Final = {
    "web-page": _WEB_PAGE,
    "syntax-error": 'function FindProxyForURL(url, host) {\n  return "PROXY proxy.threatpulse.net:8080;\n}\n',
    "runtime-error": "function FindProxyForURL(url, host) {\n  return proxies[host].address;\n}\n",
    "runaway": "function FindProxyForURL(url, host) {\n  for (;;) { host = host + host; host = host.substring(0, 9); }\n}\n",
}

#: Twice what the program takes from a PAC host.
_TOO_LARGE_BYTES: Final = 2 * 1024 * 1024

#: Half as long again as the program waits for the whole of a PAC file; and longer than anybody waits for its first byte.
_SLOW_S: Final = 12.0
_STALLED_S: Final = 60.0

Mode = Literal[
    "script", "web-page", "missing", "too-large", "endless", "slow", "stalled", "syntax-error", "runtime-error", "runaway", "redirect"
]


class PacHost(Peer, frozen=True, kw_only=True, tag="pac-host"):
    """Serves ``/proxy.pac`` at ``pac.office.example``, or at ``pac.cloud.example`` in the internet.

    stalled: no first byte for a minute, or for ``seconds``; slow: the body takes 12 s, or ``seconds``; too-large: 2 MiB, or ``bytes``;
    redirect: the file is behind a redirection to another path. ``type`` is the content type, ``certificate`` a kind of
    :mod:`tests.lab.network.trust`.
    """

    scheme: Literal["https", "http"] = "https"
    mode: Mode = "script"
    script: str = _SCRIPT
    type: str = _TYPE
    at: Literal["office", "internet"] = "office"
    certificate: str = "good"
    seconds: float | None = None
    bytes: int | None = None

    def apply(self, plan: Plan) -> None:
        """Put the pages on the host, and open its port."""
        host = HOSTS[self.at]
        served = {f"{host}{path}": page for path, page in self._pages(host).items()}
        if self.at == "office":
            plan.office.listening.add((OFFICE[host], PORTS[self.scheme]))
            plan.office.pages.update(served)
            plan.office.certificates[host] = self.certificate
        else:
            plan.zone.names[host] = (invented_address(host),)
            plan.world.pages.update(served)
            plan.world.certificates[host] = self.certificate

    def _pages(self, host: str) -> dict[str, Page]:
        if self.mode == "missing":
            return {PATH: Page(404, "<html><title>Not found</title></html>", {"Content-Type": "text/html"})}
        page = Page(200, _SCRIPTS.get(self.mode, self.script), {"Content-Type": "text/html" if self.mode == "web-page" else self.type})
        if self.mode == "redirect":
            return {PATH: Page(302, "", {"Location": f"{self.scheme}://{host}{_MOVED}"}), _MOVED: page}
        page.endless = self.mode == "endless"
        if self.mode == "too-large":
            page.size = self.bytes or _TOO_LARGE_BYTES
        elif self.mode == "slow":
            page.body_s = self.seconds or _SLOW_S
        elif self.mode == "stalled":
            page.first_byte_s = self.seconds or _STALLED_S
        return {PATH: page}
