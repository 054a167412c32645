"""The reports that the screens are made from: hand-made ones for the tests, those of the lab for the pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tests.gui import details_samples, export_samples, samples, verdict_samples
from wssdiag.model.mode import Confidence, Method, Mode
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from wssdiag.bundle.contents import Contents
    from wssdiag.gui.work import PacAsked
    from wssdiag.model.report import Report


@dataclass(frozen=True)
class Scenes:
    """One report for each state that a screen shows."""

    healthy: Report
    port_blocked: Report
    two_matters: Report
    sign_in: Report
    no_network: Report
    could_not_tell: Report
    stopped: Report  # by the person, in the middle
    agent_stopped: Report
    dead_pac: Report
    office_tunnel: Report
    slow: Report
    timings: Report  # with something to see in the waterfall
    certificates: Report  # of several kinds
    settings: Report  # of several sources
    ports: Report  # one silent, the others open
    pac: Report  # that asked a PAC file
    pac_answers: PacAsked
    pac_silent: PacAsked
    contents: Contents  # of a bundle of the blocked port

    @property
    def settings_not_read(self) -> Report:
        """The proxy settings could not be read."""
        report = self.port_blocked
        return replace(report, facts=replace(report.facts, proxy_settings=Unknown("access denied")))

    @property
    def nothing_needed(self) -> Report:
        """A method for which the reference lists nothing."""
        return replace(self.no_network, mode=Mode(method=Method.DIRECT, confidence=Confidence.HIGH))


def hand_made() -> Scenes:
    """Of computers that are made up: they come without a network, and hold the longest texts that tests want to see fit."""
    large = details_samples.large()
    return Scenes(
        healthy=samples.healthy(),
        port_blocked=samples.port_blocked(),
        two_matters=samples.port_and_name_blocked(),
        sign_in=samples.sign_in_page(),
        no_network=samples.no_network(),
        could_not_tell=samples.could_not_tell(),
        stopped=samples.cancelled(),
        agent_stopped=verdict_samples.agent_stopped(),
        dead_pac=verdict_samples.dead_pac(),
        office_tunnel=verdict_samples.office_tunnel(),
        slow=verdict_samples.slow(),
        timings=large,
        certificates=large,
        settings=large,
        ports=large,
        pac=details_samples.with_pac(),
        pac_answers=details_samples.answered("https://www.example.net/"),
        pac_silent=details_samples.unanswered("https://www.example.net/"),
        contents=export_samples.contents(),
    )
