from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from shiboken6 import delete

from wssdiag.gui.relay import PER_TICK, TICK_MS, Relay

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_5000_messages_from_another_thread_arrive_in_order_and_in_bounded_batches(qtbot: QtBot) -> None:
    relay = Relay()
    heard: list[object] = []
    sizes: list[int] = []
    threads: set[int] = set()

    def take(batch: tuple[object, ...]) -> None:
        sizes.append(len(batch))
        threads.add(threading.get_ident())
        heard.extend(batch)

    relay.batch.connect(take)

    def send() -> None:
        for number in range(5000):
            relay.publish(number)

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    qtbot.waitUntil(lambda: len(heard) == 5000, timeout=10_000)
    assert heard == list(range(5000))
    assert max(sizes) <= PER_TICK
    assert threads == {threading.get_ident()}


def test_a_burst_does_not_wait_for_the_clock(qtbot: QtBot) -> None:
    relay = Relay()
    waits: list[int] = []
    relay.batch.connect(lambda _batch: waits.append(relay._timer.interval()))
    for number in range(3 * PER_TICK + 1):
        relay.publish(number)
    qtbot.waitUntil(lambda: len(waits) == 4)
    assert waits == [0, 0, TICK_MS, TICK_MS]
    qtbot.waitUntil(lambda: not relay._timer.isActive())


def test_5000_emits_of_true_do_not_abort(qtbot: QtBot) -> None:
    relay = Relay()
    heard: list[object] = []
    relay.batch.connect(heard.extend)
    for _number in range(5000):
        relay.batch.emit((True,))
    qtbot.waitUntil(lambda: len(heard) == 5000, timeout=10_000)
    assert all(one is True for one in heard)


def test_a_message_after_the_end_is_swallowed(qtbot: QtBot) -> None:
    relay = Relay()
    delete(relay)
    relay.publish("too late")
