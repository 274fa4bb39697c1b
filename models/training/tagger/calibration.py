"""From logits to probabilities, and from those to yes or no, on held-out recordings in mixes.

Each class gets a slope and an offset (Platt), drawn towards those of all classes together where
little is known of it, and the lowest threshold that reaches the stated precision.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from models.training.tagger.mixes import UNKNOWN

F = TypeVar("F", np.float32, np.float64)

PRECISION = 0.8
THRESHOLDS = np.arange(0.1, 0.91, 0.02)
FEWEST_WINDOWS = 60  # heard in the held-out mixes, to have a threshold of one's own
COMMON_THRESHOLD = 0.5
PRIOR_WINDOWS = 200.0  # what the common slope and offset are worth
STEPS = 60
SLOPES = (0.3, 3.0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Probability is sigmoid(slope * logit + offset); all (classes,) float32."""

    slopes: NDArray[np.float32]
    offsets: NDArray[np.float32]
    thresholds: NDArray[np.float32]

    def probabilities(self, logits: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n, classes) of (n, classes)."""
        return sigmoid(logits * self.slopes + self.offsets)


def calibrate(logits: NDArray[np.float32], truth: NDArray[np.uint8]) -> Calibration:
    """Fit to the (n, classes) logits of held-out windows and their (n, classes) truth."""
    known = truth != UNKNOWN
    common = platt(logits[known], truth[known] == 1, np.array([1.0, 0.0]), 1e-3)
    rows = []
    for index in range(truth.shape[1]):
        mine = known[:, index]
        rows.append(platt(logits[mine, index], truth[mine, index] == 1, common, PRIOR_WINDOWS))
    slopes, offsets = np.array(rows, np.float32).T
    probabilities = sigmoid(logits * slopes + offsets)
    thresholds = [threshold(probabilities[:, i], truth[:, i]) for i in range(truth.shape[1])]
    return Calibration(slopes, offsets, np.array(thresholds, np.float32))


def platt(
    logits: NDArray[np.float32], heard: NDArray[np.bool_], prior: NDArray[np.float64], weight: float
) -> NDArray[np.float64]:
    """Return (slope, offset) by Newton's method; `prior` weighs like `weight` windows."""
    fit = prior.astype(np.float64)
    inputs = np.stack((logits.astype(np.float64), np.ones(len(logits))))
    for _ in range(STEPS):
        belief = sigmoid(fit @ inputs)
        slope = inputs @ (belief - heard) + weight * 0.25 * (fit - prior)
        curve = (inputs * (belief * (1 - belief))) @ inputs.T + weight * 0.25 * np.eye(2)
        step = np.linalg.solve(curve, slope)
        fit = fit - step / max(1.0, float(np.abs(step).max()))
        fit[0] = fit[0].clip(*SLOPES)
        if np.abs(step).max() < 1e-6:
            break
    return fit


def threshold(probabilities: NDArray[np.float32], truth: NDArray[np.uint8]) -> float:
    """Return the lowest threshold of at least PRECISION; COMMON_THRESHOLD for a rare class."""
    known = truth != UNKNOWN
    believed, heard = probabilities[known], truth[known] == 1
    if heard.sum() < FEWEST_WINDOWS:
        return COMMON_THRESHOLD
    for bar in THRESHOLDS:
        said = believed >= bar
        if said.any() and heard[said].mean() >= PRECISION:
            return float(bar)
    return float(THRESHOLDS[-1])


def expected_calibration_error(
    probabilities: NDArray[np.float32], heard: NDArray[np.bool_], bins: int = 15
) -> float:
    """Return the mean distance of belief and truth over equal bins of belief, flat arrays."""
    which = np.minimum((probabilities * bins).astype(int), bins - 1)
    total = 0.0
    for index in range(bins):
        mine = which == index
        if mine.any():
            total += abs(float(probabilities[mine].sum()) - float(heard[mine].sum()))
    return total / len(probabilities)


def sigmoid(values: NDArray[F]) -> NDArray[F]:
    """Return 1 / (1 + exp(-values)), safe for large ones."""
    belief: NDArray[F] = 0.5 * (1.0 + np.tanh(0.5 * values))
    return belief
