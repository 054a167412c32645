from __future__ import annotations

from tests.fakes import Page, Peer
from tests.world import CTC, World, codes
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty
from wssdiag.model.mode import Method
from wssdiag.model.profile import Expect, Policy, Profile


def test_not_protected() -> None:
    report = World().run(None)
    assert report.mode.method == "direct"
    assert codes(report) == ["not-protected"]
    assert report.verdict.status == "degraded"
    assert report.network.protected == "no"


def test_an_organisation_that_wants_it_so() -> None:
    world = World(profile=Profile(expect=Expect(method=Method.DIRECT)))
    report = world.run(None)
    assert codes(report) == []
    assert report.verdict.status == "healthy"


def test_a_method_that_was_only_named_says_nothing_of_this_computer() -> None:
    report = World().run("wss-agent")
    assert not report.mode.in_use
    assert report.network.protected == "unknown"
    assert "not-protected" not in [row.code for row in report.findings]


def test_an_office_tunnel_protects_a_computer_without_a_method() -> None:
    world = World(profile=Profile(expect=Expect(root_ca_sha256=("AB" * 32,))))
    world.network.peers["*", "*"] = Peer(mozilla=19, issuer="CN=The service", sha256="ab" * 32)
    report = world.run(None)
    assert report.network.protected == "yes"
    assert report.mode.method == "ipsec"
    assert "not-protected" not in codes(report)


def test_a_public_chain_alone_proves_nothing() -> None:
    world = World()
    world.set_proxy()
    assert world.run(None).network.protected == "unknown"


def test_unexplained() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(cut=Failure.TLS_MALFORMED)
    report = world.run()
    assert codes(report) == ["unexplained"]
    assert report.findings[0].confidence is Certainty.POSSIBLE
    assert report.findings[0].evidence[0].check == "tls.ctc-443"


def test_a_failure_for_which_the_required_check_was_not_run_is_unexplained() -> None:
    """Without a control nobody can say why, and "could not tell" would hide it."""
    world = World(profile=Profile(policy=Policy(contact_hosts="service-only")))
    world.network.block(CTC, 443)
    report = world.run()
    assert [(row.code, row.evidence[0].check) for row in report.findings] == [("unexplained", "tcp.ctc-443")]
    assert report.verdict.status == "degraded"


def test_web_traffic_that_fails_alone_is_unexplained() -> None:
    world = World(profile=Profile(expect=Expect(method=Method.DIRECT)))
    for site in ("www.cloudflare.com", "www.google.com"):
        world.network.pages[f"https://{site}/"] = Failure.HTTP_MALFORMED
    report = world.run(None)
    assert codes(report) == ["unexplained"]
    assert report.verdict.status == "broken"


def test_web_traffic_that_fails_for_a_known_reason_is_explained() -> None:
    world = World()
    world.network.hijack = Page(511)
    for site in ("www.cloudflare.com", "www.google.com"):
        world.network.pages[f"https://{site}/"] = Failure.HTTP_MALFORMED
    report = world.run(None)
    assert codes(report) == ["wifi-sign-in"]
    assert report.verdict.status == "broken"
