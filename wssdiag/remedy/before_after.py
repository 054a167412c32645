"""What the walk through a guide did to each check that was part of it: the outcome before and after. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from wssdiag.model.check import Status
    from wssdiag.model.report import Report


@dataclass(frozen=True)
class CheckRow:
    """One check; None where it was not part of that run. ``elapsed_ms`` is of the newer one, else of the older."""

    id: str
    title: str
    before: Status | None
    after: Status | None
    elapsed_ms: float

    @property
    def changed(self) -> bool:
        """Whether it has another outcome than before."""
        return self.before is not self.after


def before_after(before: Report, after: Report, ids: AbstractSet[str]) -> tuple[CheckRow, ...]:
    """A row for each of ``ids``, the checks that ran again, and for each that only one of the reports has: a full run took its place.

    Those with another outcome come first; apart from that they stand in the order of the newer report. Empty where nothing ran again.
    """
    if not ids:
        return ()
    old = {check.id: check for check in before.checks}
    new = {check.id: check for check in after.checks}
    rows = []
    for check_id in {**new, **old}:
        was, now = old.get(check_id), new.get(check_id)
        shown = now or was
        if shown is not None and (check_id in ids or was is None or now is None):
            rows.append(CheckRow(check_id, shown.title, was.status if was else None, now.status if now else None, shown.elapsed_ms))
    return tuple(sorted(rows, key=lambda row: not row.changed))
