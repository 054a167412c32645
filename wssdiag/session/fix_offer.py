"""What one fix would do on this computer, and whether it may: facts, profile and hands brought together. Nothing is changed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.detection.sightings import sightings
from wssdiag.model.unknown import Unknown
from wssdiag.remedy.fixes import BY_ACTION, Fix, Refusal, page_for, refusal, setting_in_force
from wssdiag.system.actions.work import Wish, Work

if TYPE_CHECKING:
    from wssdiag.catalogue.footprint import Trace
    from wssdiag.model.facts import Facts
    from wssdiag.model.fix import Action
    from wssdiag.session.equipment import Equipment
    from wssdiag.system.actions.work import Hands


@dataclass(frozen=True, slots=True)
class Offer:
    """A fix as it can be offered. It can be done where nothing refuses it and ``work`` is known."""

    fix: Fix
    refusal: Refusal | None
    work: Work | Unknown

    @property
    def possible(self) -> bool:
        """Whether it may be done, and there is something to do."""
        return self.refusal is None and isinstance(self.work, Work)


def offer(equipment: Equipment, hands: Hands, action: Action, facts: Facts, code: str = "") -> Offer:
    """The fix on this computer; ``code`` is the cause that it is offered for. A refused one is not even looked at."""
    refused = refusal(action, facts, equipment.background.profile, equipment.catalogue)
    work = Unknown("it is not allowed here") if refused else hands.work(_wish(equipment, action, facts, code), facts)
    return Offer(BY_ACTION[action], refused, work)


def _wish(equipment: Equipment, action: Action, facts: Facts, code: str) -> Wish:
    setting = setting_in_force(facts)
    probes = (probe.url for probe in equipment.catalogue.sign_in_probe)
    return Wish(
        action=action,
        page=page_for(code),
        source=setting.source if setting else "",
        url=next((url for url in probes if url.lower().startswith("http:")), ""),
        services=_stopped(facts, equipment.background.footprint),
    )


def _stopped(facts: Facts, footprint: tuple[Trace, ...]) -> tuple[str, ...]:
    """The agent's services that do not run, by name."""
    found = (row.fact for row in sightings(facts, footprint) if row.idle and row.fact.startswith("services["))
    return tuple(dict.fromkeys(fact.removeprefix("services[").rpartition("]")[0] for fact in found))
