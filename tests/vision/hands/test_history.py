"""Where each hand was: how far back, through which gaps, and what is forgotten."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.dynamic_gesture import WINDOW_NS
from tests.bench.hand_clips import hands_result
from tests.fakes.hands import HAND_SHAPE
from vision.hands.hand import HandsResult
from vision.hands.history import MAX_FRAMES, MAX_MISS_NS, LandmarkHistory

MS = 1_000_000


def seen(pts_ms: float, hand_id: int = 0) -> HandsResult:
    return hands_result(round(pts_ms * MS), HAND_SHAPE * 100 + pts_ms, hand_id)


def bridged(result: HandsResult) -> HandsResult:
    return replace(result, hands=tuple(replace(hand, state="bridged") for hand in result.hands))


def times_ms(history: LandmarkHistory, hand_id: int = 0) -> Sequence[float]:
    return [int(pts_ns) / MS for pts_ns in history.track(hand_id).pts_ns]


def filled(*pts_ms: float) -> LandmarkHistory:
    history = LandmarkHistory()
    for pts in pts_ms:
        history.push(seen(pts))
    return history


def test_a_track_holds_the_points_of_its_times() -> None:
    track = filled(0, 40).track(0)
    assert track.points_px.shape == (2, 21, 2)
    np.testing.assert_allclose(track.points_px[1] - track.points_px[0], 40, rtol=1e-5)


def test_a_track_reaches_back_one_frame_beyond_the_window() -> None:
    history = filled(*range(0, 3001, 100))
    assert times_ms(history) == list(range(1500, 3001, 100))
    history.push(seen(3050))
    assert times_ms(history)[:2] == [1500, 1600]
    assert WINDOW_NS == 1500 * MS


def test_a_short_miss_is_bridged_and_a_long_one_starts_anew() -> None:
    longest_ms = MAX_MISS_NS // MS
    assert times_ms(filled(0, 100, 100 + longest_ms)) == [0, 100, 100 + longest_ms]
    assert times_ms(filled(0, 100, 101 + longest_ms)) == [101 + longest_ms]


def test_a_hand_that_is_gone_is_forgotten() -> None:
    history = filled(0)
    history.push(hands_result(MAX_MISS_NS, None))
    assert history.ids == {0}
    history.push(hands_result(MAX_MISS_NS + 1, None))
    assert history.ids == set()


def test_hands_are_remembered_apart() -> None:
    history = LandmarkHistory()
    for pts_ms in (0, 40):
        [first], [second] = seen(pts_ms).hands, seen(pts_ms + 7, 1).hands
        history.push(HandsResult(pts_ms * MS, (first, second), palm_ran=False))
    assert history.ids == {0, 1}
    difference = history.track(1).points_px - history.track(0).points_px
    np.testing.assert_allclose(difference, 7, atol=1e-3)


def test_time_that_does_not_rise_starts_anew() -> None:
    assert times_ms(filled(0, 40, 40)) == [40]
    assert times_ms(filled(1000, 0)) == [0]
    history = filled(1000)
    history.push(hands_result(0, None))
    assert history.ids == set()


def test_memory_is_bounded_at_any_frame_rate() -> None:
    assert len(filled(*np.arange(0, 500, 0.5)).track(0).pts_ns) == MAX_FRAMES


def test_reset_forgets() -> None:
    history = filled(0, 40)
    history.reset()
    assert history.ids == set()


def test_a_bridged_hand_was_not_where_it_is_presumed() -> None:
    history = filled(0)
    history.push(bridged(seen(40)))
    history.push(seen(80))
    assert times_ms(history) == [0, 80]
    fresh = LandmarkHistory()
    fresh.push(bridged(seen(0)))
    assert fresh.ids == set()
