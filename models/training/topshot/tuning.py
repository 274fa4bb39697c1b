"""Chooses what has no slope to follow: how much the worst face counts, and when to offer.

A (1 + lambda) evolution strategy with the 1/5 success rule (Rechenberg 1973), over the logarithms
of the numbers. What it seeks:

    worth gained by the first offer, over all shutter frames of the training's bursts
    - FALSE_COST for each share of false offers beyond MOST_FALSE
    + PAIR_GAIN * share of pairs of the group bursts in the right order
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from models.training.topshot.bursts import GOOD_ENOUGH
from models.training.topshot.ranking import rank
from vision.topshot.gam import Gam
from vision.topshot.rating import rate_all
from vision.topshot.score import FrameScore
from vision.topshot.select import choose

ROUNDS, CHILDREN = 20, 5
FIRST_STEP = 0.4
WIDEN, NARROW = 1.5, 0.8
MOST_FALSE, FALSE_COST = 0.02, 20.0
PAIR_GAIN = 5.0
LARGEST_WORST = 0.95

Known = Sequence[tuple[Sequence[FrameScore], NDArray[np.float64]]]
"""Measured frames of bursts, and their (frames,) worths."""
Numbers = Mapping[str, float]


def tune(gam: Gam, unseen: Known, groups: Known, seed: int) -> dict[str, float]:
    """Return the chosen `margin` and `worst`.

    Args:
        gam: the model so far.
        unseen: bursts of one face, rated by models that did not learn from that person: on its own
            people a model is too sure of itself. What is tried here does not change their rating.
        groups: bursts of several faces, measured.
        seed: of the evolution.
    """

    def worth(numbers: Numbers) -> float:
        tried = replace(gam, margin=numbers["margin"], worst=min(numbers["worst"], LARGEST_WORST))
        return offer_worth(tried, unseen) + PAIR_GAIN * group_order(tried, groups)

    best = evolve(worth, {"margin": gam.margin, "worst": gam.worst}, seed)
    return {
        "margin": round(best["margin"], 3),
        "worst": round(min(best["worst"], LARGEST_WORST), 3),
    }


def evolve(worth: Callable[[Numbers], float], start: Numbers, seed: int) -> dict[str, float]:
    """Return the numbers, all above 0, that are worth most; the same seed finds the same."""
    rng = np.random.default_rng(seed)
    best, most, step = dict(start), worth(start), FIRST_STEP
    for _ in range(ROUNDS):
        improved = False
        for _ in range(CHILDREN):
            child = {name: one * math.exp(step * rng.normal()) for name, one in best.items()}
            value = worth(child)
            if value > most:
                best, most, improved = child, value, True
        step *= WIDEN if improved else NARROW
    return best


def offer_worth(gam: Gam, bursts: Known) -> float:
    """Return what offers gain on average, less what false ones cost; the frames are rated."""
    gains: list[float] = []
    false: list[float] = []
    for frames, worths in bursts:
        places = {frame.pts_ns: number for number, frame in enumerate(frames)}
        for number, frame in enumerate(frames):
            offers = choose(frames, frame.pts_ns, gam).alternatives
            if worths[number] >= worths.max() - GOOD_ENOUGH:
                false.append(float(bool(offers)))
            elif offers:
                gains.append(float(worths[places[offers[0].frame.pts_ns]] - worths[number]))
            else:
                gains.append(0.0)
    return float(np.mean(gains)) - FALSE_COST * max(float(np.mean(false)) - MOST_FALSE, 0.0)


def group_order(gam: Gam, groups: Known) -> float:
    """Return the share of pairs in the right order."""
    accuracies = []
    for frames, worths in groups:
        rated = rate_all(frames, gam, None)
        scores = np.array([one.log_odds for one in rated])
        accuracies.append(rank(worths, scores).pair_accuracy)
    return float(np.mean(accuracies))
