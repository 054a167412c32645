"""The request as people read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.knowledge.guides import shipped
from tests.report import hostile
from tests.world import CTC, DATACENTRE, SERVICE_PROXY, World
from wssdiag.diagnosis.chain import chains_of
from wssdiag.model.failure import Failure
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Endpoints, ExtraEndpoint, Profile
from wssdiag.paths import resources
from wssdiag.remedy.rules_to_open import rules_to_open
from wssdiag.report.html import TEMPLATE, render_html
from wssdiag.report.layout import Style, columns
from wssdiag.report.markdown import LINE_LIMIT, render_markdown
from wssdiag.report.rule_request import MOST_TOLD, guide_of, request_lines
from wssdiag.report.text import render_explained, render_text

if TYPE_CHECKING:
    from wssdiag.model.report import Report

GUIDES = shipped()
PAGE = (resources() / TEMPLATE).read_text("utf-8")


def blocked(world: World | None = None, host: str = CTC) -> Report:
    world = world or World()
    world.network.block(host, 443)
    return world.run()


def many(count: int) -> Report:
    """So many locations of the organisation's own, all of them closed."""
    extra = tuple(
        ExtraEndpoint(id=f"own-{number}", host=f"h{number}.example", port=7000 + number, transport=Transport.TCP) for number in range(count)
    )
    world = World(profile=Profile(endpoints=Endpoints(extra=extra)))
    for row in extra:
        world.network.block(row.host, row.port)
    return world.run()


def page(report: Report) -> str:
    return render_html(report, GUIDES, PAGE)


def text(report: Report) -> str:
    return render_text(report, GUIDES, Style())


def message(report: Report) -> str:
    view = guide_of(report.findings[0], report, GUIDES)
    assert view is not None
    return next(step.message for step in view.steps if step.message)


def test_a_rule_as_an_administrator_enters_it() -> None:
    lines = request_lines(rules_to_open(blocked()))
    assert lines[:3] == [
        "1. Allow TCP port 443",
        "From: 192.0.2.17 (interface eth0, network 192.0.2.0/24)",
        "To: ctc.threatpulse.com, 130.211.30.2 (by the reference)",
    ]
    assert "Needed: required" in lines
    assert any(line.startswith('Reference: Symantec WSS, "Required Locations, Ports, and Protocols"; KB 175683') for line in lines)
    failed, _ = [line for line in lines if line.startswith("Evidence: ")]
    assert re.match(r"Evidence: 2026-03-04 12:00:\d\d UTC, Connection to ctc.threatpulse.com, TCP 443: .*no answer$", failed)


def test_the_message_ends_with_the_rules() -> None:
    report = blocked()
    assert message(report).startswith("Please allow TCP port 443 from 192.0.2.17 to ctc.threatpulse.com (130.211.30.2).")
    assert "\n\nTo be opened:\n1. Allow TCP port 443\nFrom: 192.0.2.17" in message(report)


def test_one_message_asks_for_everything_that_is_closed() -> None:
    """Whoever opens one port today must not be asked for the next one tomorrow."""
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.network.block(DATACENTRE, 443)
    asked = message(blocked(world))
    assert asked.count("Allow TCP port 443") == 2
    assert DATACENTRE in asked


def test_a_matter_that_is_none_of_the_networks_rules_carries_none() -> None:
    world = World()
    world.network.block(CTC, 443)
    world.network.says["*"] = Failure.DNS_TIMEOUT
    world.network.servers["192.0.2.53"] = Failure.DNS_TIMEOUT
    report = world.run()
    assert report.findings[0].code == "dns-server-silent"
    view = guide_of(report.findings[0], report, GUIDES)
    assert view is not None
    assert not any(step.rules for step in view.steps)
    assert "To be opened" not in text(report)


def test_the_text_says_it_once() -> None:
    shown = text(blocked())
    assert shown.count("To be opened") == 1
    assert "| 1. Allow TCP port 443" in shown


def test_the_text_says_it_also_where_another_matter_comes_first() -> None:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.network.block(None, 443, Failure.TIMED_OUT, Transport.UDP)
    report = world.run()
    first = msgspec.structs.replace(report.findings[0], code="path-slow")
    both = msgspec.structs.replace(report, findings=(first, *report.findings))
    assert "Allow UDP port 443" not in message(both), "what is slow is one matter, what is closed another"
    for shown in (text(both), render_explained(both, GUIDES, Style(), chains_of(both), alone=False)):
        assert "\nTo be opened\n  1. Allow UDP port 443\n" in shown


def test_ticket_and_page_have_a_table() -> None:
    report = blocked()
    ticket = render_markdown(report, GUIDES)
    assert "| Allow TCP port 443 | 192.0.2.17 (interface eth0, network 192.0.2.0/24) → ctc.threatpulse.com, 130.211.30.2" in ticket
    assert ticket.count("To be opened") == 1, "the message is quoted without its rules, since the table has them"
    assert "<h2>To be opened</h2>" in page(report)
    assert "<td>Allow TCP port 443</td>" in page(report)


def test_nothing_to_open_is_not_mentioned() -> None:
    report = World().run()
    assert all("To be opened" not in shown for shown in (text(report), render_markdown(report, GUIDES), page(report)))


def test_a_long_list_is_counted_and_the_table_for_import_named() -> None:
    report = many(MOST_TOLD + 3)
    assert len(rules_to_open(report)) == MOST_TOLD + 3
    assert message(report).endswith("3 more: wssdiag explain REPORT --format csv")
    ticket = render_markdown(report, GUIDES)
    assert len(ticket.splitlines()) <= LINE_LIMIT
    assert "7 more: wssdiag explain REPORT" in ticket


def test_every_sender_and_every_request_has_its_words() -> None:
    world = World()
    world.set_proxy("ep.threatpulse.net", 80)
    world.network.block("ep.threatpulse.net", 80)
    assert "Route TCP port 80 into the IPsec tunnel of the site" in message(world.run(None))
    world = World()
    world.network.says[CTC] = Failure.NAME_NOT_FOUND
    assert "Let the DNS servers 192.0.2.53 give the true addresses of this name" in message(world.run())
    world = World()
    world.network.block(SERVICE_PROXY, 8443)
    asked = message(world.run("proxy-forwarding"))
    assert "From: the proxy that forwards to the service (tested from 192.0.2.17)" in asked


def test_a_gateway_is_asked_for_by_whoever_holds_the_tunnel() -> None:
    world = World(profile=Profile(endpoints=Endpoints(ike_gateways=("gw.example",))))
    world.network.block(world.network.truth["gw.example"][0], 4500, Failure.REFUSED, Transport.UDP)
    asked = message(world.run("ipsec"))
    assert "Allow UDP port 4500" in asked
    assert "From: the firewall that holds the IPsec tunnel (tested from 192.0.2.17)" in asked
    assert "Condition: Only if the firewall is behind NAT." in asked


@pytest.mark.parametrize("value", hostile.TEXTS)
def test_hostile_texts_do_nothing_anywhere(value: str) -> None:
    base = blocked()
    rows = tuple(
        msgspec.structs.replace(
            row, purpose=value, when=value, group=value, protocol=value, provenance=msgspec.structs.replace(row.provenance, source=value)
        )
        for row in base.locations
    )
    checks = tuple(msgspec.structs.replace(row, title=value, summary=value) for row in base.checks)
    report = msgspec.structs.replace(base, locations=rows, checks=checks)
    assert rules_to_open(report)
    shown = text(report)
    assert max(columns(line) for line in shown.splitlines()) <= 80
    assert "\x1b" not in shown
    assert "<script>" not in page(report)
    lines = render_markdown(report, GUIDES).splitlines()
    assert all(line.count("|") - line.count("\\|") == 4 for line in lines if line.startswith("| "))
    assert not any("<" in line for line in lines)
