"""Everything that a run needs, as one frozen value, and what it tells before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.checks.datacentres import located
from wssdiag.checks.plan import chosen, plan
from wssdiag.checks.situation import Situation
from wssdiag.detection.detect import detect
from wssdiag.model.pace import USUAL_RUN_S
from wssdiag.probes.network import Network
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from pathlib import Path

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.checks.check import Check
    from wssdiag.diagnosis.background import Background
    from wssdiag.model.clock import Clock
    from wssdiag.model.facts import Facts
    from wssdiag.model.location import Catalogue
    from wssdiag.model.mode import Mode
    from wssdiag.pac.evaluate import OpenEvaluator
    from wssdiag.session.request import Request
    from wssdiag.system.system import System

#: Makes the network of one run: from the run's start on the monotonic clock, and the question whether it was cancelled.
NetworkOfRun = Callable[[float, Callable[[], bool]], Network]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the profile came from. ``problem``: why the one that was found there is not used."""

    file: Path | None = None  # None: there is none
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Equipment:
    """Handed in once by a composition root, shared by every run; it has no state of its own."""

    system: System
    network: NetworkOfRun
    clock: Clock
    catalogue: Catalogue  # merged with the profile
    background: Background
    pac: OpenEvaluator | None = None
    warnings: tuple[str, ...] = ()  # what a person should know before the first run: a profile that could not be used
    source: Source = Source()  # of the profile

    @property
    def knowledge(self) -> Knowledge:
        """The guides, in the language of the session."""
        return self.background.knowledge

    def detect(self) -> tuple[Facts, Mode]:
        """This computer's facts and the provisional mode. Nothing is sent."""
        facts = facts_of(self.system.capture())
        return facts, detect(facts, self.background.footprint, self.catalogue, self.background.profile, None)

    def planned(self, request: Request) -> tuple[Situation, tuple[Check, ...]]:
        """The situation and the first wave of a request. Nothing is sent."""
        facts = request.facts or facts_of(self.system.capture())
        mode = detect(facts, self.background.footprint, self.catalogue, self.background.profile, request.method)
        situation = self.situation(mode, facts, request.role, request.deadline_s)
        return situation, chosen(plan(situation), request.only, request.skip)

    def situation(self, mode: Mode, facts: Facts, role: str = "client", deadline_s: float = USUAL_RUN_S) -> Situation:
        """What planning and judging know of these facts: the one place where what they tell of data centres enters the catalogue."""
        published = self.background.published
        catalogue = located(self.catalogue, facts, self.background.footprint, published)
        return Situation(mode, facts, catalogue, self.background.profile, role, self.pac, published, deadline_s)
