"""How right the timeline of sounds is, on timelines of recordings that no training has heard.

Measured in the same run, on the same scores: the plain recipe with medians of fixed and adaptive
size, and windows of 960 ms one after another.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from audio.block import INT16_SCALE, AudioBlock
from audio.tagging.engine import Tagger
from audio.tagging.sounds import Bar, SoundEvent
from audio.tagging.timeline import FILE_BATCH_WINDOWS, SoundTimeline
from audio.tagging.windows import Windows
from tests.bench.recorder_recipe import (
    KEYS,
    adaptive_median,
    consecutive,
    fixed_median,
    raw_labels,
    runs,
)
from tests.bench.report import Figure, bootstrap
from tests.bench.tagging_material import Material
from tests.bench.timeline_scores import (
    Counts,
    bar_accuracy,
    counted,
    event_f1,
    onset_ms,
    switch_ratio,
)
from tests.bench.timelines import SAMPLE_RATE_HZ, Sounding, Timeline, compose, read_clips

SEEDS = (411, 412, 413)  # fresh: no setting was chosen on them
TIMELINES, QUICK_TIMELINES = 8, 2  # of 24 s, of each seed
NS_PER_S = 1_000_000_000

Told = tuple[list[str], list[Sounding]]


class Remembering:
    """A tagger that hears each window once."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self._known: dict[bytes, NDArray[np.float32]] = {}
        self.name = tagger.name
        self.thresholds = tagger.thresholds

    def scores(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what `tagger` says, now or before."""
        keys = [window.tobytes() for window in windows]
        new = [index for index, key in enumerate(keys) if key not in self._known]
        if new:
            said = self._tagger.scores(windows[new])
            self._known.update(zip((keys[index] for index in new), said, strict=True))
        return np.stack([self._known[key] for key in keys])


def timeline_figures(material: Material) -> list[Figure]:
    """Return the figures of each tagger, and of the plain recipe."""
    clips = [clip for name in ("eval", "eval2") for clip in read_clips(material.folder / name)]
    count = QUICK_TIMELINES if material.quick else TIMELINES
    timelines = [timeline for seed in SEEDS for timeline in compose(clips, count, seed)]
    figures: list[Figure] = []
    for suffix, tagger in material.taggers.items():
        figures += of_tagger(suffix, Remembering(tagger), timelines)
    return figures


def of_tagger(suffix: str, tagger: Tagger, timelines: Sequence[Timeline]) -> list[Figure]:
    """Return the figures of one tagger."""
    ours: list[Counts] = []
    recipes: dict[str, list[Counts]] = {"adaptive": [], "fixed": [], "consecutive": []}
    for timeline in timelines:
        ours.append(counted(timeline, *told(tagger, timeline.samples)))
        for name, (labels, events) in recipe_told(tagger, timeline.samples).items():
            recipes[name].append(counted(timeline, labels, events))
    main = [
        figure(f"bar_acc{suffix}", ours, bar_accuracy, at_least=0.75),
        figure(f"event_f1{suffix}", ours, event_f1, at_least=0.35),
        figure(f"onset_ms{suffix}", ours, onset_ms, unit="ms", at_most=60.0),
        figure(f"switch_ratio{suffix}", ours, switch_ratio, at_most=1.5),
    ]
    for name, counts in recipes.items():
        peer = f"plain recipe, {name}"
        main.append(figure(f"bar_acc{suffix}_{name}", counts, bar_accuracy, peer=peer))
        main.append(figure(f"event_f1{suffix}_{name}", counts, event_f1, peer=peer))
        main.append(figure(f"switch_ratio{suffix}_{name}", counts, switch_ratio, peer=peer))
    return main


def told(tagger: Tagger, samples: NDArray[np.float32]) -> Told:
    """Return the labels of all bars and the events that the product tells."""
    timeline = SoundTimeline(tagger, FILE_BATCH_WINDOWS)
    pcm = np.rint(samples * INT16_SCALE).clip(-INT16_SCALE, INT16_SCALE - 1).astype(np.int16)
    out = [*timeline.push(AudioBlock(0, pcm[:, None], SAMPLE_RATE_HZ)), *timeline.flush()]
    labels = [item.sound for item in out if isinstance(item, Bar) and item.final]
    events = [
        Sounding(item.start_ns / NS_PER_S, item.end_ns / NS_PER_S, item.sound)
        for item in out
        if isinstance(item, SoundEvent) and item.ended
    ]
    return labels, events


def recipe_told(tagger: Tagger, samples: NDArray[np.float32]) -> dict[str, Told]:
    """Return what the plain recipe tells, by the way it smooths."""
    windows = Windows()
    parts = [windows.push(samples), windows.flush()]
    heard, levels_dbfs = (np.concatenate([part[i] for part in parts]) for i in range(2))
    probabilities = np.concatenate(
        [tagger.scores(some) for some in np.array_split(heard, len(heard) // 16 + 1)]
    )
    labels, sure = raw_labels(probabilities, levels_dbfs)
    smoothed = {
        "adaptive": adaptive_median(labels, sure),
        "fixed": fixed_median(labels),
        "consecutive": consecutive(labels),
    }
    named = {name: [KEYS[label] for label in some] for name, some in smoothed.items()}
    return {name: (some, runs(some)) for name, some in named.items()}


def figure(
    key: str,
    counts: Sequence[Counts],
    statistic: Callable[[Sequence[Counts]], float],
    *,
    unit: str = "",
    peer: str | None = None,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Figure:
    """Return a figure with its interval over resampled timelines."""
    low, high = bootstrap(
        range(len(counts)), lambda drawn: statistic([counts[int(number)] for number in drawn])
    )
    return Figure(
        key=key,
        value=statistic(counts),
        unit=unit,
        n=len(counts),
        low=low,
        high=high,
        peer=peer,
        at_least=at_least,
        at_most=at_most,
    )
