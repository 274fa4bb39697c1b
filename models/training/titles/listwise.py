"""Weights under which a person's titles come first in each list of candidates.

Each list is a choice among its candidates (conditional logit, McFadden 1973): the loss is the
surprise at each title that the person chose, all others being those that nobody chose. Gradient
descent with momentum on some 16 weights.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.titles.ranker import FEATURES, Features, Ranker

STEPS = 600
RATE = 0.3
MOMENTUM = 0.9
SHRINKAGE = 0.003  # a light pull towards nothing; not tuned

Lists = Sequence[tuple[Features, NDArray[np.bool_]]]
"""Of each text the features of its candidates and which of them a person chose."""


def train(lists: Lists) -> Ranker:
    """Return the weights; lists in which nothing was chosen teach nothing."""
    every = np.concatenate([features for features, _ in lists])
    mean, scale = every.mean(axis=0), every.std(axis=0)
    scale[scale == 0] = 1.0
    standard = [((features - mean) / scale, chosen) for features, chosen in lists if chosen.any()]
    weights, speed = np.zeros(len(FEATURES)), np.zeros(len(FEATURES))
    for _ in range(STEPS):
        gradient = SHRINKAGE * weights
        for features, chosen in standard:
            gradient += _gradient(features, chosen, weights) / len(standard)
        speed = MOMENTUM * speed - RATE * gradient * (1 - MOMENTUM)
        weights = weights + speed
    return Ranker(mean, scale, weights)


def _gradient(
    features: Features, chosen: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the gradient of the mean surprise at the chosen candidates of one list."""
    scores = features @ weights
    exponents = np.exp(scores - scores.max())
    others = exponents[~chosen].sum()
    total = np.zeros(len(weights))
    weighted_others = exponents[~chosen] @ features[~chosen]
    for place in np.flatnonzero(chosen):
        expected = weighted_others + exponents[place] * features[place]
        total += expected / (others + exponents[place]) - features[place]
    mean: NDArray[np.float64] = total / chosen.sum()
    return mean
