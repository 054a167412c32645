"""Fixes for the faces: what one would do here, doing it with no more rights than it needs, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.detection.sightings import sightings
from wssdiag.model.fix import FixOutcome, FixResult, Privilege
from wssdiag.model.input_error import InputError
from wssdiag.model.unknown import Unknown
from wssdiag.remedy.fixes import BY_ACTION, Fix, page_for, refusal, setting_in_force
from wssdiag.system.actions.work import Wish, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wssdiag.catalogue.footprint import Trace
    from wssdiag.model.facts import Facts
    from wssdiag.model.fix import Action, Refusal
    from wssdiag.session.equipment import Equipment
    from wssdiag.session.fixing import Fixing


@dataclass(frozen=True, slots=True)
class Offer:
    """A fix as it can be offered. It can be done where nothing refuses it and ``work`` is known."""

    fix: Fix
    refusal: Refusal | None
    work: Work | Unknown


@dataclass(frozen=True, slots=True)
class Mending:
    """What this program can put right on this computer.

    ``elevate`` runs it once more, with these arguments, as an administrator; None where it is one. ``own`` has the journal of this account,
    ``shared`` the administrators': what is one person's stays in that person's, whoever that is.
    """

    equipment: Equipment
    own: Fixing
    shared: Fixing
    elevate: Callable[[Sequence[str]], Unknown | None] | None

    def offer(self, action: Action, facts: Facts, code: str = "") -> Offer:
        """The fix on this computer; ``code`` is the cause that it is offered for. A refused one is not even looked at."""
        refused = refusal(action, facts, self.equipment.background.profile, self.equipment.catalogue)
        work = Unknown("it is not allowed here") if refused else self.own.hands.work(self._wish(action, facts, code), facts)
        return Offer(BY_ACTION[action], refused, work)

    def do(self, offer: Offer) -> FixResult:
        """Do what was offered; what is refused or unknown is not done."""
        if offer.refusal:
            return FixResult(FixOutcome.REFUSED, refusal=offer.refusal)
        if isinstance(offer.work, Unknown):
            return FixResult(FixOutcome.FAILED, offer.work.unknown)
        if offer.fix.privilege is Privilege.ELEVATED and self.elevate:
            return _deed(self.elevate(("fix", offer.fix.action, "--yes")))
        return self._of(offer.fix.action).do(offer.fix.action, offer.work)

    def fix(self, action: Action, code: str) -> FixResult:
        """Look at this computer anew, and do it."""
        facts, _mode = self.equipment.detect()
        return self.do(self.offer(action, facts, code))

    def undo(self, action: Action) -> FixResult:
        """Take back what this action changed last; an administrator's journal is an administrator's to read."""
        if BY_ACTION[action].privilege is Privilege.ELEVATED and self.elevate:
            return _deed(self.elevate(("undo", action)))
        fixing = self._of(action)
        try:
            entry = next((row for row in reversed(fixing.entries()) if row.open and row.action == action), None)
        except InputError as error:
            return FixResult(FixOutcome.FAILED, str(error))
        return fixing.undo(entry) if entry else FixResult(FixOutcome.NOTHING)

    def _of(self, action: Action) -> Fixing:
        return self.shared if BY_ACTION[action].privilege is Privilege.ELEVATED else self.own

    def _wish(self, action: Action, facts: Facts, code: str) -> Wish:
        setting = setting_in_force(facts)
        probes = (probe.url for probe in self.equipment.catalogue.sign_in_probe)
        return Wish(
            action=action,
            page=page_for(code),
            source=setting.source if setting else "",
            url=next((url for url in probes if url.lower().startswith("http:")), ""),
            services=_stopped(facts, self.equipment.background.footprint),
        )


def _deed(answer: Unknown | None) -> FixResult:
    return FixResult(FixOutcome.DONE) if answer is None else FixResult(FixOutcome.FAILED, answer.unknown)


def _stopped(facts: Facts, footprint: tuple[Trace, ...]) -> tuple[str, ...]:
    """The agent's services that do not run, by name."""
    found = (row.fact for row in sightings(facts, footprint) if row.idle and row.fact.startswith("services["))
    return tuple(dict.fromkeys(fact.removeprefix("services[").rpartition("]")[0] for fact in found))
