"""One world for each cause, in which it is said: the reports that the law breaks further."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from tests.detection.test_agent_log import ACTIVE, CLOSED, CONNECTED, FAILED
from tests.diagnosis.law.making import (
    AGENT_EXPECTED,
    BLOCKED,
    EP,
    OFFICE_CA,
    PAGES,
    PLACES,
    SITE,
    WHO,
    Shown,
    agent,
    around,
    block,
    cut_port,
    exists,
    file,
    found_by_detection,
    network,
    on_windows,
    pac,
    pac_address,
    page,
    peer,
    proxied,
    run,
    runs,
    says,
    slow_script,
    stopped,
    useless,
)
from tests.diagnosis.test_agents import UNIFIED, of_version
from tests.diagnosis.test_browsers import OFF, OWN_DNS, computer, re_signed
from tests.diagnosis.test_clients import ZSCALER, with_agent, with_tunnel
from tests.diagnosis.test_computer import dead, interfaces
from tests.diagnosis.test_interception import FINGERPRINT, SERVICE_UNKNOWN_HERE, STRANGER
from tests.diagnosis.test_interception import world as signed
from tests.diagnosis.test_ipv6 import NAMED, no_ipv6, with_ipv6
from tests.diagnosis.test_leaks import office
from tests.diagnosis.test_names import hosts_file, no_names
from tests.diagnosis.test_pac import SERVICE, answering
from tests.diagnosis.test_resolving import RULE_SERVER, nrpt, resolvers_take, windows
from tests.diagnosis.test_round_trips import slow
from tests.diagnosis.test_settings import LPS
from tests.diagnosis.test_tunnel import stop_the_web
from tests.fake_echoes import Echoes
from tests.fakes import FakeProxy, Page, Peer
from tests.world import (
    CTC,
    DATACENTRE,
    EXPIRED,
    OTHER_NAME,
    PAC_ADDRESS,
    PAC_URL,
    PORTAL,
    PROXY,
    PROXY_ADDRESS,
    SERVICE_PROXY,
    UNTRUSTED,
    World,
    neighbour,
)
from wssdiag.model.failure import Failure
from wssdiag.model.mode import Method
from wssdiag.model.observation import Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    pass

_STRANGER_HERE = Peer(system=0, mozilla=UNTRUSTED, issuer=OFFICE_CA)
_PORTAL_LOGIN = f"https://{PORTAL}/login.jsp"
_SITE_PAGE = "https://www.cloudflare.com/"

WORLDS: Mapping[str, Callable[[], Shown]] = MappingProxyType(
    {
        "no-network": lambda: network(
            lambda world: interfaces(world, up=False, addresses=[]), file("routes.json", []), lambda world: dead(world, Failure.NO_ROUTE)
        ),
        "no-address": lambda: network(
            lambda world: interfaces(world, addresses=[{"address": "169.254.7.7", "prefix": 16}]),
            file("routes.json", []),
            lambda world: dead(world, Failure.NO_ROUTE),
        ),
        "wifi-sign-in": lambda: network(lambda world: setattr(world.network, "hijack", Page(511))),
        "no-default-route": lambda: network(file("routes.json", []), lambda world: dead(world, Failure.NO_ROUTE)),
        "gateway-silent": lambda: network(dead, lambda world: setattr(world.system, "later", [neighbour("failed")])),
        "no-internet": lambda: network(dead),
        "local-firewall": lambda: network(block(CTC, 443, how=Failure.BLOCKED_LOCALLY)),
        "no-local-port": lambda: network(block(CTC, 443, how=Failure.NO_LOCAL_PORT)),
        "clock-wrong": lambda: network(
            lambda world: setattr(world.network, "skew", timedelta(days=900)), peer("*", Peer(system=EXPIRED, mozilla=EXPIRED))
        ),
        "mtu-blackhole": lambda: network(peer(CTC, Peer(small_only=True))),
        "ipv6-broken": lambda: network(
            lambda world: with_ipv6(world, *NAMED, CTC), lambda world: no_ipv6(world, Failure.TIMED_OUT, *NAMED, CTC)
        ),
        "path-slow": lambda: network(lambda world: slow(world, 512.0, CTC)),
        "dns-not-configured": lambda: network(file("linux/resolv.conf", ""), says("*", Failure.RESOLVER_MISSING)),
        "dns-server-silent": lambda: network(lambda world: no_names(world, Failure.DNS_TIMEOUT)),
        "dns-server-failing": lambda: network(lambda world: no_names(world, Failure.DNS_SERVFAIL)),
        "hosts-file-override": lambda: network(lambda world: hosts_file(world, "45.99.99.99"), exists("45.99.99.99")),
        "dns-policy-override": lambda: network(
            lambda world: windows(world, nrpt(CTC)),
            lambda world: world.network.servers.update({RULE_SERVER: Failure.DNS_TIMEOUT}),
            says(CTC, Failure.DNS_TIMEOUT),
        ),
        "dns-name-blocked": lambda: network(says(CTC, Failure.NAME_NOT_FOUND)),
        "dns-wrong-answer": lambda: network(says(CTC, ("10.99.99.99",)), exists("10.99.99.99")),
        "dns-slow": lambda: network(lambda world: resolvers_take(world, 1500.0)),
        "service-unreachable": lambda: network(block(CTC), block(PORTAL), block("support.broadcom.com")),
        "port-blocked": lambda: network(block(CTC, 443), block(DATACENTRE, 443), profile=SITE),
        "udp-443-blocked": lambda: network(cut_port, profile=SITE),
        "tls-intercepted": lambda: network(peer(CTC, _STRANGER_HERE), peer("www.google.com", _STRANGER_HERE)),
        "tls-reset": lambda: network(peer(CTC, Peer(cut=Failure.RESET))),
        "tls-handshake-failed": lambda: network(peer(CTC, Peer(cut=Failure.TLS_ALERT, alert=40))),
        "certificate-expired": lambda: network(peer(CTC, Peer(system=EXPIRED, mozilla=EXPIRED))),
        "certificate-name": lambda: network(peer(CTC, Peer(system=OTHER_NAME, mozilla=OTHER_NAME))),
        "certificate-untrusted": lambda: network(peer(PORTAL, Peer(system=UNTRUSTED, mozilla=UNTRUSTED, issuer="CN=Somebody"))),
        "service-error": lambda: network(page(_PORTAL_LOGIN, Page(503))),
        "blocked-by-policy": lambda: network(page(_SITE_PAGE, Page(403, BLOCKED)), profile=PAGES, method="direct"),
        "proxy-name-not-found": lambda: proxied(FakeProxy(), says(PROXY, Failure.NAME_NOT_FOUND)),
        "proxy-unreachable": lambda: proxied(FakeProxy(), block(PROXY_ADDRESS)),
        "proxy-not-a-proxy": lambda: proxied(FakeProxy(failure=Failure.PROXY_NOT_A_PROXY)),
        "proxy-auth-required": lambda: proxied(
            FakeProxy(407, schemes=("negotiate", "ntlm")), file("files.json", [{"path": "/tmp/krb5cc_1000", "exists": False}])
        ),
        "proxy-denied": lambda: proxied(FakeProxy(403)),
        "proxy-cannot-reach-service": lambda: proxied(FakeProxy(503)),
        "proxy-not-the-service": around,
        "proxy-settings-conflict": lambda: proxied(
            FakeProxy(),
            file(
                "linux/gsettings.txt",
                "org.gnome.system.proxy mode 'manual'\norg.gnome.system.proxy.https host 'a.example'\n"
                "org.gnome.system.proxy.https port 8080\n",
            ),
        ),
        "pac-file-scheme": lambda: network(on_windows(pac_address("file:///C:/proxy.pac")), method=None),
        "pac-unreachable": lambda: pac(SERVICE, block(PAC_ADDRESS)),
        "pac-internal-only": lambda: pac(SERVICE, block(PAC_ADDRESS, how=Failure.UNREACHABLE)),
        "pac-http-error": lambda: useless("", 404),
        "pac-not-script": lambda: useless("<html></html>"),
        "pac-syntax-error": lambda: useless("function FindProxyForURL("),
        "pac-runtime-error": lambda: useless("function FindProxyForURL(u, h) { return nothing; }"),
        "pac-runaway": lambda: useless("function FindProxyForURL(u, h) { for (;;); }"),
        "pac-too-large": lambda: useless(SERVICE + "/*" + "x" * 1024 * 1024 + "*/"),
        "pac-slow": slow_script,
        "pac-dead-proxy": lambda: pac(answering(f"PROXY {PROXY_ADDRESS}:3129; DIRECT"), block(PROXY_ADDRESS, how=Failure.REFUSED)),
        "pac-goes-direct": lambda: pac(answering("DIRECT")),
        "pac-with-agent": lambda: network(
            lambda world: world.set_pac(answering(f"PROXY {EP}:80")), World.run_agent, file(*pac_address(PAC_URL)), method=None
        ),
        "pac-wrong-type": lambda: pac(Page(200, SERVICE, (("content-type", "text/html"),))),
        "wpad-in-use": found_by_detection,
        "agent-missing": lambda: network(profile=AGENT_EXPECTED, method=None),
        "agents-conflict": lambda: network(
            World.run_agent,
            runs(UNIFIED),
            method=None,
        ),
        "agent-disabled": lambda: stopped("disabled"),
        "agent-stopped": lambda: stopped("automatic"),
        "agent-control-unreachable": lambda: agent(ACTIVE, CONNECTED, changes=(peer(CTC, Peer(cut=Failure.TLS_MALFORMED)),)),
        "agent-sign-in-needed": lambda: agent(ACTIVE, "status:FAILURE-unauthorized", FAILED),
        "agent-tunnel-down": lambda: agent(ACTIVE, FAILED, changes=(block(DATACENTRE, 443),), profile=SITE),
        "agent-too-old": lambda: run(of_version("9.7.1", minimum="9.8.1")),
        "agent-legacy": lambda: network(on_windows(("processes.json", [UNIFIED])), method=None),
        "sep-local-proxy-stopped": lambda: network(
            on_windows(pac_address("http://127.0.0.1:2968/proxy.pac"), ("services.json", [LPS])),
            exists("127.0.0.1"),
            block("127.0.0.1", 2968, how=Failure.REFUSED),
            method=None,
        ),
        "fail-closed": lambda: agent(CLOSED, changes=(stop_the_web,)),
        "fail-open": lambda: agent(CLOSED),
        "vpn-carries-service": lambda: run(with_agent(with_tunnel("0.0.0.0/1", "128.0.0.0/1"), ACTIVE, FAILED)),
        "other-gateway-client": lambda: agent(
            ACTIVE,
            CONNECTED,
            changes=(
                peer(CTC, Peer(cut=Failure.TLS_MALFORMED)),
                runs(ZSCALER),
            ),
        ),
        "agent-udp-not-tried": lambda: agent(
            ACTIVE, changes=(lambda world: world.network.echoes.update({"*": Echoes(largest=1400, told=True)}),), profile=SITE
        ),
        "agent-passive": lambda: agent("CTC Response: PASSIVE"),
        "not-protected": lambda: network(method=None),
        "double-interception": lambda: run(signed(FINGERPRINT, STRANGER)),
        "service-root-missing": lambda: run(signed(FINGERPRINT, SERVICE_UNKNOWN_HERE)),
        "app-trust-missing": lambda: run(re_signed(computer("115.6.0", OFF))),
        "ipv6-leak": lambda: run(office(ipv6=Peer())),
        "quic-leak": lambda: run(office(quic=True)),
        "doh-bypass": lambda: run(computer("128.5.0", OWN_DNS)),
        "ike-no-answer": lambda: network(
            block("gw.example", 500, how=Failure.IKE_NO_ANSWER, transport=Transport.UDP), profile=PLACES, method="ipsec"
        ),
        "trans-proxy-not-routed": lambda: proxied(FakeProxy(), block(EP, 80), host=EP, port=80),
        "roaming-sign-in": lambda: proxied(FakeProxy(403, body=WHO), host=SERVICE_PROXY, port=8080, profile=PAGES),
        "saml-unreachable": lambda: network(block("idp.example", 443), profile=PLACES),
        "directory-port-blocked": lambda: network(block("dc.example", 389), profile=PLACES, method=None, role="auth-connector"),
        "ac-logon-blocked": lambda: network(block("ac.example", 80), profile=PLACES),
        "unexplained": lambda: network(peer(CTC, Peer(cut=Failure.TLS_MALFORMED))),
    }
)

#: Beside them nothing is wrong: what is broken here comes from the law alone.
HEALTHY: tuple[Callable[[], Shown], ...] = (
    *(lambda method=method: network(profile=PLACES, method=str(method)) for method in Method),
    lambda: proxied(FakeProxy(), host=SERVICE_PROXY, port=8080),
    lambda: proxied(FakeProxy(), host=EP, port=80),
    lambda: pac(SERVICE),
    lambda: agent(ACTIVE, CONNECTED, profile=SITE),
    lambda: network(profile=PLACES, method=None, role="auth-connector"),
)


@cache
def corpus() -> tuple[Shown, ...]:
    """All of them, made once."""
    return (*(make() for make in WORLDS.values()), *(make() for make in HEALTHY))
