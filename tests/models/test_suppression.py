"""Weighted suppression, case by case."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.detections import Detections
from models.suppression import weighted_nms

Box = tuple[float, float, float, float]


def detections(*scored: tuple[float, Box]) -> Detections:
    """Return boxes with their centre as the only keypoint."""
    boxes = np.array([box for _, box in scored], np.float32).reshape(-1, 4)
    centres = (boxes[:, np.newaxis, :2] + boxes[:, np.newaxis, 2:]) / np.float32(2)
    return Detections(boxes, centres, np.array([score for score, _ in scored], np.float32))


A: Box = (0, 0, 10, 10)
B: Box = (2, 0, 12, 10)  # overlap with A: 80 / 120
FAR: Box = (50, 50, 60, 60)


@pytest.mark.parametrize(
    ("found", "merged"),
    [
        pytest.param([], [], id="none"),
        pytest.param([(0.9, A)], [(0.9, A)], id="one stays as it is"),
        pytest.param([(0.5, A), (0.9, FAR)], [(0.9, FAR), (0.5, A)], id="two apart, best first"),
        pytest.param([(0.6, A), (0.6, A)], [(0.6, A)], id="a double counts once"),
        pytest.param(
            [(0.3, B), (0.9, A)], [(0.9, (0.5, 0, 10.5, 10))], id="mean weighted 3:1, best's score"
        ),
        pytest.param(
            # C overlaps B (80 / 120) but A only by 40 / 160: it is compared with A itself.
            [(0.9, A), (0.9, B), (0.8, (6, 0, 16, 10))],
            [(0.9, (1, 0, 11, 10)), (0.8, (6, 0, 16, 10))],
            id="no chain through a neighbour",
        ),
        pytest.param([(0.9, (5, 5, 5, 5))], [(0.9, (5, 5, 5, 5))], id="a point ends too"),
    ],
)
def test_cases(found: list[tuple[float, Box]], merged: list[tuple[float, Box]]) -> None:
    result, expected = weighted_nms(detections(*found), 0.3), detections(*merged)
    np.testing.assert_allclose(result.scores, expected.scores)
    np.testing.assert_allclose(result.boxes_norm, expected.boxes_norm, rtol=1e-6)
    np.testing.assert_allclose(result.keypoints_norm, expected.keypoints_norm, rtol=1e-6)


def test_overlap_at_the_limit_stays_two() -> None:
    # 50 / 150 is a third, exactly.
    two = detections((0.9, (0, 0, 10, 10)), (0.8, (5, 0, 15, 10)))
    assert len(weighted_nms(two, 1 / 3)) == 2
    assert len(weighted_nms(two, 0.33)) == 1


boxes = st.tuples(*[st.floats(0, 1, width=32)] * 4).map(
    lambda c: (min(c[0], c[2]), min(c[1], c[3]), max(c[0], c[2]), max(c[1], c[3]))
)


@given(st.lists(st.tuples(st.floats(0.5, 1, width=32), boxes), max_size=12))
def test_merging_keeps_the_best_and_invents_no_place(found: list[tuple[float, Box]]) -> None:
    before = detections(*found)
    after = weighted_nms(before, 0.3)
    assert len(after) <= len(before)
    assert (np.diff(after.scores) <= 0).all()
    if found:
        assert after.scores[0] == before.scores.max()
        assert (after.boxes_norm >= before.boxes_norm.min(axis=0) - 1e-6).all()
        assert (after.boxes_norm <= before.boxes_norm.max(axis=0) + 1e-6).all()
