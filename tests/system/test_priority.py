"""A thread that gives way does so with those that it starts; the one that paints stays as it is."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tests.system.priorities import own_priority
from wssdiag.system.priority import give_way

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there each thread has a priority of its own")


def told_by_a_thread(*acts: Callable[[], object]) -> list[int]:
    """The priority of a thread, and of one that it starts, after it did these."""
    told: list[int] = []

    def body() -> None:
        for act in acts:
            act()
        told.append(own_priority())
        inner = threading.Thread(target=lambda: told.append(own_priority()))
        inner.start()
        inner.join()

    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    return told


def test_it_and_its_children_wait_for_the_others() -> None:
    before = own_priority()
    assert told_by_a_thread(give_way) == [max(before, 10)] * 2
    assert own_priority() == before


def test_one_that_waits_more_patiently_stays_so() -> None:
    def patient() -> None:
        if sys.platform != "win32":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 15)

    assert told_by_a_thread(patient, give_way) == [15, 15]
