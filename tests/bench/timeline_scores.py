"""How right a timeline of sounds is: its bars, its events, their onsets, and how often it changes.

All instruments, music and singing count as one sound, as in the recipe this is compared with. An
event is found when one of its sound begins within 200 ms of it and ends within 200 ms, or half its
length, of its end (as in the DCASE challenges). What is told of the background's own class is
counted neither way as an event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tests.bench.timelines import BACKGROUND, MUSIC_FAMILY, SILENCE, Sounding, Timeline

ONSET_S = 0.2
OFFSET_SHARE = 0.5
SLACK_S = 1e-9


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted on one timeline; `onset_errors_s` are those of the events found."""

    right_bars: int
    bars: int
    found: int
    missed: int
    invented: int
    switches: int
    true_switches: int
    onset_errors_s: tuple[float, ...]


def counted(timeline: Timeline, labels: Sequence[str], events: Sequence[Sounding]) -> Counts:
    """Compare what was told of a timeline with what is true.

    Args:
        timeline: with its truth.
        labels: one for each bar.
        events: those told, in any order.
    """
    truth = [frozenset(map(collapsed, right)) for right in timeline.bars()]
    told = [collapsed(label) for label in labels]
    assert len(told) == len(truth)
    single = [min(right) for right in truth]
    real = unions(timeline.events, {BACKGROUND})
    claimed = unions(events, {BACKGROUND, SILENCE, collapsed(timeline.background)})
    errors_s = matched(real, claimed)
    return Counts(
        right_bars=sum(label in right for label, right in zip(told, truth, strict=True)),
        bars=len(told),
        found=len(errors_s),
        missed=len(real) - len(errors_s),
        invented=len(claimed) - len(errors_s),
        switches=switches(told),
        true_switches=switches(single),
        onset_errors_s=tuple(errors_s),
    )


def collapsed(key: str) -> str:
    """Return `music` for all of its family, and for singing."""
    return "music" if key in MUSIC_FAMILY else key


def unions(soundings: Sequence[Sounding], without: set[str]) -> list[Sounding]:
    """Return the stretches in which each collapsed class sounds, by their onsets."""
    latest: dict[str, Sounding] = {}
    joined: list[Sounding] = []
    for one in sorted(soundings, key=lambda sounding: sounding.start_s):
        key = collapsed(one.key)
        if key in without:
            continue
        before = latest.get(key)
        if before is None or one.start_s > before.end_s + SLACK_S:
            whole = Sounding(one.start_s, one.end_s, key)
        else:
            joined.remove(before)
            whole = Sounding(before.start_s, max(before.end_s, one.end_s), key)
        latest[key] = whole
        joined.append(whole)
    return sorted(joined, key=lambda sounding: sounding.start_s)


def matched(real: Sequence[Sounding], claimed: Sequence[Sounding]) -> list[float]:
    """Return the onset error of each real event that one claimed event matches."""
    free = list(claimed)
    errors_s = []
    for event in real:
        leeway_s = max(ONSET_S, OFFSET_SHARE * (event.end_s - event.start_s))
        for claim in free:
            near = abs(claim.start_s - event.start_s) <= ONSET_S
            if claim.key == event.key and near and abs(claim.end_s - event.end_s) <= leeway_s:
                errors_s.append(claim.start_s - event.start_s)
                free.remove(claim)
                break
    return errors_s


def switches(labels: Sequence[str]) -> int:
    """Return how often the label changes."""
    return sum(one != other for one, other in pairwise(labels))


def bar_accuracy(counts: Sequence[Counts]) -> float:
    """Return the share of bars with a right label."""
    return sum(one.right_bars for one in counts) / sum(one.bars for one in counts)


def event_f1(counts: Sequence[Counts]) -> float:
    """Return the harmonic mean of precision and recall of events."""
    found = sum(one.found for one in counts)
    wrong = sum(one.missed + one.invented for one in counts)
    return 2 * found / max(2 * found + wrong, 1)


def onset_ms(counts: Sequence[Counts]) -> float:
    """Return the median distance of the onsets of events found; 200 when none was."""
    errors_s = [abs(error_s) for one in counts for error_s in one.onset_errors_s]
    return float(np.median(errors_s)) * 1000 if errors_s else ONSET_S * 1000


def switch_ratio(counts: Sequence[Counts]) -> float:
    """Return how many times as often the labels change as the truth does."""
    return sum(one.switches for one in counts) / max(1, sum(one.true_switches for one in counts))
