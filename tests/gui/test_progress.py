from __future__ import annotations

from tests.gui.samples import AGENT, check
from wssdiag.gui.progress import Progress
from wssdiag.model.event import CheckFinished, CheckStarted, ModeKnown


def test_a_check_goes_from_under_way_to_done() -> None:
    progress = Progress().heard(ModeKnown(seq=0, offset_ms=0, mode=AGENT, planned=2))
    progress = progress.heard(CheckStarted(seq=1, offset_ms=0, id="tcp.a", title="Port of a"))
    assert progress.ids_under_way == ("tcp.a",)
    progress = progress.heard(CheckFinished(seq=2, offset_ms=0, result=check("tcp.a", "Port of a")))
    assert progress.ids_under_way == ()
    assert [one.id for one in progress.results] == ["tcp.a"]
    assert (progress.mode, progress.planned) == (AGENT, 2)


def test_later_waves_never_make_more_done_than_planned() -> None:
    progress = Progress(planned=1)
    for number in range(3):
        progress = progress.heard(CheckFinished(seq=number, offset_ms=0, result=check(f"tcp.{number}", "")))
    assert progress.planned == 3
