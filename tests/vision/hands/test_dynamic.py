"""Moving gestures: when a reading counts, and whole gestures through the shipped network."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.dynamic_gesture import GESTURES, DynamicGestureReader
from models.store import ASSETS
from tests.bench.hand_clips import ANGLES_RAD, film, hands_result
from tests.bench.hand_motion import (
    RATE_HZ,
    Array,
    chain,
    closing,
    jerkless,
    normalised,
    pause,
    ring,
    waving,
)
from tests.fakes.hands import HAND_SHAPE
from vision.hands.deliberate import GestureMade
from vision.hands.dynamic import HOLD_NS, QUIET_NS, REFRACTORY_NS, DynamicGestures
from vision.hands.hand import HandsResult

MS = 1_000_000
FRAME_MS = 40
SHAPE = normalised(HAND_SHAPE * [70, 100])
MIRRORED = {
    "swipe_left": "swipe_right",
    "swipe_right": "swipe_left",
    "swipe_up": "swipe_up",
    "swipe_down": "swipe_down",
    "circle_cw": "circle_ccw",
    "circle_ccw": "circle_cw",
    "wave": "wave",
    "pinch": "pinch",
}
SHIPPED = DynamicGestureReader(ASSETS / "dynamic_gesture.onnx")


class ScriptedReader:
    """Is sure of one name in each frame, in the order told."""

    def __init__(self, names: Sequence[str], sureness: float = 0.95) -> None:
        self._names = iter(names)
        self._sureness = sureness

    def read(self, pts_ns: np.ndarray, points_px: np.ndarray) -> np.ndarray:
        probabilities = np.full(len(GESTURES), (1 - self._sureness) / (len(GESTURES) - 1))
        probabilities[GESTURES.index(next(self._names))] = self._sureness
        return probabilities.astype(np.float32)


def told(names: Sequence[str], sureness: float = 0.95) -> list[tuple[int, str]]:
    """Return time in ms and name of the events for one reading each 40 ms."""
    processor = DynamicGestures(ScriptedReader(names, sureness))
    results = [hands_result(place * FRAME_MS * MS, HAND_SHAPE * 99) for place in range(len(names))]
    made = [event for result in results for event in processor.push(result)]
    return [(event.pts_ns // MS, event.gesture) for event in made]


def made_by(results: Sequence[HandsResult]) -> list[str]:
    processor = DynamicGestures(SHIPPED)
    return [event.gesture for result in results for event in processor.push(result)]


def straight(angle_rad: float, length: float = 3.0, duration_s: float = 0.35) -> Array:
    path = pause(duration_s)
    path[:, 0] = jerkless(len(path)) * length * np.cos(angle_rad)
    path[:, 1] = jerkless(len(path)) * length * np.sin(angle_rad)
    return path


def clean(gesture: str) -> tuple[Array, Array]:
    """Return poses and path of a model gesture between rest."""
    random = np.random.default_rng(2)
    shares = np.zeros(1)
    if gesture in ANGLES_RAD:
        path = straight(ANGLES_RAD[gesture])
    elif gesture == "pinch":
        shares = closing(random)
        path = pause(len(shares) / RATE_HZ)
    elif gesture == "wave":
        path = waving(random, 4, 2.5)
    else:
        path = ring(random, 1 if gesture == "circle_cw" else -1, 1.5, 1.0)
    path = chain([pause(1.5), path, pause(1.2)])
    together = np.zeros(len(path))
    together[300 : 300 + len(shares)] = shares
    return pinching(together), path


def pinching(share: Array) -> Array:
    """Return (n, 21, 2) of the hand whose thumb and index tip meet by (n,) a share."""
    poses = np.repeat(SHAPE[np.newaxis], len(share), 0)
    meeting = (SHAPE[4] + SHAPE[8]) / 2
    for tip in (4, 8):
        poses[:, tip] += share[:, np.newaxis] * (meeting - SHAPE[tip])
    return poses


def test_a_gesture_counts_when_it_is_held() -> None:
    held_frames = HOLD_NS // MS // FRAME_MS
    short = ["none"] * 3 + ["wave"] * held_frames + ["none"] * 9
    assert told(short) == []
    assert told([*short[: 3 + held_frames], "wave"]) == [((3 + held_frames) * FRAME_MS, "wave")]


def test_an_unsure_reading_does_not_count() -> None:
    assert told(["pinch"] * 50, sureness=0.6) == []


def test_a_name_that_changes_starts_the_hold_anew() -> None:
    assert told(["wave", "wave", "pinch", "pinch", "wave", "none"]) == []


def test_going_on_and_on_is_one_gesture() -> None:
    assert [name for _, name in told(["circle_cw"] * 200)] == ["circle_cw"]
    flicker = (["circle_cw"] * 10 + ["none"] * 3) * 10
    assert [name for _, name in told(flicker)] == ["circle_cw"]


def test_the_next_gesture_needs_rest_and_time() -> None:
    rest = ["none"] * (QUIET_NS // MS // FRAME_MS + 2)
    soon = told(["wave"] * 4 + rest + ["pinch"] * 4)
    assert [name for _, name in soon] == ["wave"]
    rest += ["none"] * ((REFRACTORY_NS - QUIET_NS) // MS // FRAME_MS + 1)
    later = told(["wave"] * 4 + rest + ["pinch"] * 4)
    assert [name for _, name in later] == ["wave", "pinch"]


def test_an_event_tells_whose_hand_it_was() -> None:
    processor = DynamicGestures(ScriptedReader(["wave"] * 9))
    results = [hands_result(place * FRAME_MS * MS, HAND_SHAPE * 99, 7) for place in range(9)]
    made = [event for result in results for event in processor.push(result)]
    assert made == [GestureMade(80 * MS, 7, "right", "wave")]


@pytest.mark.parametrize("end", ["reset", "flush"])
def test_nothing_is_remembered_over_a_gap(end: str) -> None:
    results = film(np.random.default_rng(0), *clean("swipe_left"), 30)
    middle = next(place for place, result in enumerate(results) if result.pts_ns > 1_700 * MS)
    processor = DynamicGestures(SHIPPED)
    before = [event for result in results[:middle] for event in processor.push(result)]
    assert not getattr(processor, end)()
    after = [event for result in results[middle:] for event in processor.push(result)]
    assert before + after == []


@pytest.mark.parametrize("gesture", GESTURES[1:])
def test_a_clean_gesture_is_made_once_and_its_mirror_image_is_the_mirrored_one(
    gesture: str,
) -> None:
    poses, path = clean(gesture)
    for image, name in ((1, gesture), (-1, MIRRORED[gesture])):
        results = film(np.random.default_rng(1), poses * [image, 1], path * [image, 1, image], 30)
        assert made_by(results) == [name]


@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    rate_hz=st.integers(10, 60),
    gesture=st.sampled_from(sorted(ANGLES_RAD)),
    seed=st.integers(0, 1000),
)
def test_a_clean_swipe_is_one_event_at_any_frame_rate(
    rate_hz: int, gesture: str, seed: int
) -> None:
    random = np.random.default_rng(seed)
    results = film(random, *clean(gesture), rate_hz, noise=0.005, misses=False)
    assert made_by(results) == [gesture]


@settings(max_examples=8, deadline=None, derandomize=True)
@given(rate_hz=st.integers(10, 60), noise=st.floats(0, 0.03), seed=st.integers(0, 1000))
def test_a_trembling_hand_at_rest_makes_nothing(rate_hz: int, noise: float, seed: int) -> None:
    path = pause(4)
    results = film(np.random.default_rng(seed), pinching(path[:, 0]), path, rate_hz, noise=noise)
    assert made_by(results) == []


def test_the_way_back_from_a_swipe_is_none() -> None:
    there, back = straight(0.0), straight(np.pi, duration_s=1.2)
    path = chain([pause(1.5), there, pause(0.3), back, pause(1.2)])
    results = film(np.random.default_rng(0), pinching(np.zeros(len(path))), path, 30)
    assert made_by(results) == ["swipe_right"]


def test_two_swipes_are_two() -> None:
    swipe, back = straight(0.0), straight(np.pi, duration_s=1.2)
    path = chain([pause(1.5), swipe, pause(0.3), back, pause(0.3), swipe, pause(1.2)])
    results = film(np.random.default_rng(0), pinching(np.zeros(len(path))), path, 30)
    assert made_by(results) == ["swipe_right", "swipe_right"]


@pytest.mark.parametrize("bridged", [False, True])
def test_a_missed_moment_spoils_no_swipe(*, bridged: bool) -> None:
    results = film(np.random.default_rng(0), *clean("swipe_up"), 30, misses=False)
    missed = range(1_600 * MS, 1_750 * MS)
    for place, result in enumerate(results):
        if result.pts_ns in missed:
            hidden = [replace(hand, state="bridged") for hand in results[place - 1].hands]
            results[place] = replace(result, hands=tuple(hidden) if bridged else ())
    assert made_by(results) == ["swipe_up"]
