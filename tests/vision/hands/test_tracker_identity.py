"""Which hand is which, over crossings, occlusions and absences: the tracker as it comes."""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from tests.fakes.crossing_hands import ShadedLandmarker, ShadedPalms, paint_shades
from tests.vision.hands.test_tracker import FRAME_NS, ids
from vision.frame import Frame
from vision.hands.hand import Hand, HandsResult
from vision.hands.tracker import BRIDGE_NS, HandTracker


def whole_tracker(
    right: Mapping[int, float], *, max_hands: int = 2, mirrored: bool = False
) -> tuple[HandTracker, ShadedPalms]:
    """Return a tracker as it comes, and the detector that counts its searches."""
    palms = ShadedPalms()
    tracked = HandTracker(palms, ShadedLandmarker(right), max_hands=max_hands, mirrored=mirrored)
    return tracked, palms


def watch_shades(
    tracked: HandTracker, scenes: Sequence[Sequence[tuple[int, tuple[int, int]]]]
) -> list[HandsResult]:
    """Push a 480 x 240 frame of each scene of (shade, centre)."""
    results: list[HandsResult] = []
    for number, hands in enumerate(scenes):
        results.extend(tracked.push(Frame(number * FRAME_NS, paint_shades(480, 240, hands))))
    return results


def x_of(hand: Hand) -> float:
    """Return where the middle of a painted hand is."""
    return float(hand.landmarks_px[0, 0])


@pytest.mark.parametrize("step_px", [6, 10, 16])
@pytest.mark.parametrize("apart_px", [0, 20])
@pytest.mark.parametrize(
    "right",
    [
        pytest.param({0: 0.95, 80: 0.05}, id="a right and a left hand"),
        pytest.param({0: 0.9, 80: 0.9}, id="two right hands"),
    ],
)
def test_hands_that_cross_keep_their_ids(
    step_px: int, apart_px: int, right: Mapping[int, float]
) -> None:
    """One passes behind the other, hidden in part or for some frames wholly."""
    steps = 320 // step_px
    scenes = [
        [(0, (80 + step_px * k, 120)), (80, (400 - step_px * k, 120 + apart_px))]
        for k in range(steps)
    ]
    tracked, _ = whole_tracker(right)
    results = watch_shades(tracked, scenes)
    first, last = ({hand.id: x_of(hand) for hand in results[k].hands} for k in (0, -1))
    assert first == pytest.approx({0: 80, 1: 400}, abs=3)
    assert last == pytest.approx(
        {0: 80 + step_px * (steps - 1), 1: 400 - step_px * (steps - 1)}, abs=3
    )
    assert {hand.id for result in results for hand in result.hands} == {0, 1}


def test_short_occlusion_is_bridged_with_falling_confidence() -> None:
    shown = [[(0, (100 + 3 * k, 120))] for k in range(10)]
    tracked, _ = whole_tracker({0: 0.9})
    results = watch_shades(tracked, [*shown, [], [], [], [(0, (139, 120))]])
    assert ids(results) == [[0]] * 14
    states = [result.hands[0].state for result in results]
    assert states == ["seen"] * 10 + ["bridged"] * 3 + ["seen"]
    confidences = [float(result.hands[0].confidence.min()) for result in results[9:13]]
    assert all(later < earlier for earlier, later in itertools.pairwise(confidences))
    places = [x_of(result.hands[0]) for result in results[9:13]]
    assert all(0 < later - earlier < 3.5 for earlier, later in itertools.pairwise(places))


def test_long_occlusion_ends_the_bridge_and_a_hand_back_in_time_has_its_id() -> None:
    shown: list[list[tuple[int, tuple[int, int]]]] = [[(0, (100, 120))]] * 10
    for unseen, hand_id in ((14, 0), (20, 1)):
        tracked, _ = whole_tracker({0: 0.9})
        results = watch_shades(tracked, [*shown, *[[]] * unseen, *[[(0, (110, 120))]] * 3])
        bridged = [r for r in results if r.hands and r.hands[0].state == "bridged"]
        assert 0 < len(bridged) <= BRIDGE_NS / FRAME_NS
        assert bridged[-1].pts_ns - results[9].pts_ns <= BRIDGE_NS
        assert ids(results[-1:]) == [[hand_id]]


def test_hand_that_comes_back_far_away_or_on_the_other_side_is_a_new_one() -> None:
    shown: list[list[tuple[int, tuple[int, int]]]] = [[(0, (60, 120))]] * 10
    for back in ((0, (440, 120)), (80, (70, 120))):
        tracked, _ = whole_tracker({0: 0.95, 80: 0.05})
        results = watch_shades(tracked, [*shown, *[[]] * 8, *[[back]] * 3])
        assert ids(results[-1:]) == [[1]]


def test_hand_that_leaves_the_picture_or_flashed_up_is_not_bridged() -> None:
    tracked, _ = whole_tracker({0: 0.9})
    leaving = [[(0, (380 + 12 * k, 120))] for k in range(16)]
    results = watch_shades(tracked, leaving)
    hands = [hand for result in results for hand in result.hands]
    assert not any(h.state == "bridged" and h.landmarks_px[:, 0].mean() >= 480 for h in hands)
    assert ids(results[-1:]) == [[]]
    tracked, _ = whole_tracker({0: 0.9})
    assert ids(watch_shades(tracked, [[(0, (100, 120))], [], []])) == [[0], [], []]


def test_search_rests_while_a_hand_is_in_view_and_is_at_once_when_it_is_lost() -> None:
    tracked, palms = whole_tracker({0: 0.9})
    here = [(0, (100, 120))]
    watch_shades(tracked, [here] * 60)
    assert palms.calls == 12  # every fifth frame of 30 Hz
    results = watch_shades(whole_tracker({0: 0.9})[0], [here] * 7 + [[]] * 3)
    assert [result.palm_ran for result in results[5:]] == [True, False, False, True, True]


def test_second_hand_is_found_within_a_search_period() -> None:
    tracked, _ = whole_tracker({0: 0.9, 80: 0.1})
    one, both = [(0, (100, 120))], [(0, (100, 120)), (80, (300, 120))]
    results = watch_shades(tracked, [one, one, *[both] * 5])
    assert len(results[-1].hands) == 2


def test_wrong_reading_of_the_side_is_outvoted() -> None:
    right = {0: 0.95}
    tracked, _ = whole_tracker(right)
    here: list[list[tuple[int, tuple[int, int]]]] = [[(0, (100, 120))]]
    watch_shades(tracked, here * 30)
    right[0] = 0.05
    (result,) = watch_shades(tracked, here)
    assert result.hands[0].handedness == "right"


@pytest.mark.parametrize("right", [0.9, 0.1])
def test_mirrored_swaps_the_side_and_nothing_else(right: float) -> None:
    scenes: list[list[tuple[int, tuple[int, int]]]] = [[(0, (100, 120))]] * 8 + [[]]
    plain_ones = watch_shades(whole_tracker({0: right})[0], scenes)
    swapped = watch_shades(whole_tracker({0: right}, mirrored=True)[0], scenes)
    for before, after in zip(plain_ones, swapped, strict=True):
        for one, other in zip(before.hands, after.hands, strict=True):
            assert {one.handedness, other.handedness} == {"left", "right"}
            assert other.handedness_score == one.handedness_score
            np.testing.assert_array_equal(other.landmarks_px, one.landmarks_px)
