"""Each factor of a landmark's confidence moves the way it should."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.fakes.hands import HAND_SHAPE
from vision.geometry import RotatedSquare
from vision.hands.confidence import inside, recent, seen_confidence, steady, unhidden


def flat_hand(x: float = 300, y: float = 200) -> NDArray[np.float64]:
    """Return (21, 3) a hand of 100 px that hides nothing, its wrist at (x + 50, y + 100)."""
    landmarks = np.zeros((21, 3))
    landmarks[:, :2] = HAND_SHAPE * 100 + (x, y)
    return landmarks


def test_open_hand_in_the_picture_is_trusted_as_its_presence() -> None:
    roi = RotatedSquare(350, 250, 200)
    confidence = seen_confidence(0.9, flat_hand(), roi, 640, 480)
    np.testing.assert_allclose(confidence, 0.9, rtol=1e-6)
    assert confidence.dtype == np.float32


@given(st.floats(0, 1), st.floats(0, 1))
def test_grows_with_presence(first: float, second: float) -> None:
    low, high = sorted((first, second))
    roi = RotatedSquare(10, 10, 200)
    of = [seen_confidence(presence, flat_hand(-50), roi, 640, 480) for presence in (low, high)]
    assert (of[0] <= of[1]).all()


@given(st.floats(-400, 0), st.floats(-400, 0))
def test_falls_with_distance_beyond_the_edge(first: float, second: float) -> None:
    far, near = sorted((first, second))
    assert (inside(flat_hand(far), 100, 640, 480) <= inside(flat_hand(near), 100, 640, 480)).all()


@pytest.mark.parametrize(
    ("x", "y"),
    [(-60, 200), (599, 200), (300, -10), (300, 429)],
    ids=["left", "right", "top", "foot"],
)
def test_every_edge_counts(x: float, y: float) -> None:
    factor = inside(flat_hand(x, y), 100, 640, 480)
    points = flat_hand(x, y)[:, :2]
    within = ((points >= 0) & (points <= (639, 479))).all(axis=1)
    assert (factor[within] == 1).all()
    assert (factor[~within] < 1).all()
    assert (~within).any()


def covered(depth_px: float, off_px: float = 0.0) -> float:
    """Return the factor of the ring finger's tip with the little finger's middle bone over it."""
    hand = flat_hand()
    hand[16, :2] = (hand[18, :2] + hand[19, :2]) / 2 + (off_px, 0)
    hand[17:, 2] = -depth_px
    return float(unhidden(hand, 100)[16])


def test_covered_landmark_is_trusted_less_the_clearer_it_lies_behind() -> None:
    factors = [covered(depth_px) for depth_px in (-20, 0, 5, 10, 15, 50)]
    assert factors[0] == factors[1] == 1
    assert all(later < earlier for earlier, later in itertools.pairwise(factors[1:5]))
    assert factors[-1] == pytest.approx(0.3)


def test_covered_landmark_is_trusted_less_the_nearer_the_bone() -> None:
    factors = [covered(20, off_px) for off_px in (0, 2, 4, 6, 20)]
    assert all(nearer < farther for nearer, farther in itertools.pairwise(factors[:4]))
    assert factors[3] == factors[4] == 1


def test_finger_does_not_hide_itself() -> None:
    hand = flat_hand()
    hand[8, :2] = hand[6, :2]  # the index bent back on itself
    hand[8, 2] = 50
    assert unhidden(hand, 100)[8] == 1


def test_hand_of_no_extent_is_finite() -> None:
    assert np.isfinite(unhidden(np.zeros((21, 3)), 1.0)).all()


def test_jumps_and_time_unseen_wear_the_trust() -> None:
    jumps = steady(np.array([0.0, 0.05, 0.1, 1.0]))
    assert jumps[0] == 1
    assert jumps[2] == pytest.approx(0.5)
    assert (np.diff(jumps) < 0).all()
    assert recent(0.0) == 1
    assert recent(0.1) == 0.5
    assert recent(0.2) == 0.25
