"""What waits for the window: the newest of what has a newest, all of what is read."""

import numpy as np

from app.actions import BUTTON, Action
from app.engine.events import Gap, GapReason, Notice
from app.gui.work.live_news import MOST_WAITING, LiveNews
from app.pipelines.preview import Picture
from audio.level import Level
from audio.speech.transcript import Final, Partial, Word
from tests.fakes.clock import FakeClock
from vision.hands.hand import HandsResult

NS_PER_S = 1_000_000_000


def news() -> tuple[LiveNews, FakeClock, list[int]]:
    clock, rung = FakeClock(NS_PER_S), [0]

    def ring() -> None:
        rung[0] += 1

    return LiveNews(clock, ring), clock, rung


def test_words_are_all_kept_and_pictures_replaced() -> None:
    live, _, rung = news()
    old, new = (Picture(n, np.zeros((1, 1, 4), np.uint8)) for n in (1, 2))
    said = [Final(n, (Word("yes", n, n + 1, 1.0),)) for n in range(3)]
    for item in (old, Partial(0, 0, "y"), *said, new, Partial(3, 9, "n")):
        live.push(item)
    found = live.take()
    assert found.picture is new
    assert found.finals == said
    assert found.draft == Partial(3, 9, "n")
    assert rung == [7]
    assert live.take().finals == []


def test_a_window_that_hangs_costs_a_bounded_amount() -> None:
    live, _, _ = news()
    for number in range(MOST_WAITING + 10):
        live.push(Level(number, -20.0, -10.0))
        live.push(Gap(number, number + 1, "camera", GapReason.DEVICE_LOST))
    found = live.take()
    assert len(found.levels) == len(found.gaps) == MOST_WAITING
    assert found.levels[-1].pts_ns == MOST_WAITING + 9


def test_a_mark_goes_out_with_the_next_event_and_is_shown_at_once() -> None:
    live, clock, _ = news()
    live.ask(Action.MARK)
    assert [asked.gesture for asked in live.take().asked] == [BUTTON]
    (asked,) = live.push(Notice(5, "camera", "gone"))
    assert (asked.action, asked.pts_ns, asked.hand_id) == (Action.MARK, clock.now_ns(), None)
    assert live.push(Notice(6, "camera", "back")) == []


def test_a_mark_at_the_very_end_is_kept() -> None:
    live, _, _ = news()
    live.ask(Action.MARK)
    assert len(live.flush()) == 1


def test_hands_are_counted_as_in_time_up_to_33_ms() -> None:
    live, clock, _ = news()
    for age_ms in (0, 33, 34):
        live.push(HandsResult(clock.now_ns() - age_ms * 1_000_000, (), False))
    assert live.hands_seen == (3, 2)
