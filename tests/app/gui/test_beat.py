"""News comes at once, then at most 60 times a second, and the newest is never lost."""

import itertools
import threading
import time

from pytestqt.qtbot import QtBot

from app.gui.beat import LEAST_MS, Beat


def test_many_calls_from_a_thread_are_few_deliveries(qtbot: QtBot) -> None:
    newest, seen, times_s = [0], [], []

    def deliver() -> None:
        seen.append(newest[0])
        times_s.append(time.monotonic())
        assert threading.current_thread() is threading.main_thread()

    beat = Beat(deliver)

    def ring() -> None:
        for number in range(1, 20_001):
            newest[0] = number
            beat.ring()

    thread = threading.Thread(target=ring)
    thread.start()
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == 20_000, timeout=5000)
    thread.join()
    gaps_ms = [1000 * (b - a) for a, b in itertools.pairwise(times_s)]
    assert all(gap >= LEAST_MS - 2 for gap in gaps_ms)
    assert seen == sorted(seen)


def test_a_ring_during_a_delivery_is_heard(qtbot: QtBot) -> None:
    count = [0]

    def deliver() -> None:
        count[0] += 1
        if count[0] < 3:
            beat.ring()

    beat = Beat(deliver)
    beat.ring()
    qtbot.waitUntil(lambda: count[0] == 3, timeout=2000)
