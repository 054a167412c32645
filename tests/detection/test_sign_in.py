from __future__ import annotations

import msgspec
import pytest

from tests.fakes import Page
from tests.world import PROXY_ADDRESS, PROXY_PORT, World, builtin
from wssdiag.detection.sign_in import judge, right_answer
from wssdiag.model.failure import Failure
from wssdiag.model.location import SignInProbe
from wssdiag.model.observation import HttpDetail
from wssdiag.model.profile import Profile, Signatures
from wssdiag.model.report import SignIn

APPLE = "http://captive.apple.com/hotspot-detect.html"
GOOGLE = "http://www.gstatic.com/generate_204"
HOTEL = Page(302, headers=(("location", "http://wifi.hotel.example/login"),))
STRANGE = Page(200, "<html>Welcome</html>")


def judged(world: World) -> tuple[SignIn, str | None]:
    report = world.run(only=("sign-in.*",))
    return judge(report.facts, {row.id: row for row in report.checks}, world.session.catalogue)


def answers(*pages: Page | Failure) -> World:
    """The first probes answer so; the others do not answer."""
    world = World()
    probes = world.catalogue.sign_in_probe
    rest = [Failure.TIMED_OUT] * (len(probes) - len(pages))
    world.network.pages |= {probe.url: page for probe, page in zip(probes, (*pages, *rest), strict=True)}
    return world


@pytest.mark.parametrize(
    ("pages", "state"),
    [
        ((), SignIn.UNKNOWN),
        ((STRANGE,), SignIn.UNKNOWN),
        ((HOTEL,), SignIn.UNKNOWN),
        ((STRANGE, STRANGE), SignIn.REQUIRED),
        ((HOTEL, HOTEL), SignIn.REQUIRED),
        ((HOTEL, STRANGE), SignIn.REQUIRED),
        ((Page(511),), SignIn.REQUIRED),
        ((Page(403), Page(403), Page(403)), SignIn.UNKNOWN),
        ((Page(404), Page(500), Page(503)), SignIn.UNKNOWN),
        ((Page(302, headers=(("location", "/elsewhere"),)), HOTEL), SignIn.UNKNOWN),
        ((Page(302, headers=(("location", "http://[hostile"),)), HOTEL), SignIn.UNKNOWN),
    ],
)
def test_what_proves_it(pages: tuple[Page | Failure, ...], state: SignIn) -> None:
    assert judged(answers(*pages))[0] is state


def test_the_page_is_named() -> None:
    assert judged(answers(HOTEL, HOTEL))[1] == "http://wifi.hotel.example/login"
    assert judged(answers(STRANGE, STRANGE))[1] == builtin()[0].sign_in_probe[0].url


def test_right_answers_prove_that_there_is_none() -> None:
    assert judged(World())[0] is SignIn.NONE


def test_the_services_own_redirect_does_not_count() -> None:
    page = Page(302, headers=(("location", "https://notify.threatpulse.com/block"),))
    assert judged(answers(page, page))[0] is not SignIn.REQUIRED


@pytest.mark.parametrize(
    "said", [{"networkmanager": "portal"}, {"windows_nlm": "webhijack"}, {"networkmanager": "Portal"}], ids=["nm", "nlm", "case"]
)
def test_the_system_says_so(said: dict[str, str]) -> None:
    world = World()
    world.system.files["connectivity.json"] = said
    assert judged(world)[0] is SignIn.REQUIRED


@pytest.mark.parametrize("said", [{"networkmanager": "limited"}, {"windows_nlm": "local"}, {"windows_nlm": "internet"}])
def test_the_system_says_something_else(said: dict[str, str]) -> None:
    world = World()
    world.system.files["connectivity.json"] = said
    assert judged(world)[0] is SignIn.NONE


def test_two_probes_of_one_operator_are_one_witness() -> None:
    world = answers(STRANGE)
    first = world.catalogue.sign_in_probe[0]
    second = msgspec.structs.replace(first, url="http://other.example/", body="else")
    world.catalogue = msgspec.structs.replace(world.catalogue, sign_in_probe=(first, second))
    world.network.pages |= {second.url: STRANGE, first.url: STRANGE}
    assert judged(world)[0] is SignIn.UNKNOWN


@pytest.mark.parametrize(
    ("status", "body", "size", "right"),
    [(200, "It is a Success.", 16, True), (200, "", 0, False), (204, "Success", 7, False), (200, "success", 7, False)],
)
def test_a_body_that_is_expected(status: int, body: str, size: int, right: bool) -> None:
    probe = SignInProbe(url=APPLE, status=200, body="Success")
    assert right_answer(probe, HttpDetail(status=status, body_start=body, body_size=size)) is right


def test_no_body_is_expected() -> None:
    probe = SignInProbe(url=GOOGLE, status=204)
    assert right_answer(probe, HttpDetail(status=204, body_size=0))
    assert not right_answer(probe, HttpDetail(status=204, body_size=9, body_start="something"))


BLOCK_PAGE = Page(200, "<html>Your request was denied: policy_denied</html>")


def test_the_services_own_page_is_no_sign_in_page() -> None:
    report = answers(BLOCK_PAGE, BLOCK_PAGE, BLOCK_PAGE).run(only=("sign-in.*",))
    assert report.network.sign_in is SignIn.UNKNOWN


def test_a_page_that_the_organisation_declares_is_none_either() -> None:
    world = answers(STRANGE, STRANGE)
    world.profile = Profile(signatures=Signatures(block_page=("Welcome",)))
    assert world.run(only=("sign-in.*",)).network.sign_in is SignIn.UNKNOWN


def test_what_answers_around_a_proxy_that_works_is_no_sign_in_page() -> None:
    world = World()
    world.set_proxy()
    world.network.pages |= {probe.url: HOTEL for probe in world.catalogue.sign_in_probe}
    report = world.run(None)
    assert report.network.sign_in is SignIn.UNKNOWN
    assert report.verdict.status == "healthy"


def test_a_sign_in_page_in_front_of_a_proxy_is_one() -> None:
    world = World()
    world.set_proxy()
    world.network.pages |= {probe.url: HOTEL for probe in world.catalogue.sign_in_probe}
    world.network.block(PROXY_ADDRESS, PROXY_PORT)
    assert world.run(None).verdict.cause == "wifi-sign-in"
