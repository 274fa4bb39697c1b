"""The detect-or-track loop, over painted hands."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.engine.processor import Processor
from models.detections import Detections
from models.hand import HandCrop
from tests.fakes.hands import PaintedLandmarker, PaintedPalms, paint
from tests.fakes.marked_hands import MarkedLandmarker, MarkedPalms, paint_marked
from vision.frame import Frame
from vision.hands.association import same_hand
from vision.hands.hand import Hand, HandsResult
from vision.hands.tracker import HandTracker

Scene = Sequence[tuple[int, int]]
FRAME_NS = 33_333_333
LEFT, RIGHT = (100, 120), (260, 120)


def tracker(max_hands: int = 2, *, static: bool = False) -> Processor[Frame, HandsResult]:
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


def watch(tracked: Processor[Frame, HandsResult], scenes: Sequence[Scene]) -> list[HandsResult]:
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


class FixedPalms:
    """Finds the same palms in every picture: upright, of these boxes, without merging."""

    def __init__(self, boxes_norm: Sequence[tuple[float, float, float, float]]) -> None:
        boxes = np.array(boxes_norm, np.float32)
        centres = boxes.reshape(-1, 2, 2).mean(axis=1, keepdims=True, dtype=np.float32)
        keypoints = np.repeat(centres, 7, axis=1)
        keypoints[:, 0, 1] = boxes[:, 3]
        self._found = Detections(
            boxes, keypoints, np.linspace(1, 0.5, len(boxes), dtype=np.float32)
        )

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        return self._found


class FixedLandmarker:
    """Reads the same landmarks from every crop and keeps the crops."""

    def __init__(self, landmarks_norm: NDArray[np.float32]) -> None:
        self.crops: list[NDArray[np.uint8]] = []
        self._landmarks = landmarks_norm

    def read(self, crop: NDArray[np.uint8]) -> HandCrop:
        self.crops.append(crop)
        return HandCrop(self._landmarks, self._landmarks, presence=1.0, right=1.0)


POINT = np.full((21, 3), 0.5, np.float32)


def test_only_as_many_palms_as_hands_are_looked_at() -> None:
    nearly_the_same = [(0.1, 0.4, 0.2, 0.5), (0.101, 0.4, 0.201, 0.5)]
    landmarker = FixedLandmarker(POINT)
    tracked = HandTracker(FixedPalms([*nearly_the_same, (0.8, 0.4, 0.9, 0.5)]), landmarker)
    (result,) = watch(tracked, [[]])
    assert len(result.hands) == len(landmarker.crops) == 1


def test_palm_without_area_is_not_looked_at() -> None:
    landmarker = FixedLandmarker(POINT)
    (result,) = watch(HandTracker(FixedPalms([(0.5, 0.5, 0.5, 0.5)]), landmarker), [[]])
    assert result.hands == ()
    assert landmarker.crops == []


def test_hand_shrunk_to_a_point_is_not_followed() -> None:
    palms = FixedPalms([(0.4, 0.4, 0.6, 0.6)])
    tracked = HandTracker(palms, FixedLandmarker(POINT), max_hands=1, search_period_ns=0)
    assert [result.palm_ran for result in watch(tracked, [[]] * 3)] == [True] * 3


def test_crop_beyond_the_picture_continues_its_edge() -> None:
    landmarker = FixedLandmarker(POINT)
    tracked = HandTracker(FixedPalms([(0.0, 0.0, 0.2, 0.2)]), landmarker)
    tracked.push(Frame(0, np.full((240, 360, 3), 255, np.uint8)))
    assert (landmarker.crops[0] == 255).all()


@pytest.mark.parametrize(
    ("score", "presence", "hands"), [(0.4, 0.85, 0), (0.4, 0.95, 1), (0.6, 0.85, 1)]
)
def test_weak_palm_has_to_show_a_hand_beyond_doubt(
    score: float, presence: float, hands: int
) -> None:
    class Scored(PaintedPalms):
        def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
            return replace(super().detect(square, min_score), scores=np.array([score], np.float32))

    class Doubtful(PaintedLandmarker):
        def read(self, crop: NDArray[np.uint8]) -> HandCrop:
            return replace(super().read(crop), presence=presence)

    (result,) = watch(HandTracker(Scored(), Doubtful()), [[LEFT]])
    assert len(result.hands) == hands


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


def test_still_picture_is_searched_closer_when_nothing_is_found() -> None:
    class MiddleOnly(PaintedPalms):
        """Sees nothing in the whole picture."""

        def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
            found = super().detect(square, min_score)
            return replace_scores(found, keep=self.calls % 2 == 0)

    for second_look, hands in ((True, 1), (False, 0)):
        tracked = HandTracker(
            MiddleOnly(), PaintedLandmarker(), static=True, second_look=second_look
        )
        (result,) = watch(tracked, [[(180, 120)]])
        assert len(result.hands) == hands
    landmarks = watch(HandTracker(MiddleOnly(), PaintedLandmarker(), static=True), [[(180, 120)]])
    np.testing.assert_allclose(landmarks[0].hands[0].landmarks_px[0, :2], (180, 140), atol=1.5)


def replace_scores(found: Detections, *, keep: bool) -> Detections:
    """Return all detections or none."""
    if keep:
        return found
    return Detections(found.boxes_norm[:0], found.keypoints_norm[:0], found.scores[:0])


@pytest.mark.parametrize("quarter_turns", range(4))
@pytest.mark.parametrize("mirrored", [False, True])
def test_turned_or_mirrored_picture_gives_the_hand_turned_or_mirrored(
    quarter_turns: int, mirrored: bool
) -> None:
    side_px, path = 240, [(90 + 4 * k, 110 - 3 * k) for k in range(8)]

    def seen(turns: int, flip: bool) -> list[Hand]:
        tracked = HandTracker(MarkedPalms(), MarkedLandmarker(), max_hands=1)
        hands: list[Hand] = []
        for number, (x, y) in enumerate(path):
            rgb = paint_marked(side_px, x, y)
            rgb = np.ascontiguousarray(np.rot90(rgb[:, ::-1] if flip else rgb, turns))
            (result,) = tracked.push(Frame(number * FRAME_NS, rgb))
            hands.extend(result.hands)
        return hands

    for upright, turned in zip(seen(0, False), seen(quarter_turns, mirrored), strict=True):
        points = upright.landmarks_px[:, :2] - side_px / 2
        points = points * (-1, 1) if mirrored else points
        for _ in range(quarter_turns):
            points = np.stack([points[:, 1], -points[:, 0]], axis=1)
        np.testing.assert_allclose(turned.landmarks_px[:, :2], points + side_px / 2, atol=2)
        assert turned.handedness == ("left" if mirrored else "right")
        assert turned.id == 0
