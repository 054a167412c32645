from __future__ import annotations

import pytest

from tests.bench.figures import judged, percentile, ratio, spread


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.5, 0.0), ([3.0], 0.999, 3.0), ([3.0, 1.0, 2.0], 0.5, 2.0), (list(range(1000)), 0.999, 998), (list(range(1000)), 1.0, 999)],
)
def test_percentiles(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


def test_ratios_are_of_medians() -> None:
    assert ratio([1.0, 2.0, 9.0], [1.0, 1.0, 1.0]) == "2.00"
    assert ratio([1.0], []) == "-"
    assert spread([1.0, 2.0, 4.0]) == "2.00 (1.00 to 4.00) s"


@pytest.mark.parametrize(("values", "says"), [([0.1, 0.7, 9.0], "held"), ([0.1, 0.71, 0.9], "missed"), ([], "missed")])
def test_a_goal_is_for_the_median(values: list[float], says: str) -> None:
    assert judged(values, 0.7) == f"goal 0.7 s: {says}"
