"""News comes at once, then at most 60 times a second, and the newest is never lost."""

import threading
import time

from pytestqt.qtbot import QtBot

from app.gui.beat import LEAST_MS, Beat


def test_many_calls_from_a_thread_are_few_deliveries(qtbot: QtBot) -> None:
    newest, seen = [0], []

    def deliver() -> None:
        seen.append(newest[0])
        assert threading.current_thread() is threading.main_thread()

    beat = Beat(deliver)

    def ring() -> None:
        for number in range(1, 20_001):
            newest[0] = number
            beat.ring()

    began_s = time.monotonic()
    thread = threading.Thread(target=ring)
    thread.start()
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == 20_000)
    thread.join()
    took_ms = 1000 * (time.monotonic() - began_s)
    assert (len(seen) - 1) * (LEAST_MS - 2) <= took_ms
    assert seen == sorted(seen)


def test_a_ring_during_a_delivery_is_heard(qtbot: QtBot) -> None:
    count = [0]

    def deliver() -> None:
        count[0] += 1
        if count[0] < 3:
            beat.ring()

    beat = Beat(deliver)
    beat.ring()
    qtbot.waitUntil(lambda: count[0] == 3)
