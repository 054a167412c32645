"""What would look the same from outside as a cause, and what tells it apart: a frozen table, read from top to bottom.

Owns which causes are mistaken for one another. How each is disproved stands in ``disproofs``; how it is called, in ``report``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from wssdiag.diagnosis import disproofs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.diagnosis.disproofs import Disproof


class Lookalike(StrEnum):
    """Another explanation that a person would think of."""

    NOT_CONNECTED = "not-connected"
    NO_ROUTE = "no-route"
    ROUTER_SILENT = "router-silent"
    NO_WAY_OUT = "no-way-out"
    SIGN_IN_PAGE = "sign-in-page"
    AGENT_KEEPS_CLOSED = "agent-keeps-closed"
    FILTER_HERE = "filter-here"  # one that drops or refuses on the wire; one that says so to the program is ``local-firewall``
    CLOCK = "clock"
    LARGE_PACKETS_LOST = "large-packets-lost"
    SLOW_PATH = "slow-path"
    NO_RESOLVER = "no-resolver"
    DNS_DOWN = "dns-down"
    SLOW_NAMES = "slow-names"
    HOSTS_FILE = "hosts-file"
    NAME_RULE = "name-rule"
    NAME_HIDDEN = "name-hidden"
    FALSE_ANSWER = "false-answer"
    SERVICE_AWAY = "service-away"
    PORT_CLOSED = "port-closed"
    INTERCEPTED_HERE_ALONE = "intercepted-here-alone"
    WEB_RESIGNED = "web-resigned"
    PROXY_NAME = "proxy-name"
    PROXY_AWAY = "proxy-away"
    PAC_FILE = "pac-file"
    AGENT_DISABLED = "agent-disabled"
    CONTROLLER_AWAY = "controller-away"
    OTHER_TUNNEL = "other-tunnel"
    ROOT_UNKNOWN = "root-unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """The causes that a lookalike stands for, and what disproves them; None where nothing that this computer can see does."""

    codes: tuple[str, ...]
    disproof: Disproof | None


#: Lookalike -> its row.
ROWS: Mapping[Lookalike, Row] = MappingProxyType(
    {
        Lookalike.NOT_CONNECTED: Row(("no-network", "no-address"), disproofs.CONNECTED),
        Lookalike.NO_ROUTE: Row(("no-default-route",), disproofs.ROUTE),
        Lookalike.ROUTER_SILENT: Row(("gateway-silent",), disproofs.FIRST_HOP),
        Lookalike.NO_WAY_OUT: Row(
            ("no-network", "no-address", "no-default-route", "gateway-silent", "no-internet", "no-local-port"), disproofs.WAY_OUT
        ),
        Lookalike.SIGN_IN_PAGE: Row(("wifi-sign-in",), disproofs.NO_SIGN_IN),
        Lookalike.AGENT_KEEPS_CLOSED: Row(("fail-closed",), disproofs.NO_AGENT),
        Lookalike.FILTER_HERE: Row(("local-firewall",), None),
        Lookalike.CLOCK: Row(("clock-wrong",), disproofs.CLOCK),
        Lookalike.LARGE_PACKETS_LOST: Row(("mtu-blackhole",), disproofs.SAME_HANDSHAKE),
        Lookalike.SLOW_PATH: Row(("path-slow",), disproofs.ROUND_TRIPS),
        Lookalike.NO_RESOLVER: Row(("dns-not-configured",), disproofs.RESOLVERS),
        Lookalike.DNS_DOWN: Row(("dns-not-configured", "dns-server-silent", "dns-server-failing"), disproofs.OTHER_NAMES),
        Lookalike.SLOW_NAMES: Row(("dns-slow",), disproofs.NAME_IN_TIME),
        Lookalike.HOSTS_FILE: Row(("hosts-file-override",), disproofs.HOSTS),
        Lookalike.NAME_RULE: Row(("dns-policy-override",), disproofs.NAME_POLICIES),
        Lookalike.NAME_HIDDEN: Row(("dns-name-blocked",), disproofs.NAME),
        Lookalike.FALSE_ANSWER: Row(("dns-wrong-answer",), disproofs.RIGHT_ADDRESS),
        Lookalike.SERVICE_AWAY: Row(("service-unreachable",), disproofs.REST_OF_THE_SERVICE),
        Lookalike.PORT_CLOSED: Row(("port-blocked",), disproofs.PORT),
        Lookalike.INTERCEPTED_HERE_ALONE: Row(("tls-intercepted",), None),
        Lookalike.WEB_RESIGNED: Row(("double-interception",), disproofs.PUBLIC_CHAINS),
        Lookalike.PROXY_NAME: Row(("proxy-name-not-found",), disproofs.PROXY_NAME),
        Lookalike.PROXY_AWAY: Row(("proxy-unreachable", "trans-proxy-not-routed"), disproofs.PROXY_PORT),
        Lookalike.PAC_FILE: Row(
            (
                "pac-unreachable",
                "pac-internal-only",
                "pac-http-error",
                "pac-not-script",
                "pac-syntax-error",
                "pac-runtime-error",
                "pac-runaway",
                "pac-too-large",
            ),
            disproofs.PAC_FILE,
        ),
        Lookalike.AGENT_DISABLED: Row(("agent-disabled",), disproofs.AGENT_ENABLED),
        Lookalike.CONTROLLER_AWAY: Row(("agent-control-unreachable",), disproofs.CONTROLLER),
        Lookalike.OTHER_TUNNEL: Row(("vpn-carries-service",), disproofs.PLAIN_ROUTE),
        Lookalike.ROOT_UNKNOWN: Row(("service-root-missing",), disproofs.TRUSTED_HERE),
    }
)

_L = Lookalike

_OUTSIDE = (_L.NO_WAY_OUT, _L.SIGN_IN_PAGE)
_A_NAME = (_L.NAME_HIDDEN, _L.FALSE_ANSWER)
_A_CLOSED_PORT = (*_OUTSIDE, *_A_NAME, _L.SERVICE_AWAY, _L.OTHER_TUNNEL, _L.FILTER_HERE)
_A_NAME_THAT_FAILS = (_L.NO_WAY_OUT, _L.SIGN_IN_PAGE, _L.DNS_DOWN, _L.HOSTS_FILE, _L.NAME_RULE)
_A_CHAIN = (_L.CLOCK, _L.SIGN_IN_PAGE, _L.HOSTS_FILE, _L.FALSE_ANSWER)
_A_PROXY_THAT_ANSWERS = (_L.PROXY_AWAY, *_OUTSIDE)
_A_SCRIPT_THAT_LOADED = (_L.PAC_FILE,)
_AN_AGENT_IN_VAIN = (*_OUTSIDE, _L.CLOCK, _L.DNS_DOWN, _L.OTHER_TUNNEL)

#: Cause -> what it could be mistaken for. Empty where settings or files alone prove it: nothing else looks so.
LOOKALIKES: Mapping[str, tuple[Lookalike, ...]] = MappingProxyType(
    {
        "no-network": (),
        "no-address": (),
        "wifi-sign-in": (_L.NOT_CONNECTED, _L.NO_ROUTE),
        "no-default-route": (_L.NOT_CONNECTED,),
        "gateway-silent": (_L.NOT_CONNECTED, _L.NO_ROUTE),
        "no-internet": (_L.NOT_CONNECTED, _L.NO_ROUTE, _L.ROUTER_SILENT, _L.SIGN_IN_PAGE, _L.AGENT_KEEPS_CLOSED, _L.FILTER_HERE),
        "local-firewall": (_L.NO_WAY_OUT,),
        "no-local-port": (_L.NOT_CONNECTED, _L.NO_ROUTE, _L.ROUTER_SILENT),
        "clock-wrong": (_L.SIGN_IN_PAGE,),
        "mtu-blackhole": (*_OUTSIDE, _L.PORT_CLOSED, _L.SLOW_PATH, _L.OTHER_TUNNEL),
        "ipv6-broken": _OUTSIDE,
        "path-slow": (_L.NO_WAY_OUT, _L.SLOW_NAMES, _L.OTHER_TUNNEL),
        "dns-not-configured": (_L.NOT_CONNECTED, _L.NO_ROUTE),
        "dns-server-silent": (*_OUTSIDE, _L.NO_RESOLVER, _L.FILTER_HERE),
        "dns-server-failing": (*_OUTSIDE, _L.NO_RESOLVER),
        "hosts-file-override": (),
        "dns-policy-override": (*_OUTSIDE, _L.DNS_DOWN),
        "dns-name-blocked": _A_NAME_THAT_FAILS,
        "dns-wrong-answer": _A_NAME_THAT_FAILS,
        "dns-slow": (_L.SIGN_IN_PAGE, _L.NO_WAY_OUT),
        "service-unreachable": (*_OUTSIDE, _L.DNS_DOWN, _L.FILTER_HERE),
        "port-blocked": _A_CLOSED_PORT,
        "udp-443-blocked": (*_OUTSIDE, _L.OTHER_TUNNEL, _L.FILTER_HERE),
        "tls-intercepted": (_L.CLOCK, _L.SIGN_IN_PAGE, _L.HOSTS_FILE, _L.FALSE_ANSWER),
        "tls-reset": (*_OUTSIDE, _L.FALSE_ANSWER, _L.PORT_CLOSED, _L.LARGE_PACKETS_LOST, _L.SLOW_PATH, _L.OTHER_TUNNEL),
        "tls-handshake-failed": (*_OUTSIDE, _L.FALSE_ANSWER, _L.WEB_RESIGNED, _L.PORT_CLOSED),
        "certificate-expired": (*_A_CHAIN, _L.WEB_RESIGNED),
        "certificate-name": (*_A_CHAIN, _L.WEB_RESIGNED),
        "certificate-untrusted": (*_A_CHAIN, _L.WEB_RESIGNED, _L.INTERCEPTED_HERE_ALONE),
        "service-error": (*_OUTSIDE, _L.FALSE_ANSWER),
        "blocked-by-policy": (*_OUTSIDE,),
        "proxy-name-not-found": (_L.DNS_DOWN,),
        "proxy-unreachable": (_L.NOT_CONNECTED, _L.PROXY_NAME, _L.SIGN_IN_PAGE, _L.FILTER_HERE),
        "proxy-not-a-proxy": (_L.PROXY_NAME, _L.PROXY_AWAY, _L.SIGN_IN_PAGE),
        "proxy-auth-required": _A_PROXY_THAT_ANSWERS,
        "proxy-denied": _A_PROXY_THAT_ANSWERS,
        "proxy-cannot-reach-service": _A_PROXY_THAT_ANSWERS,
        "proxy-not-the-service": (),
        "proxy-settings-conflict": (),
        "pac-file-scheme": (),
        "pac-unreachable": (*_OUTSIDE, _L.DNS_DOWN, _L.FILTER_HERE),
        "pac-internal-only": (*_OUTSIDE, _L.DNS_DOWN),
        "pac-http-error": _OUTSIDE,
        "pac-not-script": (_L.SIGN_IN_PAGE,),
        "pac-syntax-error": (_L.SIGN_IN_PAGE,),
        "pac-runtime-error": (_L.SIGN_IN_PAGE, _L.DNS_DOWN),
        "pac-runaway": (_L.SIGN_IN_PAGE,),
        "pac-too-large": (_L.SIGN_IN_PAGE,),
        "pac-slow": (_L.NO_WAY_OUT, _L.SLOW_NAMES),
        "pac-dead-proxy": (*_A_SCRIPT_THAT_LOADED, *_OUTSIDE, _L.FILTER_HERE),
        "pac-goes-direct": _A_SCRIPT_THAT_LOADED,
        "pac-with-agent": (),
        "pac-wrong-type": _A_SCRIPT_THAT_LOADED,
        "wpad-in-use": (),
        "agent-missing": (),
        "agents-conflict": (),
        "agent-disabled": (),
        "agent-stopped": (_L.AGENT_DISABLED,),
        "agent-control-unreachable": _AN_AGENT_IN_VAIN,
        "agent-sign-in-needed": (*_OUTSIDE, _L.CONTROLLER_AWAY, _L.CLOCK),
        "agent-tunnel-down": (*_AN_AGENT_IN_VAIN, _L.CONTROLLER_AWAY),
        "agent-too-old": (),
        "agent-legacy": (),
        "sep-local-proxy-stopped": (),
        "fail-closed": (_L.SIGN_IN_PAGE, _L.CONTROLLER_AWAY, _L.FILTER_HERE),
        "fail-open": (_L.CONTROLLER_AWAY,),
        "vpn-carries-service": (),
        "other-gateway-client": (),
        "agent-udp-not-tried": _OUTSIDE,
        "agent-passive": (),
        "not-protected": (),
        "double-interception": (_L.SIGN_IN_PAGE, _L.CLOCK),
        "service-root-missing": (_L.SIGN_IN_PAGE, _L.CLOCK),
        "app-trust-missing": (_L.ROOT_UNKNOWN,),
        "ipv6-leak": (),
        "quic-leak": (),
        "doh-bypass": (),
        "ike-no-answer": (*_OUTSIDE, *_A_NAME, _L.OTHER_TUNNEL, _L.FILTER_HERE),
        "trans-proxy-not-routed": (*_OUTSIDE, _L.PROXY_NAME, _L.FILTER_HERE),
        "roaming-sign-in": (_L.PROXY_AWAY,),
        "saml-unreachable": (*_OUTSIDE, *_A_NAME, _L.OTHER_TUNNEL, _L.FILTER_HERE),
        "directory-port-blocked": (*_A_NAME, _L.OTHER_TUNNEL, _L.FILTER_HERE),
        "ac-logon-blocked": (*_A_NAME, _L.SIGN_IN_PAGE, _L.OTHER_TUNNEL, _L.FILTER_HERE),
        "unexplained": (*_OUTSIDE, _L.CLOCK, _L.DNS_DOWN),
    }
)
