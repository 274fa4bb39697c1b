"""Angles and distances of a hand whose joints are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.hand_pose import (
    THUMB_IN_M,
    THUMB_OUT_M,
    bone_hand,
    mirrored,
    turn,
)
from vision.hands.angles import HandAngles, hand_angles, is_hand_shaped

STRAIGHT = np.zeros((4, 3))
AXES = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda axis: np.linalg.norm(axis) > 0.1)
TURNS = st.floats(-np.pi, np.pi)


def numbers(angles: HandAngles) -> np.ndarray:
    return np.array([*angles.flexion_deg, *angles.tip_distances, angles.thumb_reach])


def test_flexion_is_the_sum_of_the_joints() -> None:
    bends = np.array([[0, 10, 20], [0, 90, 0], [0, 90, 60], [0, 0, 0]], float)
    straight = hand_angles(bone_hand(STRAIGHT, THUMB_OUT_M), "right")
    bent = hand_angles(bone_hand(bends, THUMB_OUT_M), "right")
    change = bent.flexion_deg[1:] - straight.flexion_deg[1:]
    assert change == pytest.approx([30, 90, 150, 0], abs=1e-6)
    assert bent.root_deg == pytest.approx(straight.root_deg)


def test_a_straight_middle_finger_in_line_with_its_wrist_has_no_flexion() -> None:
    assert hand_angles(bone_hand(STRAIGHT, THUMB_OUT_M), "right").flexion_deg[2] == pytest.approx(
        0, abs=1e-3
    )


def test_the_thumb_reaches_far_out_and_little_in() -> None:
    out = hand_angles(bone_hand(STRAIGHT, THUMB_OUT_M), "right").thumb_reach
    across = hand_angles(bone_hand(STRAIGHT, THUMB_IN_M), "right").thumb_reach
    assert out > 1.2
    assert across < 0.7


def test_a_thumb_at_a_finger_tip_is_no_distance_from_it() -> None:
    bends = np.array([[50.0, 55, 30], *STRAIGHT[1:]])
    distances = hand_angles(bone_hand(bends, None, meets=[8]), "right").tip_distances
    assert distances[0] == pytest.approx(0, abs=0.05)
    assert distances[1:].min() > 0.4


@given(axis=AXES, angle=TURNS, scale=st.floats(0.2, 5))
def test_neither_turn_nor_size_changes_the_shape(
    axis: tuple[float, float, float], angle: float, scale: float
) -> None:
    hand = bone_hand(np.full((4, 3), 30.0), THUMB_IN_M)
    turned = turn(hand, axis, angle) * scale
    assert numbers(hand_angles(turned, "right")) == pytest.approx(
        numbers(hand_angles(hand, "right")), abs=1e-4
    )
    assert is_hand_shaped(turned)


def test_left_and_right_hands_have_the_same_shape_and_both_show_the_palm() -> None:
    hand = bone_hand(np.full((4, 3), 30.0), THUMB_OUT_M)
    right, left = hand_angles(hand, "right"), hand_angles(mirrored(hand), "left")
    assert numbers(left) == pytest.approx(numbers(right))
    assert right.palm_to_camera == pytest.approx(left.palm_to_camera)
    assert right.palm_to_camera > 0.99
    assert hand_angles(hand, "left").palm_to_camera < -0.99


@pytest.mark.parametrize(("quarter_turns", "up_deg"), [(0, 0), (1, 90), (2, 180), (3, 90)])
def test_the_thumb_is_up_when_it_points_against_y(quarter_turns: int, up_deg: float) -> None:
    hand = np.zeros((21, 3))
    hand[4] = turn(np.array([0.0, -0.05, 0]), (0, 0, 1), quarter_turns * np.pi / 2)
    assert hand_angles(hand, "right").thumb_up_deg == pytest.approx(up_deg, abs=1e-4)


def test_fingers_up_points_up() -> None:
    assert hand_angles(bone_hand(STRAIGHT, THUMB_OUT_M), "right").fingers_direction == (
        pytest.approx([0, -1, 0])
    )


def test_a_hand_of_no_size_is_finite_and_no_hand() -> None:
    nothing = np.zeros((21, 3), np.float32)
    assert np.isfinite(numbers(hand_angles(nothing, "right"))).all()
    assert not is_hand_shaped(nothing)


def test_not_a_number_is_no_hand() -> None:
    for place in range(21):
        hand = bone_hand(STRAIGHT, THUMB_OUT_M)
        hand[place, 1] = np.nan
        assert not is_hand_shaped(hand), place


def test_a_finger_folded_through_the_palm_is_no_hand() -> None:
    assert not is_hand_shaped(bone_hand(np.full((4, 3), 120.0), THUMB_IN_M))
