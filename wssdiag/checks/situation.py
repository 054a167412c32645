"""What planning knows: the mode, the facts, what may be contacted, and by which path the method goes out."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue.merge import checkable
from wssdiag.catalogue.rows import PLAIN_PROXY, ROAMING, is_service_proxy
from wssdiag.detection.settings_compared import server_for_https
from wssdiag.model.facts import Facts, ProxyKind, ProxySetting, Resolver, known
from wssdiag.model.mode import NO_PATH_UNLESS_IN_USE, PROXY_METHODS, Method, Mode
from wssdiag.model.observation import Transport
from wssdiag.model.pace import USUAL_RUN_S
from wssdiag.model.web_address import is_literal
from wssdiag.probes.network import ProxyHop

if TYPE_CHECKING:
    from wssdiag.model.location import Catalogue, Control, Location
    from wssdiag.model.profile import Profile
    from wssdiag.model.service_list import ServiceList
    from wssdiag.pac.evaluate import OpenEvaluator

#: What is spoken at a control's port; at another port a connect must do. The best first.
WEB_SCHEMES = {443: "https", 80: "http", 8443: "https", 8080: "http"}

#: The role of the server that knows the users' names.
AUTH_CONNECTOR = "auth-connector"


#: Methods in which the service may ask a roaming user who is there (KB 165551: explicit access only).
_ROAMS = frozenset({Method.EXPLICIT_PROXY, Method.PAC_FILE, Method.SEP_PAC})


@dataclass(frozen=True, slots=True)
class Situation:
    """The input of planning. ``catalogue`` is already merged with ``profile``."""

    mode: Mode
    facts: Facts
    catalogue: Catalogue
    profile: Profile
    role: str = "client"
    pac: OpenEvaluator | None = None  # None: PAC files can't be evaluated here
    published: ServiceList | None = None  # the service's own list, where one was taken
    deadline_s: float = USUAL_RUN_S

    @property
    def may_contact(self) -> bool:
        """Whether the organisation's profile allows to contact anybody at all."""
        return self.profile.policy.contact_hosts != "none"

    @property
    def by_proxy(self) -> bool:
        """Whether the path rule makes a proxy the path. The Auth Connector's own path is direct, whatever browsers there do."""
        return self.role == "client" and self.mode.method in PROXY_METHODS

    @property
    def has_path(self) -> bool:
        """Whether the method has a path of its own on this computer, so that ``web.method`` can be tried."""
        return self.mode.in_use or self.mode.method not in NO_PATH_UNLESS_IN_USE


def proxy_of_setting(setting: ProxySetting) -> ProxyHop | None:
    """The proxy that a browser takes for an https address by this setting, or None."""
    server = server_for_https(setting)
    return ProxyHop(host=server.host, port=server.port) if server else None


def configured_proxy(facts: Facts) -> ProxyHop | None:
    """The first manual proxy of this computer's settings, in the order in which the facts list their sources."""
    for setting in known(facts.proxy_settings):
        if setting.kind is ProxyKind.MANUAL and (hop := proxy_of_setting(setting)):
            return hop
    return None


def is_of_the_service(proxy: ProxyHop, catalogue: Catalogue) -> bool:
    """Whether a proxy is the service's own, out in the internet."""
    return is_service_proxy(proxy.host, catalogue)


def parse_hop(text: str) -> ProxyHop:
    """``host:port`` of a profile that was checked when it was loaded; IPv6 in brackets."""
    host, _, port = text.rpartition(":")
    return ProxyHop(host=host.strip("[]"), port=int(port))


def proxy_in_use(situation: Situation) -> ProxyHop | None:
    """The proxy of a proxy method: this computer's own, else the profile's, else the service's. None in other methods."""
    if not situation.by_proxy:
        return None
    if situation.mode.method in {Method.PAC_FILE, Method.SEP_PAC} and situation.mode.in_use:
        return None
    if situation.mode.in_use and (hop := configured_proxy(situation.facts)):
        return hop
    for proxy in situation.profile.endpoints.proxies:
        return parse_hop(proxy)
    for location in situation.catalogue.location:
        if location.protocol == PLAIN_PROXY and situation.mode.method in location.methods and location.host and location.port:
            return ProxyHop(host=location.host, port=location.port)
    return None


def resolvers_to_ask(facts: Facts) -> tuple[Resolver, ...]:
    """The configured resolvers that answer for themselves: the upstreams where they are known, else the local stub."""
    rows = tuple(msgspec.structs.replace(row, address=_with_zone(row)) for row in known(facts.resolvers))
    upstreams = tuple(row for row in rows if not row.stub)
    places = [(row.address, row.port) for row in upstreams or rows]
    return tuple(row for index, row in enumerate(upstreams or rows) if places[index] not in places[:index])


def _with_zone(resolver: Resolver) -> str:
    """A link-local address is one only together with its interface (RFC 4007 section 6): ``fe80::1%eth0``."""
    address = resolver.address
    if not resolver.interface or not is_literal(address) or "%" in address:
        return address
    return f"{address}%{resolver.interface}" if ":" in address and ip_address(address).is_link_local else address


def web_controls(catalogue: Catalogue) -> tuple[Control, ...]:
    """Controls that a browser could open: one for each operator, those first that are most like the web: HTTPS by a name."""
    chosen: dict[str, Control] = {}
    for control in sorted(catalogue.control, key=_unlike_the_web):
        if control.transport is Transport.TCP:
            chosen.setdefault(control.operator, control)
    return tuple(sorted(chosen.values(), key=_unlike_the_web))


def _unlike_the_web(control: Control) -> tuple[int, bool]:
    ports = list(WEB_SCHEMES)
    return ports.index(control.port) if control.port in WEB_SCHEMES else len(ports), is_literal(control.host)


def applies(location: Location, situation: Situation) -> bool:
    """Whether a location of the catalogue belongs into this run."""
    if situation.role == AUTH_CONNECTOR:
        rows = {"auth-connector", "auth-connector-ad"}
    else:
        rows = {str(situation.mode.method), "portal"}
        if situation.mode.method in _ROAMS:
            rows.add(ROAMING)
        if situation.profile.endpoints.identity_provider:
            rows.add("saml")
        if situation.profile.endpoints.auth_connector:
            rows.add("ac-logon")
    return bool(rows.intersection(location.methods)) and checkable(location)
