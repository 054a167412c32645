"""One question to a PAC file beside a run: what it says for an address that somebody wants to know."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from wssdiag.checks.check import Outcome
from wssdiag.checks.pac import FILE, ask_file, own_addresses
from wssdiag.checks.pac_fetch import PATIENCE_S
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.observation import PacAnswer
from wssdiag.model.shown import shown

if TYPE_CHECKING:
    from wssdiag.model.facts import Facts
    from wssdiag.session.equipment import Equipment

_MS_PER_S: Final = 1000


def ask_pac(equipment: Equipment, source: str, url: str, facts: Facts) -> CheckResult:
    """As a check of the file that asks for this one address. It ends within the limits of the file, its names and its script.

    Where the organisation's profile lets nobody be contacted, nothing is sent, and the outcome says so.
    """
    begun = equipment.clock.monotonic()
    if equipment.background.profile.policy.contact_hosts == "none":
        outcome = Outcome(Status.UNKNOWN, "not asked: the organisation's profile lets nobody be contacted")
    else:
        outcome = ask_file(
            equipment.network(begun, threading.Event().is_set),
            {},
            url=source,
            asked=(PacAnswer(url=url),),
            own=own_addresses(facts),
            open_evaluator=equipment.pac,
            patience=PATIENCE_S,
        )
    return CheckResult(
        id=FILE,
        title=f"The PAC file, asked for {shown(url)}",
        status=outcome.status,
        summary=outcome.summary,
        elapsed_ms=(equipment.clock.monotonic() - begun) * _MS_PER_S,
        observations=outcome.observations,
    )
