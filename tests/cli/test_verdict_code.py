from __future__ import annotations

import msgspec
import pytest

from tests.world import World
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.verdict_code import exit_of
from wssdiag.model.report import Verdict, VerdictStatus


@pytest.mark.parametrize(
    ("status", "code"),
    [(VerdictStatus.HEALTHY, 0), (VerdictStatus.DEGRADED, 1), (VerdictStatus.BROKEN, 1), (VerdictStatus.INCOMPLETE, 4)],
)
def test_the_verdict_decides(status: VerdictStatus, code: int) -> None:
    report = World().run(only=("none",))
    report = msgspec.structs.replace(report, verdict=Verdict(status=status, cause=None, headline=""))
    assert exit_of(report) == code
    assert exit_of(msgspec.structs.replace(report, cancelled=True)) == 130


def test_codes_are_disjoint() -> None:
    assert sorted(Exit) == [0, 1, 2, 3, 4, 130]
