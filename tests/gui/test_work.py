"""The window's workers: they give way to the thread that paints."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, cast

import pytest

from tests.gui.fakes import FakeSession
from tests.gui.samples import healthy
from tests.system.priorities import own_priority
from wssdiag.gui.relay import Relay
from wssdiag.gui.work import Work

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from wssdiag.session import Session
    from wssdiag.session.mending import Mending


def no_mending(_session: Session) -> Mending:
    raise AssertionError


@pytest.mark.skipif(sys.platform != "linux", reason="only there each thread has a priority of its own")
def test_a_worker_computes_only_after_the_window(qtbot: QtBot) -> None:
    told: list[int] = []

    def session() -> Session:
        told.append(own_priority())
        return cast("Session", FakeSession(healthy(), {}))

    relay = Relay()
    work = Work(session, relay, no_mending)
    work.detect()
    # Its thread holds both as well, and must not be the last that does: a timer may end in its own thread alone.
    qtbot.waitUntil(lambda: not any(thread.name.startswith("wssdiag-") for thread in threading.enumerate()))
    assert told == [10]
    assert own_priority() < 10
