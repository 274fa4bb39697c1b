"""Whole clips: is the likeliest class the right one?

A clip's score of a class is the mean over its windows. Intervals are from resampled recordings, not
clips: two clips of one recording are not two observations. The peer is the plain recipe: the
largest of YAMNet's own scores that are the class.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from audio.tagging.ontology import CLASSES, INDEX
from models.yamnet import Yamnet
from tests.bench.report import BOOTSTRAP_ROUNDS, INTERVAL_PERCENT, Figure
from tests.bench.tagging_material import Clip, Material

TRAINED = (
    *("speech", "music", "piano", "organ", "guitar", "strings", "brass", "woodwind", "saxophone"),
    *("drums", "mallets", "dog", "rooster", "baby_cry", "sneeze", "clock_tick", "rain", "waves"),
    *("fire", "chainsaw", "helicopter"),
)
"""The classes of the first collection, over which the prototypes were measured."""

ESC10 = (
    *("dog", "rooster", "baby_cry", "sneeze", "clock_tick", "rain", "waves", "fire", "chainsaw"),
    "helicopter",
)
PEER = "YAMNet's own scores"
FEWEST_RECORDINGS = 5

BUDGETS = {
    "clip_top1": 0.75,
    "clip_top1_yamnet": 0.85,
    "esc10": 0.90,
    "esc10_yamnet": 0.96,
    "map": 0.75,
    "map_yamnet": 0.88,
}

Scores = NDArray[np.float32]
Statistic = Callable[[Scores, NDArray[np.int64]], float]


def clip_figures(material: Material) -> list[Figure]:
    """Return top-1 over the trained classes, over ESC-10's, the mean precision, thin classes."""
    clips = [clip for clip in material.clips if clip.key in TRAINED]
    figures = []
    for suffix, tagger in material.taggers.items():
        scores = np.stack([tagger.scores(clip.windows()).mean(axis=0) for clip in clips])
        figures += judged(clips, scores, suffix, None)
    if material.yamnet is not None and material.groups is not None:
        scores = np.stack(
            [plain_scores(material.yamnet, material.groups, clip.windows()) for clip in clips]
        )
        figures += judged(clips, scores, "_yamnet", PEER)
    return figures + thin(material.clips + material.more_clips)


def judged(clips: Sequence[Clip], scores: Scores, suffix: str, peer: str | None) -> list[Figure]:
    """Return the three figures of one tagger; `scores` are (clips, classes)."""
    trained = scores[:, [INDEX[key] for key in TRAINED]]
    truth = np.array([TRAINED.index(clip.key) for clip in clips])
    originals = [clip.original for clip in clips]
    esc = np.array([clip.source == "ESC-10" for clip in clips])
    esc_columns = [TRAINED.index(key) for key in ESC10]
    esc_truth = np.array([esc_columns.index(one) for one in truth[esc]])
    esc_originals = [name for name, is_esc in zip(originals, esc, strict=True) if is_esc]
    made = {
        "clip_top1": (trained, truth, originals, top1),
        "esc10": (trained[esc][:, esc_columns], esc_truth, esc_originals, top1),
        "map": (trained, truth, originals, mean_precision),
    }
    return [
        figure(name + suffix, *parts, peer=peer) for name, parts in made.items() if len(parts[1])
    ]


def figure(
    key: str,
    scores: Scores,
    truth: NDArray[np.int64],
    originals: Sequence[str],
    statistic: Statistic,
    peer: str | None,
) -> Figure:
    """Return a statistic of (clips, classes) scores, its interval from resampled recordings."""
    names, of_name = np.unique(originals, return_inverse=True)
    members = [np.flatnonzero(of_name == index) for index in range(len(names))]
    rng = np.random.default_rng(0)
    values = []
    for _ in range(BOOTSTRAP_ROUNDS // 10):
        some = np.concatenate(
            [members[index] for index in rng.integers(len(names), size=len(names))]
        )
        values.append(statistic(scores[some], truth[some]))
    low, high = np.percentile(values, INTERVAL_PERCENT)
    return Figure(
        key=key,
        value=statistic(scores, truth),
        unit="",
        n=len(truth),
        low=float(low),
        high=float(high),
        peer=peer,
        at_least=None if peer else BUDGETS.get(key),
    )


def top1(scores: Scores, truth: NDArray[np.int64]) -> float:
    """Return the share of clips whose likeliest class is theirs."""
    return float((scores.argmax(axis=1) == truth).mean())


def mean_precision(scores: Scores, truth: NDArray[np.int64]) -> float:
    """Return the mean of the average precisions of the classes that occur."""
    values = []
    for index in np.unique(truth):
        hits = truth[np.argsort(-scores[:, index], kind="stable")] == index
        precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
        values.append(precision[hits].mean())
    return float(np.mean(values))


def plain_scores(
    yamnet: Yamnet, groups: Sequence[NDArray[np.int64]], windows: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return (classes,): the mean over windows of YAMNet's largest score of each class."""
    scores, _ = yamnet.listen(windows)
    mean = scores.mean(axis=0)
    return np.array([mean[group].max() for group in groups], np.float32)


def thin(clips: Sequence[Clip]) -> list[Figure]:
    """Return, for each class with too few recordings to claim anything, how many there are."""
    figures = []
    for one in CLASSES[:-2]:
        originals = {clip.original for clip in clips if clip.key == one.key}
        if len(originals) < FEWEST_RECORDINGS:
            figures.append(
                Figure(key=f"too_few_recordings_{one.key}", value=len(originals), unit="", n=1)
            )
    return figures
