"""How well an order of frames fits what is known of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.training.topshot.bursts import GOOD_ENOUGH

# Frames nearer in worth than this are no pair that can be told right or wrong.
TELLING_WORTH = 0.2


@dataclass(frozen=True, slots=True)
class Ranking:
    """How one burst was ordered.

    Attributes:
        hit1: 1 when the first frame is as good as the best, else 0.
        reciprocal_rank: one over the place of the first good frame.
        pair_accuracy: share of the pairs of clearly different worth in the right order.
        regret: worth lost by taking the first frame.
    """

    hit1: float
    reciprocal_rank: float
    pair_accuracy: float
    regret: float


def rank(worths: NDArray[np.float64], scores: NDArray[np.float64]) -> Ranking:
    """Judge (frames,) scores by (frames,) worths; of equal scores the earlier frame comes first."""
    order = np.argsort(-scores, kind="stable")
    good = worths >= worths.max() - GOOD_ENOUGH
    first, second = np.triu_indices(len(worths), 1)
    apart = worths[first] - worths[second]
    telling = np.abs(apart) > TELLING_WORTH
    ordered = (scores[first] - scores[second])[telling] * np.sign(apart[telling])
    return Ranking(
        hit1=float(good[order[0]]),
        reciprocal_rank=1 / (1 + int(good[order].argmax())),
        pair_accuracy=float(np.mean((ordered > 0) + 0.5 * (ordered == 0)))
        if telling.any()
        else 1.0,
        regret=float(worths.max() - worths[order[0]]),
    )
