from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from tests.strategies import values
from tests.world import World, builtin
from wssdiag.detection.detect import detect
from wssdiag.model.facts import Facts, Process, Product, ProxyKind, ProxyServer, ProxySetting, Service
from wssdiag.model.mode import Confidence, Method, Mode
from wssdiag.model.profile import Expect, Profile
from wssdiag.model.unknown import Unknown

FOLDER = "C:\\Program Files\\Symantec\\WSS Agent"
AGENT = Process(pid=8, name="wssad.exe", exe=f"{FOLDER}\\wssad.exe")
PROXY = ProxySetting(
    source="environment", applies_to="command-line", kind=ProxyKind.MANUAL, servers=(ProxyServer(host="proxy.example", port=3128),)
)
PAC = ProxySetting(source="gnome", applies_to="system", kind=ProxyKind.PAC, pac_url="http://pac.example/proxy.pac")
EP = ProxySetting(source="kde", applies_to="system", kind=ProxyKind.MANUAL, servers=(ProxyServer(host="ep.threatpulse.net", port=80),))
HERE = ProxySetting(source="gnome", applies_to="system", kind=ProxyKind.PAC, pac_url="http://127.0.0.1:2968/proxy.pac")
NOTHING = ProxySetting(source="gnome", applies_to="system", kind=ProxyKind.DIRECT)
WPAD = ProxySetting(source="gnome", applies_to="system", kind=ProxyKind.AUTO_DETECT)
UNREAD = Unknown("permission denied")


def facts(**fields: object) -> Facts:
    return msgspec.structs.replace(World().session.detect()[0], **{"os": "windows", **fields})


def mode(seen: Facts, asked: Method | None = None, profile: Profile | None = None) -> Mode:
    return detect(seen, builtin()[1], builtin()[0], profile or Profile(), asked)


@pytest.mark.parametrize(
    ("settings_", "method"),
    [
        ((), Method.DIRECT),
        ((NOTHING,), Method.DIRECT),
        ((WPAD,), Method.DIRECT),
        ((PROXY,), Method.EXPLICIT_PROXY),
        ((EP,), Method.TRANS_PROXY),
        ((PAC,), Method.PAC_FILE),
        ((msgspec.structs.replace(PAC, pac_url="http://[hostile/proxy.pac"),), Method.PAC_FILE),
        ((HERE,), Method.SEP_PAC),
        ((PROXY, PAC), Method.PAC_FILE),
        ((NOTHING, PROXY), Method.EXPLICIT_PROXY),
    ],
)
def test_proxy_settings(settings_: tuple[ProxySetting, ...], method: Method) -> None:
    found = mode(facts(proxy_settings=settings_))
    assert found.method is method
    assert found.in_use
    assert found.evidence


@pytest.mark.parametrize(
    ("host", "port", "method"),
    [
        ("ep3.threatpulse.net", 80, Method.TRANS_PROXY),
        ("EP32.threatpulse.net.", 80, Method.TRANS_PROXY),
        ("199.19.248.205", 80, Method.TRANS_PROXY),
        ("ep3.threatpulse.net", 8080, Method.EXPLICIT_PROXY),
        ("gcato2-vip1.threatpulse.net", 80, Method.EXPLICIT_PROXY),
        ("gcato2-vip1.threatpulse.net", 8080, Method.EXPLICIT_PROXY),
        ("proxy.threatpulse.net", 8080, Method.EXPLICIT_PROXY),
        ("ep3.threatpulse.example", 80, Method.EXPLICIT_PROXY),
        ("198.19.248.205", 80, Method.EXPLICIT_PROXY),
        ("ep3", 80, Method.EXPLICIT_PROXY),
    ],
)
def test_numbered_names_of_the_services_proxies(host: str, port: int, method: Method) -> None:
    row = msgspec.structs.replace(EP, servers=(ProxyServer(host=host, port=port),))
    assert mode(facts(proxy_settings=(row,))).method is method


def test_an_agent_that_runs_stands_before_every_setting() -> None:
    found = mode(facts(processes=(AGENT,), proxy_settings=(PAC, PROXY)))
    assert found.method is Method.WSS_AGENT
    assert set(found.rivals) == {Method.PAC_FILE, Method.EXPLICIT_PROXY}
    assert len(found.contradictions) == 2


UNIFIED = (Process(pid=9, name="bcua-service.exe"), Process(pid=10, name="bcua-notifier.exe"))


def test_two_agents_that_run_are_rivals_and_contradict_each_other() -> None:
    found = mode(facts(processes=(AGENT, *UNIFIED)))
    assert (found.method, found.rivals) == (Method.WSS_AGENT, (Method.UNIFIED_AGENT,))
    assert found.contradictions == ("wss-agent is in use, and unified-agent runs as well",)


def test_an_agent_that_rests_is_a_rival_of_the_one_that_runs() -> None:
    found = mode(facts(processes=(AGENT,), services=(Service(name="bcua-service", status="stopped"),)))
    assert (found.method, found.rivals) == (Method.WSS_AGENT, (Method.UNIFIED_AGENT,))
    assert found.contradictions == ("unified-agent is installed, but its service is stopped",)


def test_how_sure_an_agent_is() -> None:
    product = Product(name="Symantec WSS Agent", version="9.7.1")
    assert mode(facts(processes=(Process(pid=8, name="wssad.exe"),))).confidence is Confidence.LOW
    assert mode(facts(processes=(AGENT,))).confidence is Confidence.MEDIUM
    assert mode(facts(processes=(AGENT,), products=(product,))).confidence is Confidence.HIGH
    assert mode(facts(processes=UNIFIED)).confidence is Confidence.HIGH


SERVICES = msgspec.structs.replace(PROXY, source="winhttp", applies_to="services")
CHROME = msgspec.structs.replace(PAC, source="chrome-policy", applies_to="chrome")
FOUND = msgspec.structs.replace(WPAD, pac_url="http://wpad.example/wpad.dat")


@pytest.mark.parametrize(
    ("settings_", "os", "method", "confidence", "rivals"),
    [
        ((SERVICES,), "windows", Method.EXPLICIT_PROXY, Confidence.MEDIUM, (Method.DIRECT,)),
        ((CHROME,), "windows", Method.PAC_FILE, Confidence.MEDIUM, (Method.DIRECT,)),
        ((CHROME, SERVICES), "windows", Method.PAC_FILE, Confidence.MEDIUM, (Method.EXPLICIT_PROXY, Method.DIRECT)),
        ((EP, CHROME), "windows", Method.TRANS_PROXY, Confidence.HIGH, (Method.EXPLICIT_PROXY, Method.PAC_FILE)),
        ((PROXY,), "linux", Method.EXPLICIT_PROXY, Confidence.HIGH, ()),
        ((PROXY,), "macos", Method.EXPLICIT_PROXY, Confidence.MEDIUM, (Method.DIRECT,)),
        ((NOTHING, PROXY), "linux", Method.EXPLICIT_PROXY, Confidence.MEDIUM, (Method.DIRECT,)),
        ((FOUND,), "windows", Method.PAC_FILE, Confidence.MEDIUM, ()),
        ((FOUND, PAC), "windows", Method.PAC_FILE, Confidence.HIGH, ()),
    ],
)
def test_what_one_program_follows_is_not_what_the_computer_follows(
    settings_: tuple[ProxySetting, ...], os: str, method: Method, confidence: Confidence, rivals: tuple[Method, ...]
) -> None:
    found = mode(facts(proxy_settings=settings_, os=os))
    assert (found.method, found.confidence, found.rivals) == (method, confidence, rivals)
    assert bool(found.contradictions) is (Method.DIRECT in rivals)
    assert all("alone" in line for line in found.contradictions)


SEP = Service(name="SepMasterService", status="running")
LOCAL_PROXY = Service(name="SepLpsService", status="running")


def test_what_endpoint_protection_redirects() -> None:
    """The local proxy's service is there only with the feature; without its PAC address the tunnel is what is left."""
    tunnel = mode(facts(services=(SEP, LOCAL_PROXY)))
    assert (tunnel.method, tunnel.confidence, tunnel.rivals) == (Method.SEP_TUNNEL, Confidence.LOW, (Method.SEP_PAC,))
    assert not tunnel.agent_captures
    local = mode(facts(services=(SEP, LOCAL_PROXY), proxy_settings=(HERE,)))
    assert (local.method, local.confidence) == (Method.SEP_PAC, Confidence.HIGH)
    stopped = msgspec.structs.replace(LOCAL_PROXY, status="stopped")
    assert mode(facts(services=(SEP, stopped), proxy_settings=(HERE,))).contradictions == (
        "sep-pac is installed, but its service is stopped",
    )
    both = [msgspec.structs.replace(row, status="stopped") for row in (SEP, LOCAL_PROXY)]
    assert mode(facts(services=tuple(both))).method is Method.DIRECT


def test_an_agent_that_is_only_installed_stands_after_every_setting() -> None:
    service = Service(name="x", status="stopped", binpath=f"{FOLDER}\\wssad.exe")
    found = mode(facts(services=(service,), proxy_settings=(PAC,)))
    assert found.method is Method.PAC_FILE
    assert found.rivals == (Method.WSS_AGENT,)
    idle = mode(facts(services=(service,)))
    assert (idle.method, idle.confidence) == (Method.WSS_AGENT, Confidence.LOW)
    assert "its service is stopped" in idle.contradictions[0]


@pytest.mark.parametrize(
    ("unread", "method"),
    [
        (("processes",), Method.DIRECT),
        (("services",), Method.DIRECT),
        (("processes", "services"), Method.UNKNOWN),
        (("proxy_settings",), Method.UNKNOWN),
    ],
)
def test_direct_needs_knowledge(unread: tuple[str, ...], method: Method) -> None:
    found = mode(facts(**dict.fromkeys(unread, UNREAD)))
    assert found.method is method
    if method is Method.UNKNOWN:
        assert [row.fact for row in found.evidence] == list(unread)
        assert found.confidence is Confidence.LOW


def test_one_weak_trace_decides_nothing() -> None:
    assert mode(facts(processes=(Process(pid=1, name="wssa-ui.exe"),))).method is Method.DIRECT


def test_endpoint_protection_is_a_condition_and_no_method() -> None:
    running = (Service(name="SepMasterService", status="running"),)
    assert mode(facts(services=running, processes=(Process(pid=1, name="ccSvcHst.exe"),))).method is Method.DIRECT


@pytest.mark.parametrize("asked", [method for method in Method if method not in {Method.UNKNOWN, Method.DIRECT}])
def test_a_method_that_is_named(asked: Method) -> None:
    found = mode(facts(), asked)
    assert (found.method, found.in_use, found.confidence) == (asked, False, Confidence.HIGH)
    assert found.rivals == (Method.DIRECT,)
    assert found.evidence[0].fact == "method"


def test_a_method_that_is_named_and_shown_is_in_use() -> None:
    assert mode(facts(processes=(AGENT,)), Method.WSS_AGENT).in_use
    assert mode(facts(), Method.DIRECT).in_use


def test_an_expectation_names_the_method_where_nothing_is_seen() -> None:
    profile = Profile(expect=Expect(method=Method.WSS_AGENT))
    assert (mode(facts(), None, profile).method, mode(facts(), None, profile).in_use) == (Method.WSS_AGENT, False)
    assert mode(facts(proxy_settings=(PROXY,)), None, profile).method is Method.EXPLICIT_PROXY
    assert mode(facts(), Method.IPSEC, profile).method is Method.IPSEC


@pytest.mark.parametrize("method", [Method.IPSEC, Method.PROXY_FORWARDING, Method.MOBILE, Method.UPE])
def test_what_facts_never_show(method: Method) -> None:
    shown = {mode(facts(proxy_settings=rows)).method for rows in ((), (PROXY,), (PAC,), (EP,), (HERE,))}
    assert method not in shown


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(seen=values(Facts))
def test_facts_of_noise(seen: Facts) -> None:
    found = mode(seen)
    assert found.method not in found.rivals
    assert mode(seen) == found
