from __future__ import annotations

import pytest

from tests.fakes import Peer
from tests.world import PROXY, SERVICE_PROXY, World
from wssdiag.detection.weigh import weigh
from wssdiag.model.mode import Confidence, Method, Mode
from wssdiag.model.profile import Endpoints, Expect, Profile, Signatures
from wssdiag.model.report import NetworkState, Protected

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
    mode = weigh(Mode(method=method, confidence=Confidence.MEDIUM), NetworkState(protected=state))
    assert mode.method is final
    assert mode.in_use


def test_a_declared_name_proves_nothing_and_clears_all_the_same() -> None:
    """An office's tunnel whose service has no declared fingerprint: nobody may say that it is not protected."""
    world = re_signed(World(profile=Profile(signatures=Signatures(interception_issuers=("The service",)))))
    report = world.run(None)
    assert report.network.protected == "unknown"
    assert "not-protected" not in [row.code for row in report.findings]
