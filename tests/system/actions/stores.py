"""Stores in memory, with a computer that can be switched off at any moment."""

from __future__ import annotations

from dataclasses import dataclass, field

from wssdiag.model.fix import Action, Change
from wssdiag.model.unknown import Unknown
from wssdiag.system.actions.work import Hands, Store, Work


class SwitchedOffError(BaseException):
    """The computer lost its power: nothing after this line happened."""


@dataclass
class Memory:
    """Values by key. ``power`` is how many writes go through; the one behind them is the last thing that happens, before or after it."""

    values: dict[str, str] = field(default_factory=dict)
    power: int | None = None
    after_the_write: bool = False
    refuses: frozenset[str] = frozenset()
    forgets: frozenset[str] = frozenset()

    def read(self, key: str) -> str | Unknown | None:
        """As a store does."""
        return self.values.get(key)

    def write(self, key: str, value: str | None) -> Unknown | None:
        """As a store does."""
        last = self.power == 0
        if last and not self.after_the_write:
            raise SwitchedOffError
        self.power = None if self.power is None else self.power - 1
        if key in self.refuses:
            return Unknown("access is denied")
        if key not in self.forgets:
            self.values.pop(key, None)
            self.values |= {} if value is None else {key: value}
        if last:
            raise SwitchedOffError
        return None

    def hands(self) -> Hands:
        """A computer with this store alone."""
        store = Store(read=self.read, write=self.write, may=lambda key: not key.startswith("foreign"))
        return Hands({"memory": store}, lambda _wish, _facts: Unknown("nothing of that kind here"))


def work_of(changes: dict[str, tuple[str | None, str | None]]) -> Work:
    """Key -> before and after."""
    return Work(tuple(Change(store="memory", key=key, before=before, after=after) for key, (before, after) in changes.items()))


ACTION = Action.PROXY_OFF
