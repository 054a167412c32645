from __future__ import annotations

import io

from wssdiag.cli.progress import Progress
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.event import AnyEvent, CheckFinished, ModeKnown, RunStarted
from wssdiag.model.mode import Confidence, Method, Mode


def run(checks: int) -> list[AnyEvent]:
    """The events of a run that matter here."""
    mode = Mode(method=Method.DIRECT, confidence=Confidence.HIGH)
    finished = CheckResult(id="a", title="A", status=Status.PASS, summary="")
    started, known = RunStarted(seq=0, offset_ms=0.0, run_id="1"), ModeKnown(seq=1, offset_ms=0.0, mode=mode, planned=2)
    return [started, known, *(CheckFinished(seq=2, offset_ms=0.0, result=finished) for _ in range(checks))]


def test_each_run_is_counted_from_the_start() -> None:
    stream = io.StringIO()
    progress = Progress(stream, wanted=True)
    for event in (*run(3), *run(1)):
        progress.show(event)
    texts = stream.getvalue().split("\r\x1b[K")
    assert texts[1:] == [
        f"Checking {done} of {planned}" for done, planned in ((0, 0), (0, 2), (1, 2), (2, 2), (3, 3), (0, 0), (0, 2), (1, 2))
    ]


def test_nothing_is_written_where_nobody_watches() -> None:
    stream = io.StringIO()
    progress = Progress(stream, wanted=False)
    for event in run(1):
        progress.show(event)
    progress.say("text")
    progress.clear()
    assert stream.getvalue() == ""
