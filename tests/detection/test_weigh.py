from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import Peer
from tests.world import PROXY, PROXY_ADDRESS, SERVICE_PROXY, World, builtin, codes
from wssdiag.detection.protection import Evidence
from wssdiag.detection.weigh import weigh
from wssdiag.model.mode import Confidence, Method, Mode
from wssdiag.model.profile import Endpoints, Expect, Profile, Signatures
from wssdiag.model.report import NetworkState, Protected

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult

ROOT = "ab" * 32
OWN_ROOT = Profile(expect=Expect(root_ca_sha256=(ROOT.upper(),)))


def protected(world: World, method: str | None = None) -> str:
    return str(world.run(method).network.protected)


def re_signed(world: World) -> World:
    world.network.peers["*", "*"] = Peer(mozilla=19, issuer="CN=The service", sha256=ROOT)
    return world


def test_a_declared_root_protects() -> None:
    world = re_signed(World(profile=OWN_ROOT))
    world.set_proxy()
    assert protected(world) == "yes"


def test_the_agents_own_root_protects() -> None:
    world = re_signed(World())
    world.run_agent()
    world.system.files["certificates.json"] = [{"path": "C:\\ca.pem", "sha256": ROOT, "subject": "", "not_after": ""}]
    assert protected(world) == "yes"


def test_another_root_does_not() -> None:
    world = re_signed(World(profile=Profile(expect=Expect(root_ca_sha256=("cd" * 32,)))))
    world.set_proxy()
    assert protected(world) == "unknown"


def test_a_root_on_the_control_channel_alone_does_not() -> None:
    world = World(profile=OWN_ROOT)
    world.run_agent()
    world.network.peers["*", "ctc.threatpulse.com"] = Peer(sha256=ROOT)
    assert protected(world) == "unknown"


def test_a_connect_through_the_service_protects() -> None:
    world = World()
    world.set_proxy(SERVICE_PROXY, 8080)
    assert protected(world) == "yes"


def test_the_organisations_own_proxy_may_forward_anywhere() -> None:
    world = World(profile=Profile(endpoints=Endpoints(proxies=(f"{PROXY}:3128",))))
    world.set_proxy()
    assert protected(world) == "unknown"


def test_direct_and_reached_is_no() -> None:
    assert protected(World()) == "no"


def test_direct_and_not_reached_is_unknown() -> None:
    world = World()
    world.network.block()
    assert protected(world) == "unknown"


@pytest.mark.parametrize("method", ["wss-agent", "ipsec", "explicit-proxy"])
def test_a_method_that_is_not_in_use_says_nothing(method: str) -> None:
    assert protected(re_signed(World(profile=OWN_ROOT)), method) == "unknown"


def test_every_answer_has_its_evidence() -> None:
    assert all(world.run(None).network.protected_evidence for world in (World(), re_signed(World(profile=OWN_ROOT))))


@pytest.mark.parametrize(
    ("method", "state", "final"),
    [
        (Method.DIRECT, Protected.YES, Method.IPSEC),
        (Method.UNKNOWN, Protected.YES, Method.IPSEC),
        (Method.DIRECT, Protected.NO, Method.DIRECT),
        (Method.DIRECT, Protected.UNKNOWN, Method.DIRECT),
        (Method.EXPLICIT_PROXY, Protected.YES, Method.EXPLICIT_PROXY),
    ],
)
def test_the_final_mode(method: Method, state: Protected, final: Method) -> None:
    mode = weigh(evidence(Mode(method=method, confidence=Confidence.MEDIUM)), NetworkState(protected=state))
    assert mode.method is final
    assert mode.in_use


def evidence(mode: Mode, **results: CheckResult) -> Evidence:
    facts = World().session.detect()[0]
    return Evidence(mode, facts, {row.id: row for row in results.values()}, builtin()[0], Profile())


def test_the_method_before_becomes_a_rival() -> None:
    shown = Mode(method=Method.DIRECT, confidence=Confidence.MEDIUM)
    assert weigh(evidence(shown), NetworkState(protected=Protected.YES)).rivals == (Method.DIRECT,)
    nothing = Mode(method=Method.UNKNOWN, confidence=Confidence.LOW)
    assert weigh(evidence(nothing), NetworkState(protected=Protected.YES)).rivals == ()


def stopped_agent() -> World:
    world = re_signed(World(profile=OWN_ROOT))
    world.run_agent()
    world.system.files["processes.json"] = []
    folder = "C:\\Program Files\\Symantec\\WSS Agent"
    world.system.files["services.json"] = [{"name": "wssad", "status": "stopped", "start_type": "automatic", "binpath": folder}]
    return world


def test_an_agent_that_rests_stays_the_method_and_is_told_of() -> None:
    report = stopped_agent().run(None)
    assert (report.network.protected, report.mode.method) == ("yes", Method.WSS_AGENT)
    assert "agent-stopped" in codes(report)


def test_an_agent_that_runs_carries_it() -> None:
    world = re_signed(World(profile=OWN_ROOT))
    world.run_agent()
    report = world.run(None)
    assert (report.network.protected, report.mode.method) == ("yes", Method.WSS_AGENT)


def by_pac(answer: str) -> World:
    world = World()
    world.set_proxy()
    world.system.files["environment.json"] = {}
    world.set_pac(f"function FindProxyForURL(url, host) {{ return '{answer}'; }}")
    return world


def test_a_file_whose_proxy_carries_is_sure() -> None:
    report = by_pac(f"PROXY {PROXY}:3128").run(None)
    assert (report.mode.method, report.mode.confidence) == (Method.PAC_FILE, Confidence.HIGH)
    assert report.mode.evidence[0].fact == "web.method"
    web = next(row for row in report.checks if row.id == "web.method")
    for rivals, confidence in (((), Confidence.HIGH), ((Method.DIRECT,), Confidence.MEDIUM)):
        mode = Mode(method=Method.PAC_FILE, confidence=Confidence.MEDIUM, rivals=rivals)
        assert weigh(evidence(mode, web=web), NetworkState()).confidence is confidence


@pytest.mark.parametrize("answer", ["DIRECT", f"DIRECT; PROXY {PROXY}:3128"])
def test_a_file_that_leads_past_every_proxy_is_doubted(answer: str) -> None:
    mode = by_pac(answer).run(None).mode
    assert (mode.method, mode.confidence) == (Method.PAC_FILE, Confidence.LOW)
    assert mode.contradictions[-1] == "the PAC file sends ordinary web addresses past every proxy"
    assert mode.evidence[0].fact == "pac.file"


def test_a_file_that_goes_directly_only_where_its_proxy_is_dead_is_not_doubted() -> None:
    world = by_pac(f"PROXY {PROXY}:3128; DIRECT")
    world.network.block(PROXY_ADDRESS, 3128)
    mode = world.run(None).mode
    assert (mode.method, mode.confidence) == (Method.PAC_FILE, Confidence.HIGH)
    assert mode.contradictions == ()


def test_a_method_that_is_only_named_is_not_weighed() -> None:
    mode = by_pac("DIRECT").run("explicit-proxy").mode
    assert (mode.method, mode.in_use) == (Method.EXPLICIT_PROXY, False)
    named = Mode(method=Method.DIRECT, confidence=Confidence.HIGH, in_use=False)
    assert weigh(evidence(named), NetworkState(protected=Protected.YES)) == named


def test_a_declared_name_proves_nothing_and_clears_all_the_same() -> None:
    """An office's tunnel whose service has no declared fingerprint: nobody may say that it is not protected."""
    world = re_signed(World(profile=Profile(signatures=Signatures(interception_issuers=("The service",)))))
    report = world.run(None)
    assert report.network.protected == "unknown"
    assert "not-protected" not in [row.code for row in report.findings]
