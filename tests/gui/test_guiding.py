"""The walk through a guide, without a widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.knowledge.guides import shipped
from tests.world import World
from wssdiag.gui.deeds import Deed
from wssdiag.gui.guide_page import page_of
from wssdiag.gui.guiding import Guiding
from wssdiag.gui.outcome import outcome_of
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Endpoints, ExtraEndpoint, Profile

if TYPE_CHECKING:
    from wssdiag.model.report import Report

GUIDES = shipped()


def closed(count: int = 1) -> Report:
    """So many locations of the organisation's own, all of them closed."""
    rows = [ExtraEndpoint(id=f"own-{at}", host=f"host{at}.example", port=7000 + at, transport=Transport.TCP) for at in range(count)]
    world = World(profile=Profile(endpoints=Endpoints(extra=tuple(rows))))
    for row in rows:
        world.network.block(row.host, row.port)
    return world.run()


def test_what_is_copied_holds_every_rule_to_its_end() -> None:
    report = closed(9)
    guiding = Guiding(GUIDES)
    view = guiding.view(report.findings[0], report)
    assert view is not None
    first = outcome_of(report, report.findings[0], view, GUIDES).message
    guiding.begin(report.findings[0], report)
    guiding.move(Deed.CANNOT)
    assert guiding.walk is not None
    for message in (first, page_of(guiding.walk, "").message):
        assert message.count("\nTo: host") == 9
        assert message.count("\nEvidence: 2026-03-04 ") == 18
        assert len(message) > 2000


def test_the_same_matter_seen_again_goes_on_with_the_newer_evidence() -> None:
    report = closed()
    guiding = Guiding(GUIDES)
    guiding.begin(report.findings[0], report)
    guiding.move(Deed.CANNOT)
    later = msgspec.structs.replace(report, started="2026-03-04T13:00:00Z")
    assert guiding.begin(later.findings[0], later)
    assert guiding.walk is not None
    assert guiding.walk.position == 1
    assert "2026-03-04 13:00:" in (guiding.walk.step.message or "")
    other = msgspec.structs.replace(report.findings[0], values={**report.findings[0].values, "kind": "refused"})
    guiding.begin(other, report)
    assert guiding.walk.position == 0
