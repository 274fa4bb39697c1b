"""Overlap of boxes, case by case."""

import numpy as np
import pytest

from models.detections import box_iou


@pytest.mark.parametrize(
    ("box", "iou"),
    [
        ((0, 0, 2, 2), 1.0),  # the same
        ((5, 5, 6, 6), 0.0),  # apart
        ((2, 0, 4, 2), 0.0),  # sharing an edge
        ((1, 0, 3, 2), 2 / 6),  # half over half
        ((0.5, 0.5, 1.5, 1.5), 1 / 4),  # inside
        ((1, 1, 1, 1), 0.0),  # a point
        ((3, 3, 1, 1), 0.0),  # inside out
    ],
)
def test_overlap_both_ways(box: tuple[float, ...], iou: float) -> None:
    unit, other = np.array([0.0, 0, 2, 2]), np.array(box, float)
    assert box_iou(unit, other[np.newaxis]) == pytest.approx([iou])
    assert box_iou(other, unit[np.newaxis]) == pytest.approx([iou])


def test_two_points_do_not_overlap() -> None:
    assert box_iou(np.zeros(4), np.zeros((1, 4))).tolist() == [0.0]


def test_nothing_to_compare_with() -> None:
    assert box_iou(np.zeros(4), np.zeros((0, 4))).shape == (0,)
