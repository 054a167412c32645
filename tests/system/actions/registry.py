"""A registry in memory, and the settings blobs that stand in it."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.system.actions.switched_off import SwitchedOffError
from wssdiag.model.unknown import Unknown
from wssdiag.system.actions.windows_values import Raw, registry_store
from wssdiag.system.reg_value import BINARY, RegValue, reg_text_of

if TYPE_CHECKING:
    from wssdiag.system.actions.work import Store

DIRECT, MANUAL, PAC, AUTO_DETECT = 1, 2, 4, 8
TEXTS = ("proxy.example:8080", "*.corp.example;<local>", "http://pac.example/p.pac")


@dataclass
class FakeRegistry:
    """Values by key. ``power``: how many writes go through before the computer is switched off; ``told``: what programs saw when told."""

    values: dict[str, RegValue] = field(default_factory=dict)
    power: int | None = None
    closed: frozenset[str] = frozenset()
    told: list[dict[str, RegValue]] = field(default_factory=list)

    def store(self) -> Store:
        """The store of this registry."""
        return registry_store(Raw(self._read, self._write, self._delete), lambda: self.told.append(dict(self.values)))

    def _read(self, key: str) -> RegValue | Unknown | None:
        return Unknown("access is denied") if key in self.closed else self.values.get(key)

    def _write(self, key: str, value: RegValue) -> Unknown | None:
        return self._change(key, value)

    def _delete(self, key: str) -> Unknown | None:
        return self._change(key, None)

    def _change(self, key: str, value: RegValue | None) -> Unknown | None:
        if self.power == 0:
            raise SwitchedOffError
        self.power = None if self.power is None else self.power - 1
        if key in self.closed:
            return Unknown("access is denied")
        self.values.pop(key, None)
        self.values |= {} if value is None else {key: value}
        return None


def blob(flags: int, texts: tuple[str, ...] = TEXTS, counter: int = 7) -> RegValue:
    """DefaultConnectionSettings with these flags."""
    parts = b"".join(struct.pack("<I", len(part)) + part.encode() for part in texts)
    return RegValue(BINARY, struct.pack("<III", 0x46, counter, flags) + parts + bytes(32))


def text(value: RegValue) -> str:
    """The value as the store tells it."""
    return reg_text_of(value)
