"""From logits to probabilities."""

import numpy as np

from models.training.tagger.calibration import (
    COMMON_THRESHOLD,
    PRECISION,
    calibrate,
    expected_calibration_error,
    sigmoid,
    threshold,
)
from models.training.tagger.mixes import UNKNOWN


def overconfident(windows: int) -> tuple[np.ndarray, np.ndarray]:
    """Return logits that are twice too large and one too high, and what is true."""
    rng = np.random.default_rng(3)
    honest = rng.normal(-1, 2, (windows, 3))
    truth = (rng.random(honest.shape) < sigmoid(honest)).astype(np.uint8)
    return (2 * honest + 1).astype(np.float32), truth


def test_undoes_overconfidence() -> None:
    logits, truth = overconfident(6000)
    fit = calibrate(logits, truth)
    np.testing.assert_allclose(fit.slopes, 0.5, atol=0.05)
    np.testing.assert_allclose(fit.offsets, -0.5, atol=0.1)
    after = expected_calibration_error(fit.probabilities(logits).ravel(), truth.ravel() == 1)
    before = expected_calibration_error(sigmoid(logits).ravel(), truth.ravel() == 1)
    assert after < 0.015 < 0.08 < before


def test_a_class_never_heard_gets_the_common_fit() -> None:
    logits, truth = overconfident(6000)
    truth[:, 2] = UNKNOWN
    fit = calibrate(logits, truth)
    assert abs(fit.slopes[2] - 0.5) < 0.05
    assert fit.thresholds[2] == COMMON_THRESHOLD


def test_a_threshold_keeps_its_precision() -> None:
    logits, truth = overconfident(6000)
    believed = calibrate(logits, truth).probabilities(logits)[:, 0]
    bar = threshold(believed, truth[:, 0])
    assert truth[believed >= bar, 0].mean() >= PRECISION
    assert truth[believed >= bar - 0.1, 0].mean() < PRECISION + 0.05


def test_error_of_calibration_is_the_distance_of_belief_and_truth() -> None:
    believed = np.full(100, 0.7, np.float32)
    heard = np.arange(100) < 40
    assert abs(expected_calibration_error(believed, heard) - 0.3) < 1e-6
