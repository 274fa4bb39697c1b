"""The network of moving gestures: its window, its odds, and the shipped file."""

import numpy as np
import pytest

from models.dynamic_gesture import (
    CHANNELS,
    GESTURES,
    POINTS,
    WINDOW_NS,
    DynamicGestureReader,
    decode,
    preprocess,
)
from models.store import ASSETS
from tests.fakes.hands import HAND_SHAPE

MS = 1_000_000


def moving(pts_ns: np.ndarray, scale_px: float = 100.0) -> np.ndarray:
    """Return (n, 21, 2) of a hand that goes right by its own scale every second."""
    shift = np.stack((pts_ns / 1e9, np.zeros(len(pts_ns))), axis=1)
    return (HAND_SHAPE + shift[:, np.newaxis]) * scale_px


def test_the_window_says_the_same_at_any_frame_rate() -> None:
    windows = [
        preprocess(times, moving(times))
        for times in (np.arange(0, 2_000_000_001, 1_000_000_000 // rate) for rate in (10, 20, 50))
    ]
    for window in windows:
        assert window.shape == (1, POINTS, CHANNELS)
        assert window.dtype == np.float32
        np.testing.assert_allclose(window, windows[0], atol=1e-4)


def test_the_window_does_not_know_place_or_size_of_the_hand() -> None:
    times = np.arange(0, 1600, 40) * MS
    near, far = preprocess(times, moving(times)), preprocess(times, moving(times, 250) + 77)
    np.testing.assert_allclose(near, far, atol=1e-5)


def test_what_lies_before_the_hand_was_seen_stands_still() -> None:
    times = np.arange(0, 750, 50) * MS
    window = preprocess(times, moving(times))[0]
    seen = window[:, 6]
    grid_ns = np.linspace(-WINDOW_NS, 0, POINTS)
    np.testing.assert_array_equal(seen, grid_ns >= times[0] - times[-1])
    assert not np.ptp(window[seen == 0], axis=0).any()
    assert np.ptp(window[seen == 1, 0]) > 0


def test_one_frame_is_enough_for_a_window() -> None:
    window = preprocess(np.array([5]), moving(np.array([5])))
    assert np.isfinite(window).all()
    assert not window[0, :, :2].any()


def test_a_hand_of_no_size_gives_finite_numbers() -> None:
    window = preprocess(np.array([0, 1]) * MS, np.zeros((2, 21, 2)))
    assert np.isfinite(window).all()


def test_odds_become_probabilities_however_large() -> None:
    probabilities = decode(np.array([1000, 1000, 0], np.float32))
    np.testing.assert_allclose(probabilities, [0.5, 0.5, 0.0])


@pytest.mark.parametrize("seconds", [0.1, 3.0])
def test_the_shipped_network_sees_nothing_in_a_hand_at_rest(seconds: float) -> None:
    reader = DynamicGestureReader(ASSETS / "dynamic_gesture.onnx")
    times = np.arange(0, int(seconds * 1000), 33) * MS
    probabilities = reader.read(times, np.repeat(HAND_SHAPE[np.newaxis] * 90, len(times), 0))
    assert probabilities.shape == (len(GESTURES),)
    assert probabilities.argmax() == GESTURES.index("none")
    assert probabilities.sum() == pytest.approx(1)
