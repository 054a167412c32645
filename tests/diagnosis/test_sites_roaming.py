from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.fakes import FakeProxy, Page
from tests.world import SERVICE_PROXY, World, codes
from wssdiag.diagnosis.diagnose import diagnosed
from wssdiag.model.finding import Certainty, Finding, Severity
from wssdiag.model.observation import HttpDetail, ProxyDetail
from wssdiag.model.profile import Profile, Signatures

if TYPE_CHECKING:
    from wssdiag.model.report import Report


def the(report: Report, code: str) -> Finding:
    (row,) = (row for row in report.findings if row.code == code)
    return row


def page(report: Report, text: str) -> Report:
    """The same report, in which the proxy's answers hold a page."""
    checks = []
    for row in report.checks:
        seen = tuple(
            msgspec.structs.replace(one, detail=msgspec.structs.replace(one.detail, body_start=text))
            if one.via == "proxy" and isinstance(one.detail, ProxyDetail | HttpDetail)
            else one
            for one in row.observations
        )
        checks.append(msgspec.structs.replace(row, observations=seen))
    return msgspec.structs.replace(report, checks=tuple(checks))


def roaming(text: str, profile: Profile) -> Report:
    world = World(profile=profile)
    world.set_proxy(SERVICE_PROXY, 8080, FakeProxy(403))
    return diagnosed(page(world.run(None), text), world.session.background)


def test_roaming_sign_in_masks_the_refusal() -> None:
    report = roaming("<h1>Who are you</h1>", Profile(signatures=Signatures(credential_page=("Who are you",))))
    assert [(row.code, row.severity) for row in report.findings if not row.masked_by] == [("roaming-sign-in", Severity.NOTICE)]
    assert the(report, "roaming-sign-in").confidence is Certainty.CERTAIN
    assert the(report, "proxy-denied").masked_by == "roaming-sign-in"


def test_a_page_that_is_only_remembered_hides_nothing() -> None:
    report = roaming("<a href='https://saml.threatpulse.net:8443/'>", Profile())
    assert the(report, "roaming-sign-in").confidence is Certainty.POSSIBLE
    assert codes(report) == ["proxy-denied"]


def test_over_the_offices_tunnel_nobody_roams() -> None:
    """Who is asked there is a user of the site: the same page by trans-proxy is a refusal."""
    world = World(profile=Profile(signatures=Signatures(credential_page=("Who are you",))))
    world.set_proxy("ep.threatpulse.net", 80, FakeProxy(403))
    report = diagnosed(page(world.run(None), "<h1>Who are you</h1>"), world.session.background)
    assert report.mode.method == "trans-proxy"
    assert "roaming-sign-in" not in [row.code for row in report.findings]
    assert codes(report) == ["proxy-denied"]


def test_another_page_is_a_refusal() -> None:
    assert codes(roaming("<h1>No</h1>", Profile(signatures=Signatures(credential_page=("Who are you",))))) == ["proxy-denied"]


def test_behind_the_sign_in_page_nobody_knows_whether_the_web_works() -> None:
    world = World(profile=Profile(signatures=Signatures(credential_page=("Who are you",))))
    world.set_proxy(SERVICE_PROXY, 8080)
    for site in ("www.cloudflare.com", "www.google.com"):
        world.network.pages[f"https://{site}/"] = Page(401, "Who are you")
    report = world.run(None)
    assert codes(report) == []
    assert [row.code for row in report.findings] == ["roaming-sign-in"]
    assert report.verdict.status == "incomplete"


def test_the_same_page_without_a_proxy_is_a_site_of_its_own() -> None:
    world = World(profile=Profile(signatures=Signatures(credential_page=("Who are you",))))
    for site in ("www.cloudflare.com", "www.google.com"):
        world.network.pages[f"https://{site}/"] = Page(401, "Who are you")
    report = world.run(None)
    assert "roaming-sign-in" not in [row.code for row in report.findings]
