"""A question to the PAC file beside a run: fetched anew, answered as a browser reads it, and nothing sent where nobody may be contacted."""

from __future__ import annotations

import msgspec
import pytest

from tests.fakes import Page
from tests.world import PAC_URL, World
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure
from wssdiag.model.observation import PacDetail
from wssdiag.model.profile import Policy, Profile

URL = "https://www.example.net/"
SCRIPT = """function FindProxyForURL(url, host) {
    return isInNet(dnsResolve(host), "192.0.2.0", "255.255.255.0") ? "PROXY proxy.example:8080; DIRECT" : "DIRECT";
}"""


def ask(script: str | Page, contact: str = "all", source: str = PAC_URL) -> tuple[CheckResult, World]:
    world = World(profile=Profile(policy=msgspec.convert({"contact_hosts": contact}, Policy)))
    world.network.truth["www.example.net"] = ("192.0.2.7",)
    world.set_pac(script)
    facts, _mode = world.session.detect()
    return world.session.ask_pac(source, URL, facts), world


def test_it_answers_for_the_address_and_tells_which_names_it_asked_for() -> None:
    result, _world = ask(SCRIPT)
    detail = result.observations[-1].detail
    assert isinstance(detail, PacDetail)
    assert [(one.url, one.proxies, one.names) for one in detail.answers] == [
        (URL, ("PROXY proxy.example:8080", "DIRECT"), ("www.example.net",))
    ]
    assert result.status is Status.PASS


@pytest.mark.parametrize(
    ("script", "failure"),
    [
        ("function FindProxyForURL(", Failure.PAC_SYNTAX),
        ("function FindProxyForURL(url, host) { return nothing.at.all; }", Failure.PAC_RUNTIME),
        (Page(404, "gone"), Failure.HTTP_STATUS),
        (Page(200, "<html>"), Failure.PAC_NOT_SCRIPT),
    ],
)
def test_a_file_that_is_of_no_use_says_why(script: str | Page, failure: Failure) -> None:
    result, _world = ask(script)
    assert (result.status, result.observations[-1].failure) == (Status.FAIL, failure)


def test_where_nobody_may_be_contacted_nothing_is_sent() -> None:
    result, world = ask(SCRIPT, contact="none")
    assert (result.status, result.observations, world.network.asked) == (Status.UNKNOWN, (), [])
    assert "profile" in result.summary


def test_a_file_in_its_own_address_is_not_fetched() -> None:
    result, world = ask(SCRIPT, source="data:text/plain,function FindProxyForURL(u, h) { return 'DIRECT'; }")
    assert result.status is Status.PASS
    assert world.network.asked == []
