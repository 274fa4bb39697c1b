"""Fits the curves of an additive model to preferences between frames of one burst.

A curve is a sum of ramps, one between each two knots, so the loss is convex in the heights of the
ramps, and a curve that must not fall is one whose heights must not be negative:

    loss = mean over pairs of cross entropy(sigmoid(s_a - s_b), sigmoid(sharpness * (U_a - U_b)))
           + ridge * |heights|^2 / 2

This is Bradley and Terry's model with soft answers: of frames nearly alike nobody is sure which is
better. It is minimised by Newton's method, each step by coordinate descent within the signs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Shape = Literal["rising", "falling", "peaked"]
# Newton's steps cannot overshoot for long when a little shortened; ten more change no digit.
NEWTON_STEPS, STRIDE = 20, 0.8
SWEEPS = 100
RIDGE = 1e-4
SHARPNESS = 4.0  # log odds of preference for one worth


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a curve may bend, and which way it may go.

    Attributes:
        knots: rising inputs.
        shape: rising, falling, or rising up to input 0 and falling beyond.
    """

    knots: tuple[float, ...]
    shape: Shape

    def ramps(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (n, knots - 1) of (n,) inputs: how far each has come along each ramp, 0..1."""
        knots = np.array(self.knots)
        along = (values[:, np.newaxis] - knots[:-1]) / np.diff(knots)
        clipped: NDArray[np.float64] = along.clip(0, 1)
        return clipped

    def signs(self) -> NDArray[np.float64]:
        """Return (knots - 1,) 1 where a ramp may only rise, -1 where it may only fall."""
        middles = (np.array(self.knots[1:]) + np.array(self.knots[:-1])) / 2
        if self.shape == "peaked":
            return np.where(middles < 0, 1.0, -1.0)
        return np.full(len(middles), 1.0 if self.shape == "rising" else -1.0)

    def curve(self, heights: NDArray[np.float64]) -> dict[str, list[float]]:
        """Return the curve as it stands in the table; it is 0 at its best."""
        values = np.concatenate([[0.0], np.cumsum(heights)])
        values -= values.max()
        return {"knots": list(self.knots), "values": [round(float(one), 4) for one in values]}


Outlines = Mapping[str, Outline]
Inputs = Mapping[str, NDArray[np.float64]]
"""(frames,) of each input, of one burst."""


def fit_curves(
    outlines: Outlines, bursts: Sequence[Inputs], worths: Sequence[NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """Return the heights of each curve's ramps, in log odds of preference.

    Args:
        outlines: the curves to fit.
        bursts: the inputs of the frames of each burst.
        worths: (frames,) worth of the same frames.
    """
    ramps = [_design(outlines, burst) for burst in bursts]
    pairs = [np.triu_indices(len(worth), 1) for worth in worths]
    differences = np.concatenate(
        [rows[a] - rows[b] for rows, (a, b) in zip(ramps, pairs, strict=True)]
    )
    wanted = np.concatenate(
        [worth[a] - worth[b] for worth, (a, b) in zip(worths, pairs, strict=True)]
    )
    signs = np.concatenate([outline.signs() for outline in outlines.values()])
    heights = _minimise(differences, 1 / (1 + np.exp(-SHARPNESS * wanted)), signs)
    ends = np.cumsum([len(outline.knots) - 1 for outline in outlines.values()])
    return dict(zip(outlines, np.split(heights, ends[:-1]), strict=True))


def _design(outlines: Outlines, burst: Inputs) -> NDArray[np.float64]:
    return np.concatenate([one.ramps(burst[name]) for name, one in outlines.items()], axis=1)


def _minimise(
    differences: NDArray[np.float64], preferred: NDArray[np.float64], signs: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the heights with the least loss, each 0 or of its sign.

    Args:
        differences: (pairs, ramps).
        preferred: (pairs,) probability that the first is the better.
        signs: (ramps,) 1 or -1.
    """
    heights = np.zeros(differences.shape[1])
    for _ in range(NEWTON_STEPS):
        likely = 1 / (1 + np.exp(-differences @ heights))
        slope = differences.T @ (likely - preferred) / len(differences) + RIDGE * heights
        bend = (differences * (likely * (1 - likely))[:, np.newaxis]).T @ differences
        bend = bend / len(differences) + RIDGE * np.eye(len(heights))
        heights = heights + STRIDE * (_descend(bend, slope, heights, signs) - heights)
    return heights


def _descend(
    bend: NDArray[np.float64],
    slope: NDArray[np.float64],
    start: NDArray[np.float64],
    signs: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the lowest point of the quadratic through `start` that keeps all signs.

    One height after the other, over and over.
    """
    heights = start.copy()
    gradient = slope.copy()
    for _ in range(SWEEPS):
        for ramp in range(len(heights)):
            moved = heights[ramp] - gradient[ramp] / bend[ramp, ramp]
            moved = moved if moved * signs[ramp] > 0 else 0.0
            gradient += bend[ramp] * (moved - heights[ramp])
            heights[ramp] = moved
    return heights
