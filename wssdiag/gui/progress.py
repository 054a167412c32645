"""What is known of a run while it runs: a frozen value, and how an event changes it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wssdiag.model.event import AnyEvent, CheckFinished, CheckStarted, ModeKnown

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult
    from wssdiag.model.mode import Mode


@dataclass(frozen=True)
class Progress:
    """``under_way`` holds id and title of what was started and has not ended, in the order of starting."""

    mode: Mode | None = None
    planned: int = 0
    under_way: tuple[tuple[str, str], ...] = ()
    results: tuple[CheckResult, ...] = ()
    stopping: bool = False

    def heard(self, event: AnyEvent) -> Progress:
        """The same, one event later."""
        if isinstance(event, ModeKnown):
            return replace(self, mode=event.mode, planned=max(self.planned, event.planned))
        if isinstance(event, CheckStarted):
            return replace(self, under_way=(*self.under_way, (event.id, event.title)))
        if isinstance(event, CheckFinished):
            return replace(
                self,
                under_way=tuple(one for one in self.under_way if one[0] != event.result.id),
                results=(*self.results, event.result),
                planned=max(self.planned, len(self.results) + 1),
            )
        return self

    def stop(self) -> Progress:
        """The same, after Stop was pressed."""
        return replace(self, stopping=True)

    @property
    def ids_under_way(self) -> tuple[str, ...]:
        """The ids alone."""
        return tuple(check_id for check_id, _ in self.under_way)
