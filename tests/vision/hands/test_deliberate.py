"""One event for each gesture held, none for what only passes."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.hands.deliberate import (
    BEGIN_SCORE,
    HOLD_MS,
    MAX_GAP_MS,
    RELEASE_MS,
    DeliberateGestures,
    GestureMade,
)
from vision.hands.gestures import GestureSeen

FRAME_NS = 33_333_333
HOLD_FRAMES = -(-HOLD_MS * 1_000_000 // FRAME_NS)
RELEASE_FRAMES = RELEASE_MS * 1_000_000 // FRAME_NS + 1
GAP_FRAMES = MAX_GAP_MS * 1_000_000 // FRAME_NS
BRIEF = HOLD_FRAMES - 1  # so many frames in a row are too short a hold


def see(frame: int, gesture: str, hand_id: int = 0, score: float = 1.0) -> GestureSeen:
    return GestureSeen(frame * FRAME_NS, hand_id, "right", gesture, score)


def frames(*runs: tuple[str, int]) -> list[GestureSeen]:
    """Return readings of runs of (gesture, frames); the gesture "" is not read at all."""
    names = [gesture for gesture, length in runs for _ in range(length)]
    return [see(frame, gesture) for frame, gesture in enumerate(names) if gesture]


def made(seen: Iterable[GestureSeen], gestures: DeliberateGestures | None = None) -> list[str]:
    gestures = gestures or DeliberateGestures()
    return [event.gesture for item in seen for event in gestures.push(item)]


def test_a_gesture_held_is_made_once_at_the_end_of_the_hold() -> None:
    gestures = DeliberateGestures()
    events = [event for item in frames(("fist", 200)) for event in gestures.push(item)]
    assert events == [GestureMade(HOLD_FRAMES * FRAME_NS, 0, "right", "fist")]
    assert not gestures.flush()


def test_a_gesture_too_brief_is_not_made() -> None:
    assert made(frames(("fist", HOLD_FRAMES))) == []
    assert made(frames(("fist", HOLD_FRAMES + 1))) == ["fist"]


@pytest.mark.parametrize(
    "runs",
    [
        [("fist", 1), ("rock", 1)] * 30,
        [("fist", BRIEF), ("rock", 1)] * 10,
        [("fist", BRIEF), ("", GAP_FRAMES)] * 10,
        [("fist", 1), ("", GAP_FRAMES)] * 20,
    ],
    ids=["every frame another", "broken by another", "broken by nothing", "single frames"],
)
def test_flicker_makes_nothing(runs: list[tuple[str, int]]) -> None:
    assert made(frames(*runs)) == []


def test_a_short_failure_of_the_readings_does_not_break_a_hold() -> None:
    assert made(frames(("fist", 5), ("", GAP_FRAMES - 1), ("fist", 10))) == ["fist"]


@pytest.mark.parametrize("between", ["", "rock"])
def test_a_gesture_interrupted_while_held_is_not_made_again(between: str) -> None:
    runs = [("fist", 20), (between, RELEASE_FRAMES - 2), ("fist", 20)]
    assert made(frames(*runs)) == ["fist"]


def test_a_gesture_is_made_again_after_it_ended() -> None:
    assert made(frames(("fist", 20), ("", RELEASE_FRAMES), ("fist", 20))) == ["fist", "fist"]


def test_a_gesture_has_ended_when_others_were_seen_for_long_enough() -> None:
    unclear = [see(20 + frame, "rock", score=0.5) for frame in range(RELEASE_FRAMES)]
    again = [see(20 + RELEASE_FRAMES + frame, "fist") for frame in range(20)]
    assert made([*frames(("fist", 20)), *unclear, *again]) == ["fist", "fist"]
    assert made([*frames(("fist", 20)), *unclear[:-2], *again]) == ["fist", "fist"]


def test_one_gesture_after_another_makes_both_and_the_first_again() -> None:
    runs = [("fist", 20), ("open_palm", 20), ("fist", 20)]
    assert made(frames(*runs)) == ["fist", "open_palm", "fist"]


def test_a_hold_begins_clearly_and_goes_on_with_less() -> None:
    weak = [see(frame, "fist", score=BEGIN_SCORE - 0.05) for frame in range(40)]
    assert made(weak) == []
    assert made([see(0, "fist", score=BEGIN_SCORE), *weak[1:]]) == ["fist"]


def test_hands_are_held_apart() -> None:
    seen = [see(frame, "fist", hand_id) for frame in range(20) for hand_id in (4, 9)]
    gestures = DeliberateGestures()
    assert [event.hand_id for item in seen for event in gestures.push(item)] == [4, 9]
    turns = [see(frame, "fist", frame) for frame in range(60)]
    assert made(turns) == []


def test_a_sign_and_a_number_of_one_hand_are_held_side_by_side() -> None:
    seen = [see(frame, name) for frame in range(20) for name in ("victory", "count_2")]
    assert made(seen) == ["victory", "count_2"]


def test_what_is_known_of_hands_long_gone_is_forgotten() -> None:
    gestures = DeliberateGestures()
    for frame in range(1000):
        gestures.push(see(frame, "fist", hand_id=frame))
        assert len(gestures._holds) <= RELEASE_FRAMES


def test_reset_forgets_a_hold() -> None:
    gestures = DeliberateGestures()
    assert made(frames(("fist", 20)), gestures) == ["fist"]
    gestures.reset()
    assert made(frames(("fist", 20)), gestures) == ["fist"]


def test_the_hold_can_be_set() -> None:
    assert made(frames(("fist", 20)), DeliberateGestures(hold_ms=1000)) == []
    assert made(frames(("fist", 40)), DeliberateGestures(hold_ms=1000)) == ["fist"]


@given(st.lists(st.tuples(st.sampled_from(["fist", "rock", ""]), st.integers(1, 25)), max_size=12))
def test_no_more_is_made_than_was_held(runs: Sequence[tuple[str, int]]) -> None:
    merged: list[tuple[str, int]] = []
    for gesture, length in runs:
        if merged and merged[-1][0] == gesture:
            merged[-1] = (gesture, merged[-1][1] + length)
        else:
            merged.append((gesture, length))
    events = made(frames(*merged))
    assert len(events) <= sum(1 for gesture, _ in merged if gesture)
    for gesture in ("fist", "rock"):
        longest = max((length for name, length in merged if name == gesture), default=0)
        if longest > HOLD_FRAMES:
            assert gesture in events
