"""The detect-or-track loop, over painted hands."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.hand import HandCrop
from tests.fakes.hands import PaintedLandmarker, PaintedPalms, paint
from vision.frame import Frame
from vision.hands.association import same_hand
from vision.hands.hand import Hand, HandsResult
from vision.hands.tracker import HandTracker

Scene = Sequence[tuple[int, int]]
FRAME_NS = 33_333_333
LEFT, RIGHT = (100, 120), (260, 120)


def tracker(max_hands: int = 2, *, static: bool = False) -> HandTracker:
    """Return a tracker that searches whenever there is room and forgets what it does not see."""
    return HandTracker(
        PaintedPalms(),
        PaintedLandmarker(),
        max_hands=max_hands,
        static=static,
        search_period_ns=0,
        bridge_ns=0,
        recall_ns=0,
    )


def watch(tracked: HandTracker, scenes: Sequence[Scene]) -> list[HandsResult]:
    """Push a 360 x 240 frame of each scene."""
    results: list[HandsResult] = []
    for number, hands in enumerate(scenes):
        results.extend(tracked.push(Frame(number * FRAME_NS, paint(360, 240, hands))))
    return results


def ids(results: Sequence[HandsResult]) -> list[list[int]]:
    return [[hand.id for hand in result.hands] for result in results]


def plain(results: Sequence[HandsResult]) -> list[object]:
    """Return results as values that compare."""

    def of_hand(hand: Hand) -> tuple[object, ...]:
        arrays = (hand.landmarks_px, hand.landmarks_norm, hand.world_m)
        return (hand.id, hand.roi, hand.handedness, *(array.tobytes() for array in arrays))

    return [(r.pts_ns, r.palm_ran, [of_hand(hand) for hand in r.hands]) for r in results]


def test_palms_are_searched_only_while_there_is_room() -> None:
    results = watch(tracker(max_hands=1), [[LEFT]] * 4)
    assert [result.palm_ran for result in results] == [True, False, False, False]
    results = watch(tracker(max_hands=2), [[LEFT], [LEFT, RIGHT], [LEFT, RIGHT]])
    assert [result.palm_ran for result in results] == [True, True, False]


def test_each_frame_has_one_result_at_its_own_time() -> None:
    tracked = tracker()
    results = watch(tracked, [[LEFT], [], [RIGHT, LEFT]])
    assert [result.pts_ns for result in results] == [0, FRAME_NS, 2 * FRAME_NS]
    assert list(tracked.flush()) == []


def test_landmarks_lie_on_the_hand() -> None:
    for result in watch(tracker(), [[LEFT]] * 3):
        (hand,) = result.hands
        # The painted hand is 40 x 40 px around LEFT: wrist at its foot, middle joint at its head.
        np.testing.assert_allclose(hand.landmarks_px[0, :2], (100, 140), atol=1.5)
        np.testing.assert_allclose(hand.landmarks_px[10, :2], (100, 100), atol=1.5)
        np.testing.assert_allclose(hand.landmarks_norm[0, :2], (100 / 360, 140 / 240), atol=0.01)


def test_ids_stay_while_hands_move() -> None:
    scenes = [[(60 + 5 * k, 80 + 3 * k), (300 - 4 * k, 160)] for k in range(20)]
    results = watch(tracker(), scenes)
    assert ids(results) == [[0, 1]] * 20
    for scene, result in zip(scenes, results, strict=True):
        for (x, y), hand in zip(scene, result.hands, strict=True):
            np.testing.assert_allclose(hand.landmarks_px[0, :2], (x, y + 20), atol=1.5)


def test_hand_that_vanished_is_searched_in_the_next_frame_and_is_a_new_one() -> None:
    results = watch(tracker(max_hands=1), [[LEFT], [], [RIGHT], [RIGHT]])
    assert ids(results) == [[0], [], [1], [1]]
    assert [result.palm_ran for result in results] == [True, False, True, False]


def test_one_of_two_vanishes_the_other_keeps_its_id() -> None:
    results = watch(tracker(), [[LEFT, RIGHT], [RIGHT], [RIGHT], [LEFT, RIGHT]])
    assert ids(results) == [[0, 1], [1], [1], [1, 2]]


def test_palm_of_a_followed_hand_is_no_second_hand() -> None:
    tracked = tracker(max_hands=2)  # room for another: palms are searched in every frame
    results = watch(tracked, [[LEFT]] * 5)
    assert all(result.palm_ran for result in results)
    assert ids(results) == [[0]] * 5


def test_two_followed_regions_on_one_hand_become_one_without_a_palm_search() -> None:
    # The hands meet at (180, 120): from there both regions show the same hand.
    meeting = [[(180 - d, 120), (180 + d, 120)] for d in (80, 60, 45, 32, 22, 12, 0)]
    results = watch(tracker(), [*meeting, [(180, 120)], [(180, 120)]])
    assert ids(results)[0] == [0, 1]
    assert len(results[-1].hands) == 1
    two = [result for result in results if len(result.hands) == 2]
    merged = results[len(two)]
    assert not merged.palm_ran
    assert ids([merged]) == ids(results[-1:])


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.lists(st.tuples(st.integers(0, 359), st.integers(0, 239)), max_size=4), max_size=8)
)
def test_hands_of_one_frame_are_apart_and_no_more_than_asked(scenes: list[Scene]) -> None:
    for result in watch(tracker(max_hands=2), scenes):
        assert len(result.hands) <= 2
        seen = [hand for hand in result.hands if hand.state == "seen"]
        for first, second in itertools.combinations(seen, 2):
            assert not same_hand(first.landmarks_px, second.landmarks_px)


def test_followed_hand_wins_over_surer_palms() -> None:
    far_right = (330, 120)
    results = watch(tracker(), [[far_right], [LEFT, RIGHT, far_right]])
    # The surest palm (the leftmost) takes the one place that is left.
    assert ids(results) == [[0], [0, 1]]
    np.testing.assert_allclose(results[1].hands[0].landmarks_px[0, 0], 330, atol=2)
    np.testing.assert_allclose(results[1].hands[1].landmarks_px[0, 0], 100, atol=2)


def test_still_pictures_are_unrelated() -> None:
    results = watch(tracker(static=True), [[LEFT]] * 3)
    assert all(result.palm_ran for result in results)
    assert ids(results) == [[0], [1], [2]]


def test_ids_are_spent_on_hands_alone() -> None:
    class SlowToSee(PaintedLandmarker):
        """Sees no hand in the first two crops."""

        def read(self, crop: NDArray[np.uint8]) -> HandCrop:
            reading = super().read(crop)
            return reading if self.calls > 2 else replace(reading, presence=0.0)

    tracked = HandTracker(PaintedPalms(), SlowToSee(), max_hands=1, search_period_ns=0)
    assert ids(watch(tracked, [[LEFT]] * 4)) == [[], [], [0], [0]]


def test_thresholds() -> None:
    palms = PaintedPalms()
    tracked = HandTracker(palms, PaintedLandmarker(), palm_threshold=0.85)
    (result,) = watch(tracked, [[LEFT, RIGHT]])
    assert palms.min_scores == [0.85]
    assert len(result.hands) == 1
    # The presence of a painted hand is 1, of none 0: at 0 even an empty region is kept.
    generous = HandTracker(PaintedPalms(), PaintedLandmarker(), presence_threshold=0.0)
    assert ids(watch(generous, [[LEFT], []])) == [[0], [0]]


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([LEFT, RIGHT, (180, 60)]), max_size=3), max_size=6),
    st.sets(st.integers(0, 6)),
)
def test_any_split_gives_the_same(scenes: list[Scene], flushes: set[int]) -> None:
    whole = watch(tracker(), scenes)
    split = tracker()
    watch(split, [[LEFT], [RIGHT]])
    split.reset()  # as good as new
    results: list[HandsResult] = []
    for number, hands in enumerate(scenes):
        if number in flushes:
            results.extend(split.flush())
        results.extend(split.push(Frame(number * FRAME_NS, paint(360, 240, hands))))
    results.extend(split.flush())
    assert plain(results) == plain(whole)


@pytest.mark.parametrize("right", [1.0, 0.0])
def test_handedness_comes_through(right: float) -> None:
    tracked = HandTracker(PaintedPalms(), PaintedLandmarker(right))
    (result,) = watch(tracked, [[LEFT]])
    assert [hand.handedness for hand in result.hands] == ["right" if right else "left"]
