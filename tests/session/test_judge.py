from __future__ import annotations

import msgspec

from tests.world import CTC, World, codes
from wssdiag.model.codec import decode, encode
from wssdiag.model.mode import Method
from wssdiag.model.profile import Expect, Profile
from wssdiag.model.report import NetworkState, Report
from wssdiag.session import judged_again, on_facts_alone
from wssdiag.session.judge import UNJUDGED


def test_a_report_judged_again_is_the_same() -> None:
    for method in (None, "wss-agent", "explicit-proxy"):
        world = World()
        world.network.block(CTC, 443)
        report = world.run(method)
        assert judged_again(world.session, report) == report


def test_what_was_concluded_is_drawn_anew() -> None:
    world = World()
    world.network.block(CTC, 443)
    report = world.run()
    bare = msgspec.structs.replace(report, findings=(), verdict=UNJUDGED, network=NetworkState())
    assert judged_again(world.session, bare) == report


def test_facts_alone() -> None:
    world = World()
    world.system.files["routes.json"] = []
    facts, mode = world.session.detect()
    report = on_facts_alone(world.session, facts)
    assert report.checks == ()
    assert report.mode == mode
    assert codes(report) == ["no-default-route"]
    assert report.started == "2026-03-04T12:00:00Z"
    assert world.network.asked == []


def test_facts_alone_prove_no_health() -> None:
    world = World()
    report = on_facts_alone(world.session, world.session.detect()[0])
    assert report.verdict.status == "incomplete"


def test_a_report_holds_the_rows_of_its_proxies() -> None:
    world = World()
    world.set_proxy("proxy.threatpulse.net", 8080)
    report = world.run(None)
    assert [row.id for row in report.proxies] == ["proxy-8080"]
    assert "proxy-8080" not in [row.id for row in report.locations]
    older = msgspec.structs.replace(report, proxies=())
    assert judged_again(world.session, older) == report
    of_yesterday = msgspec.structs.replace(report, proxies=(msgspec.structs.replace(report.proxies[0], purpose="as it was"),))
    assert judged_again(world.session, of_yesterday).proxies == of_yesterday.proxies


def test_a_report_read_elsewhere_is_judged_by_the_profile_that_it_was_made_with() -> None:
    profile = Profile(expect=Expect(method=Method.WSS_AGENT))
    made = World(profile=profile).run(None)
    assert made.verdict.cause == "agent-missing"
    read = decode(encode(made), Report)
    assert judged_again(World().session, read) == made
    other = Profile(expect=Expect(method=Method.DIRECT))
    assert judged_again(World(profile=other).session, read).verdict.cause != "agent-missing"
    assert World().run(None).profile is None
