from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.fakes import FakeProxy, Page, Peer
from tests.world import EXPIRED, PROXY, World
from wssdiag.checks.hosts import contacts
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.profile import Controls, Policy, Profile
from wssdiag.probes.network import Journey
from wssdiag.session import Request

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult
    from wssdiag.model.report import Report

HOST = "egress.example"
URL = f"https://{HOST}/ip"
ADDRESS = "45.88.1.1"


def world(answer: Page | Failure | None = None, url: str = URL, policy: Policy | None = None) -> World:
    found = World(profile=Profile(controls=Controls(egress_url=url), policy=policy or Policy()))
    found.network.truth[HOST] = ("45.77.1.1",)
    found.network.pages[url] = answer or Page(body=f"{ADDRESS}\n")
    return found


def result(report: Report) -> CheckResult | None:
    return next((row for row in report.checks if row.id == f"egress.{HOST}"), None)


@pytest.mark.parametrize(
    ("answer", "status", "address"),
    [
        (Page(body=f"{ADDRESS}\n"), Status.PASS, ADDRESS),
        (Page(body=f'{{"ip": "{ADDRESS}"}}'), Status.PASS, ADDRESS),
        (Page(body="<html>hello</html>"), Status.UNKNOWN, None),
        (Page(status=403, body=ADDRESS), Status.UNKNOWN, None),
        (Failure.TIMED_OUT, Status.UNKNOWN, None),
    ],
    ids=str,
)
def test_what_the_page_says(answer: Page | Failure, status: Status, address: str | None) -> None:
    report = world(answer).run(None)
    found = result(report)
    assert found is not None
    assert (found.status, found.required) == (status, False)
    assert report.network.egress_ip == address


def test_a_page_that_nobody_vouches_for_is_not_believed() -> None:
    found = world()
    found.network.peers["*", HOST] = Peer(system=EXPIRED, mozilla=EXPIRED)
    assert found.run(None).network.egress_ip is None


def test_plain_http_serves_as_well() -> None:
    assert world(url=f"http://{HOST}/").run(None).network.egress_ip == ADDRESS


def test_it_goes_by_the_path_of_the_method() -> None:
    found = world()
    found.set_proxy()
    report = found.run(None)
    asked = [ask for ask in found.network.asked if isinstance(ask, Journey) and ask.host == HOST]
    assert [ask.proxy is not None for ask in asked] == [True]
    checked = result(report)
    assert checked
    assert checked.needs == (f"proxy.connect.{PROXY}-3128",)


def test_a_challenge_of_the_proxy_says_nothing() -> None:
    found = world()
    found.set_proxy(answer=FakeProxy(status=407, schemes=("Basic",)))
    assert found.run(None).network.egress_ip is None


def test_behind_a_pac_file_it_goes_by_its_proxy() -> None:
    found = world()
    found.set_proxy()
    del found.system.files["environment.json"]
    found.set_pac(f"function FindProxyForURL(url, host) {{ return 'PROXY {PROXY}:3128'; }}")
    report = found.run(None)
    checked = result(report)
    assert checked
    assert checked.needs == (f"proxy.pac.{PROXY}-3128",)
    assert report.network.egress_ip == ADDRESS


@pytest.mark.parametrize(
    ("method", "role", "contact"),
    [(None, "client", "service-only"), (None, "client", "none"), ("wss-agent", "client", "all"), (None, "auth-connector", "all")],
)
def test_who_is_not_asked_is_not_listed(method: str | None, role: str, contact: str) -> None:
    found = world(policy=msgspec.convert({"contact_hosts": contact}, Policy))
    assert result(found.run(method, role=role)) is None
    request = msgspec.convert({"role": role, "method": method}, Request)
    assert HOST not in {row.host for row in contacts(found.session.planned(request)[0])}


def test_who_is_asked_is_listed() -> None:
    listed = {(row.host, row.port, row.transport) for row in contacts(world().session.planned(Request())[0])}
    assert (HOST, 443, "tcp") in listed


def test_without_a_page_nobody_is_asked() -> None:
    report = World().run(None)
    assert not [row for row in report.checks if row.id.startswith("egress.")]
    assert report.network.egress_ip is None
