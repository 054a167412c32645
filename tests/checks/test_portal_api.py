"""The question to the network's own captive portal API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import Page, Peer
from tests.world import World
from wssdiag.checks.hosts import contacts
from wssdiag.checks.portal_api import portal_api_checks
from wssdiag.detection.portal_api import CHECK_ID, MEDIA_TYPE
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.profile import Policy, Profile
from wssdiag.model.report import SignIn
from wssdiag.probes.network import Journey
from wssdiag.session import Request

if TYPE_CHECKING:
    from wssdiag.checks.situation import Situation
    from wssdiag.model.report import Report

HOST, ADDRESS = "wifi.hotel.example", "192.0.2.1"
API = f"https://{HOST}/api"
PORTAL = f"http://{HOST}/login"
TYPE = (("content-type", MEDIA_TYPE),)
CAPTIVE = Page(200, f'{{"captive": true, "user-portal-url": "{PORTAL}"}}', TYPE)
FREE = Page(200, '{"captive": false}', TYPE)


def world(answer: Page | Failure = CAPTIVE, api: str | None = API) -> World:
    found = World()
    found.system.files["connectivity.json"] = {"captive_portal_api": api}
    found.network.truth[HOST] = (ADDRESS,)
    found.network.pages[API] = answer
    return found


def situation(found: World) -> Situation:
    return found.session.planned(Request())[0]


def run(found: World) -> Report:
    return found.run(only=("sign-in.*",))


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (CAPTIVE, Status.WARN),
        (FREE, Status.PASS),
        (Page(200, "<html>Welcome</html>"), Status.UNKNOWN),
        (Page(404), Status.UNKNOWN),
        (Page(500, CAPTIVE.body, TYPE), Status.UNKNOWN),
        (Page(302, "", (("location", PORTAL),)), Status.UNKNOWN),
        (Failure.TIMED_OUT, Status.UNKNOWN),
        (Failure.BODY_TOO_LARGE, Status.UNKNOWN),
    ],
)
def test_what_the_api_answers(answer: Page | Failure, status: Status) -> None:
    report = run(world(answer))
    assert {row.id: row.status for row in report.checks}[CHECK_ID] is status
    assert report.network.sign_in is (SignIn.REQUIRED if status is Status.WARN else SignIn.NONE)


def test_it_is_asked_for_its_type_around_any_proxy() -> None:
    found = world()
    found.set_proxy()
    (check,) = portal_api_checks(situation(found))
    check.run(found.network, {})
    (ask,) = [ask for ask in found.network.asked if isinstance(ask, Journey)]
    assert ask.proxy is None
    assert ask.http is not None
    assert (ask.http.url, ask.http.accept) == (API, MEDIA_TYPE)
    assert ask.tls is not None
    assert (ask.tls.server_name, ask.tls.judged) == (HOST, True)


def test_a_certificate_that_does_not_hold_is_not_believed() -> None:
    found = world()
    found.network.peers[ADDRESS, "*"] = Peer(system=18)
    report = run(found)
    assert {row.id: row.status for row in report.checks}[CHECK_ID] is Status.UNKNOWN
    assert report.network.sign_in is SignIn.NONE


def test_the_page_that_it_names_is_where_to_sign_in() -> None:
    report = run(world())
    assert report.network.sign_in_url == PORTAL


def test_the_finding_rests_on_it() -> None:
    (finding,) = [row for row in world().run().findings if row.code == "wifi-sign-in"]
    assert [row.check for row in finding.evidence] == [CHECK_ID]
    assert finding.values["url"] == PORTAL


@pytest.mark.parametrize("api", [None, "http://wifi.hotel.example/api", "https://["])
def test_without_an_address_nothing_is_asked(api: str | None) -> None:
    assert portal_api_checks(situation(world(api=api))) == ()


@pytest.mark.parametrize("contact", ["service-only", "none"])
def test_the_organisation_may_forbid_it(contact: str) -> None:
    found = world()
    found.profile = Profile(policy=Policy(contact_hosts=contact))  # type: ignore[arg-type]
    assert portal_api_checks(situation(found)) == ()
    assert HOST not in {row.host for row in contacts(situation(found))}


def test_it_is_listed_among_the_hosts() -> None:
    assert (HOST, 443) in {(row.host, row.port) for row in contacts(situation(world()))}
