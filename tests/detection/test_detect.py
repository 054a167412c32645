from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from tests.strategies import values
from tests.world import World, builtin
from wssdiag.detection.detect import detect
from wssdiag.model.facts import Facts, Process, ProxyKind, ProxyServer, ProxySetting, Service
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
    return msgspec.structs.replace(World().session.detect()[0], os="windows", **fields)


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


def test_an_agent_that_runs_stands_before_every_setting() -> None:
    found = mode(facts(processes=(AGENT,), proxy_settings=(PAC, PROXY)))
    assert found.method is Method.WSS_AGENT
    assert set(found.rivals) == {Method.PAC_FILE, Method.EXPLICIT_PROXY}
    assert len(found.contradictions) == 2


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
