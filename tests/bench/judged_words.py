"""Whether confidences tell right words from wrong ones."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tests.bench.report import INTERVAL_PERCENT
from tests.bench.word_error import right_words

ROUNDS = 200  # of a statistic that compares all pairs; enough for its interval


def judge(said: str, words: Sequence[tuple[str, float]]) -> list[tuple[float, float]]:
    """Return (confidence, 1 if right else 0) of each word."""
    right = right_words(said, [word for word, _ in words])
    return [(sure, float(ok)) for (_, sure), ok in zip(words, right, strict=True)]


def auc(judged: NDArray[np.float64]) -> float:
    """Return the chance that a right word is surer than a wrong one; ties count half."""
    sure, right = judged[:, 0], judged[:, 1] == 1
    if right.all() or not right.any():
        return float("nan")
    above = sure[right][:, None] - sure[~right][None]
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def bootstrap_rows(judged: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the 95 % interval of the AUC over resampled words."""
    rows = np.array(judged)
    rng = np.random.default_rng(0)
    rounds = [auc(rows[rng.integers(0, len(rows), len(rows))]) for _ in range(ROUNDS)]
    low, high = np.nanpercentile(rounds, INTERVAL_PERCENT)
    return float(low), float(high)
