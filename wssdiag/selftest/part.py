"""What a part of the self-test is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class SelfTestError(AssertionError):
    """A part of the program does not work; the text says which and how."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the program, and the test of it: it raises what it finds wrong."""

    name: str
    run: Callable[[], None]
    needs_loopback: bool = False


def expect(truth: object, what: object) -> None:
    """Raise what was found in place of the truth."""
    if not truth:
        raise SelfTestError(str(what))
