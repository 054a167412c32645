"""A start under Wine that stands still is made once more, and told; one that fails is not."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.frozen.built import STUCK, StuckWarning, once_more

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def ended(*codes: int) -> tuple[Callable[[], subprocess.CompletedProcess[bytes]], list[str], Callable[[], None]]:
    """A run that ends with one code after the other, what is done meanwhile, and what clears away."""
    done: list[str] = []
    left: Iterator[int] = iter(codes)

    def run() -> subprocess.CompletedProcess[bytes]:
        done.append("run")
        return subprocess.CompletedProcess((), next(left), b"", b"stood in ntdll")

    return run, done, lambda: done.append("clear")


def test_what_stands_still_is_told_and_made_once_more() -> None:
    run, done, clear = ended(STUCK, 0)
    with pytest.warns(StuckWarning, match="stood in ntdll"):
        assert once_more(run, clear).returncode == 0
    assert done == ["run", "clear", "run"]


def test_what_stands_still_twice_has_failed() -> None:
    run, done, clear = ended(STUCK, STUCK)
    with pytest.warns(StuckWarning):
        assert once_more(run, clear).returncode == STUCK
    assert done == ["run", "clear", "run"]


@pytest.mark.parametrize("code", [0, 1, 3, 120])
def test_what_ended_is_not_made_again(code: int) -> None:
    run, done, clear = ended(code)
    assert once_more(run, clear).returncode == code
    assert done == ["run"]
