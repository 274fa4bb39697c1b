"""The scores of timelines say what is right, missed and invented."""

import numpy as np
import pytest

from tests.bench.recorder_recipe import KEYS, adaptive_median, consecutive, fixed_median, runs
from tests.bench.timeline_scores import (
    bar_accuracy,
    counted,
    event_f1,
    onset_ms,
    switch_ratio,
    unions,
)
from tests.bench.timelines import BAR_S, Sounding, Timeline, audible, cut

RATE_HZ = 16_000
EVENTS = (Sounding(1.0, 3.0, "dog"), Sounding(4.0, 5.0, "piano"), Sounding(4.5, 6.0, "guitar"))
TIMELINE = Timeline("t", np.zeros(8 * RATE_HZ, np.float32), EVENTS, "rain")
TRUE = [
    "dog" if 1 <= t < 3 else "piano" if 4 <= t < 6 else "rain"
    for t in (np.arange(160) + 0.5) * BAR_S
]


def test_the_truth_is_right() -> None:
    counts = [counted(TIMELINE, TRUE, [*EVENTS, Sounding(0, 8, "rain")])]
    assert bar_accuracy(counts) == event_f1(counts) == switch_ratio(counts) == 1
    assert onset_ms(counts) == 0


def test_a_late_event_is_found_and_a_wrong_one_invented() -> None:
    told = [Sounding(1.1, 2.2, "dog"), Sounding(4.3, 6.0, "music"), Sounding(7.0, 7.5, "cat")]
    counts = [counted(TIMELINE, ["rain"] * 160, told)]
    assert (counts[0].found, counts[0].missed, counts[0].invented) == (1, 1, 2)
    assert onset_ms(counts) == pytest.approx(100)
    assert bar_accuracy(counts) == 0.5
    assert switch_ratio(counts) == 0


def test_sounds_of_one_family_that_overlap_are_one_event() -> None:
    assert unions(EVENTS, set()) == [Sounding(1.0, 3.0, "dog"), Sounding(4.0, 6.0, "music")]


def test_an_event_has_no_long_pause() -> None:
    rng = np.random.default_rng(0)
    bark = rng.standard_normal(RATE_HZ // 4).astype(np.float32)
    pause = np.zeros(RATE_HZ, np.float32)
    clip = np.concatenate((pause, bark, pause, bark, pause[:4000], bark))
    assert len(audible(clip, 30.0)) == 2
    _, inside = cut(clip, rng)
    starts, ends = zip(*inside, strict=True)
    assert starts == pytest.approx([0, 1.25], abs=0.021)
    assert ends[0] == pytest.approx(0.25, abs=0.021)


def test_medians_smooth() -> None:
    labels = np.array([1] * 10 + [2] * 3 + [1] * 10 + [3] * 30)
    assert set(fixed_median(labels)[:20]) == {1}
    sure = np.full(len(labels), 0.9, np.float32)
    assert adaptive_median(labels, sure)[11] == 2
    sure[:] = 0.1
    assert adaptive_median(labels, sure)[11] == 1
    assert consecutive(labels)[:19].tolist() == [1] * 19
    found = runs([KEYS[label] for label in labels])
    assert [event.key for event in found] == [KEYS[1], KEYS[1], KEYS[3]]
