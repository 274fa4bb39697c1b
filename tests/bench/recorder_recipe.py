"""The plain recipe of Google's Recorder, to be compared with.

The likeliest class of each window, where it passes a threshold, smoothed by a median filter of
fixed or of adaptive size.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from audio.tagging.ontology import CLASSES, INDEX
from audio.tagging.silence import SILENT_DBFS
from tests.bench.timelines import BACKGROUND, BAR_S, SILENCE, Sounding

SURE = 0.2  # of .1, .2, .3 and .5 the one at which the recipe was best, on other timelines
FIXED_BARS = 21
ADAPTIVE_BARS = ((0.8, 3), (0.6, 7), (0.4, 13), (0.0, 21))  # more than this sure: so many bars
CONSECUTIVE_BARS = 19  # windows of 960 ms that do not overlap
SHORTEST_BARS = 4
KEYS = [one.key for one in CLASSES]


def raw_labels(
    probabilities: NDArray[np.float32], levels_dbfs: NDArray[np.float32]
) -> tuple[NDArray[np.int_], NDArray[np.float32]]:
    """Return the index of each bar's class, (n,), and how sure it is, (n,)."""
    labels = probabilities.argmax(axis=1)
    sure = probabilities.max(axis=1)
    labels = np.where(sure < SURE, INDEX[BACKGROUND], labels)
    return np.where(levels_dbfs < SILENT_DBFS, INDEX[SILENCE], labels), sure


def fixed_median(labels: NDArray[np.int_], bars: int = FIXED_BARS) -> NDArray[np.int_]:
    """Return the commonest label among `bars` around each."""
    padded = np.pad(labels, bars // 2, mode="edge")
    votes = np.eye(len(KEYS), dtype=np.int32)[padded].cumsum(axis=0)
    votes = np.concatenate((np.zeros((1, len(KEYS)), np.int32), votes))
    return np.asarray((votes[bars:] - votes[:-bars]).argmax(axis=1))


def adaptive_median(labels: NDArray[np.int_], sure: NDArray[np.float32]) -> NDArray[np.int_]:
    """Return the commonest label among the more bars the less sure the middle one is."""
    out = labels.copy()
    for least, bars in ADAPTIVE_BARS[::-1]:
        out[sure > least] = fixed_median(labels, bars)[sure > least]
    return out


def consecutive(labels: NDArray[np.int_]) -> NDArray[np.int_]:
    """Return for each bar the label of the window of 960 ms that it lies in."""
    middles = np.arange(len(labels)) // CONSECUTIVE_BARS * CONSECUTIVE_BARS + CONSECUTIVE_BARS // 2
    return labels[np.minimum(middles, len(labels) - 1)]


def runs(labels: Sequence[str]) -> list[Sounding]:
    """Return an event for each run of a label, but for the shortest."""
    edges = [0, *(i for i in range(1, len(labels)) if labels[i] != labels[i - 1]), len(labels)]
    return [
        Sounding(first * BAR_S, last * BAR_S, labels[first])
        for first, last in pairwise(edges)
        if last - first >= SHORTEST_BARS
    ]
