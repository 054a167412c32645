from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeProxy, Page, Peer
from tests.world import CTC, DATACENTRE, PORTAL, World, alarming, codes
from wssdiag.diagnosis.diagnose import findings_of
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity, Who
from wssdiag.model.profile import Endpoints, Profile, Signatures

LOGIN = f"https://{PORTAL}/login.jsp"
DECLARED = "Blocked by Example Ltd web policy"
BLOCK_PAGE = f"<html><title>{DECLARED}</title></html>"
WITH_PAGE = Profile(signatures=Signatures(block_page=(DECLARED,)))


# tls-handshake-failed


@pytest.mark.parametrize(
    ("how", "alert", "shown"),
    [(Failure.TLS_ALERT, 40, "40"), (Failure.TLS_VERSION, 70, "70"), (Failure.TLS_VERSION, None, "none")],
)
def test_tls_handshake_failed(how: Failure, alert: int | None, shown: str) -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(cut=how, alert=alert)
    report = world.run()
    assert codes(report) == ["tls-handshake-failed"]
    found = report.findings[0]
    assert (found.severity, found.confidence) == (Severity.MAJOR, Certainty.CERTAIN)
    assert (found.values["reason"], found.values["alert"]) == (str(how), shown)
    assert set(found.values) == {"purpose", "host", "address", "reason", "alert", "from"}


@pytest.mark.parametrize("how", [Failure.TLS_ALERT, Failure.TLS_VERSION])
def test_handshakes_that_end_so_everywhere_are_not_the_services(how: Failure) -> None:
    world = World()
    world.network.peers["*", "*"] = Peer(cut=how)
    assert "tls-handshake-failed" not in {row.code for row in world.run().findings}


def test_one_control_that_ends_so_leaves_a_doubt() -> None:
    world = World()
    world.network.peers |= {("*", CTC): Peer(cut=Failure.TLS_ALERT), ("*", "www.google.com"): Peer(cut=Failure.TLS_ALERT)}
    assert "tls-handshake-failed" not in {row.code for row in world.run().findings}


@pytest.mark.parametrize("how", [Failure.RESET, Failure.TLS_EOF, Failure.TIMED_OUT, Failure.TLS_MALFORMED])
def test_other_ends_have_other_causes(how: Failure) -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(cut=how)
    assert "tls-handshake-failed" not in {row.code for row in world.run().findings}


def test_a_handshake_that_failed_needs_controls() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(cut=Failure.TLS_ALERT)
    report = world.run()
    left = msgspec.structs.replace(report, checks=tuple(row for row in report.checks if not row.id.startswith("control.")))
    assert "tls-handshake-failed" not in {row.code for row in findings_of(left, world.session.background)}


def test_a_tunnels_end_that_turns_strangers_away_makes_it_likely() -> None:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.network.peers["*", DATACENTRE] = Peer(cut=Failure.TLS_ALERT)
    assert [row.confidence for row in alarming(world.run())] == [Certainty.LIKELY]


# service-error


@pytest.mark.parametrize("status", [500, 502, 503, 599])
def test_service_error(status: int) -> None:
    world = World()
    world.network.pages[LOGIN] = Page(status)
    report = world.run()
    assert codes(report) == ["service-error"]
    found = report.findings[0]
    assert (found.severity, found.who) == (Severity.MAJOR, (Who.VENDOR,))
    assert {row.check for row in found.evidence} >= {"tls.portal-443", "second-answer.portal-443"}
    assert found.values["status"] == str(status)
    assert set(found.values) == {"purpose", "host", "path", "status", "from"}


@pytest.mark.parametrize("status", [200, 301, 403, 404, 511])
def test_other_answers_are_answers(status: int) -> None:
    world = World()
    world.network.pages[LOGIN] = Page(status)
    report = world.run()
    assert codes(report) == []
    assert not [row.id for row in report.checks if row.id.startswith("second-answer.")]


def test_an_error_that_passed() -> None:
    world = World()
    world.network.pages[LOGIN] = Page(503)

    def well_again(ask: object) -> None:
        if getattr(ask, "pause_s", 0.0):
            world.network.pages[LOGIN] = Page(200)

    world.network.before = well_again
    report = world.run()
    assert codes(report) == []
    assert "second-answer.portal-443" in {row.id for row in report.checks}


@settings(max_examples=20, deadline=None)
@given(apart_ms=st.floats(0.0, 10_000.0))
def test_the_two_errors_stand_five_seconds_apart(apart_ms: float) -> None:
    world = World()
    world.network.pages[LOGIN] = Page(503)
    report = world.run()
    rows = {row.id: row for row in report.checks}
    second = rows["second-answer.portal-443"]
    seen = tuple(msgspec.structs.replace(row, offset_ms=apart_ms) for row in second.observations)
    rows[second.id] = msgspec.structs.replace(second, observations=seen)
    said = {row.code for row in findings_of(msgspec.structs.replace(report, checks=tuple(rows.values())), world.session.background)}
    assert ("service-error" in said) is (apart_ms >= 5000.0)


def test_a_service_error_needs_a_control() -> None:
    world = World()
    world.network.pages[LOGIN] = Page(503)
    report = world.run()
    left = msgspec.structs.replace(report, checks=tuple(row for row in report.checks if not row.id.startswith("control.")))
    assert "service-error" not in {row.code for row in findings_of(left, world.session.background)}


def test_a_service_error_through_a_proxy() -> None:
    world = World()
    world.set_proxy()
    world.network.pages[LOGIN] = Page(503)
    assert codes(world.run(None)) == ["service-error"]


# blocked-by-policy


def test_blocked_by_policy() -> None:
    world = World(profile=WITH_PAGE)
    world.network.pages["https://www.cloudflare.com/"] = Page(403, BLOCK_PAGE)
    report = world.run("direct")
    found = [row for row in report.findings if row.code == "blocked-by-policy"]
    assert [(row.severity, row.confidence, row.subject.host) for row in found] == [
        (Severity.NOTICE, Certainty.CERTAIN, "www.cloudflare.com")
    ]
    assert found[0].who == (Who.HELPDESK,)
    assert found[0].values == {"host": "www.cloudflare.com", "status": "403"}


@pytest.mark.parametrize("body", ["<html>403 Forbidden</html>", "<html>Blocked by another policy</html>", ""])
def test_another_page_is_no_block_page(body: str) -> None:
    world = World(profile=WITH_PAGE)
    world.network.pages["https://www.cloudflare.com/"] = Page(403, body)
    assert "blocked-by-policy" not in {row.code for row in world.run("direct").findings}


def test_a_shipped_signature_is_only_possible() -> None:
    world = World()
    world.network.pages["https://www.cloudflare.com/"] = Page(403, "exception id: policy_denied")
    assert [row.confidence for row in world.run("direct").findings if row.code == "blocked-by-policy"] == [Certainty.POSSIBLE]


def test_a_block_page_masks_what_the_proxy_refuses() -> None:
    world = World(profile=WITH_PAGE)
    world.set_proxy(answer=FakeProxy(403, body=BLOCK_PAGE))
    report = world.run(None)
    masked = {row.code: row.masked_by for row in report.findings}
    assert masked["blocked-by-policy"] is None
    assert masked["proxy-denied"] == "blocked-by-policy"
    assert codes(report) == []


def test_a_server_error_that_is_the_block_page() -> None:
    world = World(profile=WITH_PAGE)
    world.network.pages[LOGIN] = Page(503, BLOCK_PAGE)
    report = world.run()
    assert [row.code for row in report.findings] == ["blocked-by-policy"]


def test_around_a_proxy_nothing_is_the_services_page() -> None:
    world = World(profile=WITH_PAGE)
    world.set_proxy()
    world.network.hijack = Page(403, BLOCK_PAGE)
    found = [row for row in world.run(None).findings if row.code == "blocked-by-policy"]
    assert not {row.check for one in found for row in one.evidence if row.check.startswith("sign-in.")}
