"""Duplicates by landmarks and region, and the cheapest assignment against all assignments."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from models.hand import HandCrop
from tests.fakes.hands import HAND_SHAPE
from vision.geometry import RotatedSquare
from vision.hands.association import (
    NO_MATCH,
    Expectation,
    Sighting,
    cheapest_columns,
    distinct_regions,
    distinct_sightings,
    matching_cost,
    name_sightings,
    same_hand,
)

HAND_PX = HAND_SHAPE * 100
BASELINE_PX = float(np.linalg.norm(HAND_PX[17] - HAND_PX[0]))  # the longest of the three


def sighting(x: float, *, right: float = 1.0, origin: int | None = None) -> Sighting:
    """Return an upright hand of 100 px whose region is 200 px wide, centred on (x, 0)."""
    landmarks = np.zeros((21, 3), np.float32)
    landmarks[:, :2] = HAND_SHAPE / 2 + 0.25
    reading = HandCrop(landmarks, np.zeros((21, 3), np.float32), 1.0, right)
    return Sighting.of(reading, RotatedSquare(x, 0, 200), origin)


def expectation(
    hand_id: int, x: float, *, right: float = 1.0, unseen_s: float = 0.0
) -> Expectation:
    seen = sighting(x)
    return Expectation(hand_id, seen.landmarks_px, seen.world_m, right, unseen_s)


@pytest.mark.parametrize(
    ("shift_px", "same"),
    [
        pytest.param(0, True, id="one"),
        pytest.param(0.19 * BASELINE_PX, True, id="within a fifth of the baseline"),
        pytest.param(0.21 * BASELINE_PX, False, id="beyond it"),
    ],
)
def test_one_hand_by_distance(shift_px: float, same: bool) -> None:
    assert same_hand(HAND_PX, HAND_PX + np.array([shift_px, 0])) is same


@pytest.mark.parametrize(("together", "same"), [(10, True), (9, False)])
def test_one_hand_by_number_of_landmarks(together: int, same: bool) -> None:
    other = HAND_PX.copy()
    other[together:, 0] += 0.3 * BASELINE_PX
    assert same_hand(HAND_PX, other) is same


def test_one_hand_needs_boxes_that_overlap() -> None:
    first, second = HAND_PX.copy(), HAND_PX.copy()
    # Twelve landmarks shared in one corner; one stray landmark makes the other box huge.
    second[20] += 2000
    assert not same_hand(first, second)


def test_first_of_two_sightings_of_one_hand_is_kept() -> None:
    first, again, other = sighting(0), sighting(5, right=0.1), sighting(90)
    assert distinct_sightings([first, again, other]) == [first, other]


def test_regions_that_overlap_are_one_hand_only_on_one_side() -> None:
    first, askew, other_side = sighting(0), sighting(20), sighting(20, right=0.1)
    assert not same_hand(first.landmarks_px, askew.landmarks_px)
    assert distinct_sightings([first, askew]) == [first]
    assert distinct_sightings([first, other_side]) == [first, other_side]


def test_regions_are_apart_from_those_taken_and_from_each_other() -> None:
    left, near_left, right = (RotatedSquare(x, 0, 100) for x in (0, 20, 200))
    assert distinct_regions([near_left, right, right], taken=[left]) == [right]
    assert distinct_regions([left, near_left], taken=[]) == [left]


@pytest.mark.parametrize("rows", range(5))
@given(data=st.data())
def test_cheapest_columns_against_all(rows: int, data: st.DataObject) -> None:
    columns = data.draw(st.integers(rows, 6))
    cost = st.floats(0, 10) | st.just(NO_MATCH)
    costs = data.draw(arrays(np.float64, (rows, columns), elements=cost))
    chosen = cheapest_columns(costs)
    assert len(set(chosen)) == rows
    least = min(
        costs[range(rows), list(choice)].sum()
        for choice in itertools.permutations(range(columns), rows)
    )
    assert costs[range(rows), chosen].sum() == pytest.approx(least)


def test_names_go_to_the_nearest_together() -> None:
    # Greedily, the first sighting would take hand 1 and leave the second none in reach.
    expected = [expectation(0, 0), expectation(1, 100)]
    assert name_sightings([sighting(60), sighting(190)], expected) == [0, 1]


def test_sides_decide_where_places_do_not() -> None:
    expected = [expectation(0, 0, right=0.95), expectation(1, 10, right=0.05)]
    seen = [sighting(5, right=0.1), sighting(6, right=0.9)]
    assert name_sightings(seen, expected) == [1, 0]


def test_shapes_decide_where_places_and_sides_do_not() -> None:
    fist = expectation(0, 0)
    spread: NDArray[np.float32] = np.full((21, 3), 0.05, np.float32)
    expected = [fist, replace(expectation(1, 0), world_m=spread)]
    seen = [replace(sighting(0), world_m=spread), sighting(0)]
    assert name_sightings(seen, expected) == [1, 0]


def test_far_or_surely_other_hands_are_new() -> None:
    assert name_sightings([sighting(200)], [expectation(0, 0)]) == [None]
    other_side, gone = sighting(0, right=0.05), expectation(0, 0, right=0.95, unseen_s=0.2)
    assert name_sightings([other_side], [gone]) == [None]
    assert name_sightings([other_side], [replace(gone, unseen_s=0.03)]) == [0]
    assert name_sightings([], [expectation(0, 0)]) == []
    assert name_sightings([sighting(0)], []) == [None]


def test_reach_grows_while_a_hand_is_unseen() -> None:
    assert name_sightings([sighting(200)], [expectation(0, 0, unseen_s=0.2)]) == [0]
    assert name_sightings([sighting(400)], [expectation(0, 0, unseen_s=0.2)]) == [None]


def test_own_region_keeps_its_hand_wherever_it_went() -> None:
    assert name_sightings([sighting(200, origin=0)], [expectation(0, 0)]) == [0]
    near, far = sighting(0), sighting(200)
    assert matching_cost(far, expectation(0, 0)) == NO_MATCH
    assert matching_cost(near, expectation(0, 0)) == 0
