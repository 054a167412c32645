"""Does a fix and takes it back: journal first, then the change, then a look whether it is there. Decides nothing about who may."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from wssdiag.model.fix import FixOutcome, FixResult
from wssdiag.model.input_error import InputError
from wssdiag.model.unknown import Unknown
from wssdiag.system.actions.journal import Journal, Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.model.clock import Clock
    from wssdiag.model.fix import Action, Change, Entry
    from wssdiag.system.actions.journal import Event
    from wssdiag.system.actions.work import Hands, Store, Work


class Fixing:
    """The hands of this computer with the journal of this account."""

    def __init__(self, hands: Hands, journal: Journal, clock: Clock) -> None:
        self.hands = hands
        self._journal = journal
        self._clock = clock

    def do(self, action: Action, work: Work) -> FixResult:
        """Do it. What is begun and fails is taken back as far as it came, where that is possible; without a journal nothing is begun."""
        if not work.changes and not work.calls:
            return FixResult(FixOutcome.NOTHING)
        if obstacle := self._obstacle(work.changes):
            return obstacle
        entry_id = uuid.uuid4().hex
        if work.changes and (reason := self._noted("begun", entry_id, action, work.changes)):
            return FixResult(FixOutcome.FAILED, reason)
        for change in work.changes:
            store = self.hands.stores[change.store]
            if reason := self._kept(store, change.key, change.after, store.write):
                self._put_back(entry_id, work.changes)
                return FixResult(FixOutcome.FAILED, reason, change)
        self._settle(work.changes)
        for call in work.calls:
            answer = call.do()
            if isinstance(answer, Unknown):
                self._put_back(entry_id, work.changes)
                return FixResult(FixOutcome.FAILED, answer.unknown)
        if work.changes:
            self._noted("done", entry_id)
        return FixResult(FixOutcome.DONE)

    def entries(self) -> tuple[Entry, ...]:
        """What the journal holds, the oldest first."""
        return self._journal.entries()

    def undo(self, entry: Entry) -> FixResult:
        """Give every value back that the fix changed: all of them, or none where one is not what the fix left."""
        stores: list[tuple[Store, Change]] = []
        for change in reversed(entry.changes):
            store = self.hands.stores.get(change.store)
            if store is None or not store.may(change.key):
                return FixResult(FixOutcome.FOREIGN, change=change)
            now = store.read(change.key)
            if isinstance(now, Unknown):
                return FixResult(FixOutcome.FAILED, now.unknown, change)
            if store.same(now, change.before):
                continue  # the fix never came so far, or an undo was cut off behind it
            if not store.same(now, change.after):
                return FixResult(FixOutcome.CHANGED_SINCE, change=change)
            stores.append((store, change))
        for store, change in stores:
            if reason := self._kept(store, change.key, change.before, store.put_back):
                return FixResult(FixOutcome.FAILED, reason, change)
        self._settle(entry.changes)
        self._noted("undone", entry.id)
        return FixResult(FixOutcome.DONE if stores else FixOutcome.NOTHING)

    def _obstacle(self, changes: tuple[Change, ...]) -> FixResult | None:
        """Why the changes cannot be made as they were shown, or None."""
        for change in changes:
            store = self.hands.stores[change.store]
            now = store.read(change.key)
            if isinstance(now, Unknown):
                return FixResult(FixOutcome.FAILED, now.unknown)
            if not store.same(now, change.before):
                return FixResult(FixOutcome.CHANGED_SINCE, change=change)
        return None

    def _put_back(self, entry_id: str, changes: tuple[Change, ...]) -> None:
        """After a failure. What cannot be put back now stays open in the journal."""
        if not changes:
            return
        stores = self.hands.stores
        touched = [row for row in reversed(changes) if self._is(stores[row.store], row.key, row.after)]
        reasons = [self._kept(stores[row.store], row.key, row.before, stores[row.store].put_back) for row in touched]
        self._settle(changes)
        if not any(reasons):
            self._noted("undone", entry_id)

    def _settle(self, changes: tuple[Change, ...]) -> None:
        for name in dict.fromkeys(change.store for change in changes):
            self.hands.stores[name].settled()

    def _kept(self, store: Store, key: str, value: str | None, give: Callable[[str, str | None], Unknown | None]) -> str:
        """Empty, or why the value is not there now: a store that answers and does nothing is none."""
        answer = give(key, value)
        if isinstance(answer, Unknown):
            return answer.unknown
        return "" if self._is(store, key, value) else "the system took the new value and did not keep it"

    @staticmethod
    def _is(store: Store, key: str, value: str | None) -> bool:
        now = store.read(key)
        return not isinstance(now, Unknown) and store.same(now, value)

    def _noted(self, event: Event, entry_id: str, action: str = "", changes: tuple[Change, ...] = ()) -> str:
        """Empty, or why it could not be written down. Without its end an entry stays open, and can be taken back all the same."""
        at = self._clock.now().isoformat(timespec="seconds")
        try:
            self._journal.add(Line(event=event, id=entry_id, at=at, action=action, changes=changes))
        except InputError as error:
            return str(error)
        return ""
