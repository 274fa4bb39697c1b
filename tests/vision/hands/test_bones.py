"""Bones held to the length that was learned."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from vision.hands.bones import PARENTS, BoneLengths, bone_lengths

worlds = arrays(np.float32, (21, 3), elements=st.floats(-0.25, 0.25, width=16))


def hand(scale: float = 1.0) -> NDArray[np.float32]:
    return np.random.default_rng(0).normal(0, 0.05 * scale, (21, 3)).astype(np.float32)


def test_every_landmark_hangs_on_the_wrist() -> None:
    for bone in range(20):
        landmark = bone + 1
        while landmark:
            parent = int(PARENTS[landmark - 1])
            assert parent < landmark
            landmark = parent


def test_lengths_are_the_mean() -> None:
    model = BoneLengths(hand(1.0))
    model.learn(hand(3.0), 1 / 30)
    np.testing.assert_allclose(model.lengths_m, 2 * bone_lengths(hand()), rtol=1e-2)


def test_held_bones_keep_direction_and_centre_but_not_length() -> None:
    model = BoneLengths(hand())
    doubled = hand() * 2
    held = model.hold(doubled)
    np.testing.assert_allclose(held, hand() + doubled.mean(0) - hand().mean(0), atol=1e-6)
    np.testing.assert_allclose(held.mean(axis=0), doubled.mean(axis=0), atol=1e-6)


@given(worlds, worlds)
def test_any_hand_is_held_finite(first: NDArray[np.float32], second: NDArray[np.float32]) -> None:
    model = BoneLengths(first)
    model.learn(second, 0.1)
    assert np.isfinite(model.hold(second)).all()
    visible = bone_lengths(second) > 1e-3
    np.testing.assert_allclose(
        bone_lengths(model.hold(second))[visible], model.lengths_m[visible], atol=1e-5
    )
