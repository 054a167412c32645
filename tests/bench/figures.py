"""Figures of many measurements. Pure."""

from __future__ import annotations

from math import ceil
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` (0 to 1) of all values do not exceed; 0.0 of nothing."""
    ordered = sorted(values)
    return ordered[max(1, ceil(share * len(ordered))) - 1] if ordered else 0.0


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """The ratio of the medians, as text; "-" where there is nothing to divide by."""
    if not ours or not theirs or median(theirs) <= 0:
        return "-"
    return f"{median(ours) / median(theirs):.2f}"


def spread(values: Sequence[float], unit: str = "s", digits: int = 2) -> str:
    """``median (smallest to largest) unit``."""
    if not values:
        return "-"
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f}) {unit}"


def judged(values: Sequence[float], goal: float, unit: str = "s") -> str:
    """``goal 0.7 s: held`` where the median is not above it, else ``missed``."""
    return f"goal {goal:g} {unit}: {'held' if values and median(values) <= goal else 'missed'}"
