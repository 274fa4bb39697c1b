"""Fresh timelines: real sounds laid over a quiet background, with their times known exactly.

Each timeline is 24 s of events one after another (in every fourth one half of them overlap) over
rain, waves, fire, a helicopter or next to nothing. An event is a stretch of a clip without a
pause of more than half a second, so a dog that barks three times a second apart is three events and
silence, or the background, between them. Sounds that Earshot has no class for come in too: a bar of
them is right when it is called background. A class comes the oftener the more recordings there are
of it (by the square root of their number), so that no figure hangs on one recording.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from audio.tagging.ontology import CLASSES
from models.training.tagger.labels import class_of

SAMPLE_RATE_HZ = 16_000
LENGTH_S = 24.0
BAR_S = 0.05
SILENCE, BACKGROUND = "silence", "background"

FRAME_SAMPLES = 320  # 20 ms, over which a clip's loudness is taken
AUDIBLE_DB = 30.0  # below a clip's loudest frame: what is quieter is a pause
PAUSE_S = 0.5
SHORTEST_S = 0.3
CLIP_S = (2.0, 4.5)
BETWEEN_S = (0.6, 1.8)
OVERLAP_S = (0.5, 2.0)
OVERLAPPING_EVERY = 4
OVERLAP_CHANCE = 0.5
EVENT_DBFS = (-26.0, -14.0)
BACKGROUND_DBFS = (-50.0, -40.0)
FLOOR_DBFS = -65.0  # the hiss of a microphone where there is no background
FADE_S = 0.01
STRANGE_SHARE = 0.1  # of the events: sounds without a class

# Sounds without a class that come and go; the others without one are backgrounds themselves.
STRANGE_LABELS = (
    "door", "gunshot", "bell", "glass", "pig", "cow", "horse", "frog", "snake", "zipper", "printer",
    "power_tool", "whale",
)  # fmt: skip
BACKGROUND_KEYS = ("rain", "waves", "fire", "helicopter")  # each of several recordings
MUSIC_FAMILY = {"singing", *(one.key for one in CLASSES if one.family == "music")}


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording of one sound: where it lies and what it is."""

    path: Path
    key: str
    original: str


@dataclass(frozen=True, slots=True)
class Sounding:
    """A stretch of a timeline in which a class sounds."""

    start_s: float
    end_s: float
    key: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Sound with its truth.

    Attributes:
        name: seed and number.
        samples: (n,) float32 at 16 kHz.
        events: the foreground, by time of onset.
        background: the class under it all, or silence.
    """

    name: str
    samples: NDArray[np.float32]
    events: tuple[Sounding, ...]
    background: str

    def bars(self) -> list[frozenset[str]]:
        """Return for each 50 ms the classes that may rightly be called the dominant one."""
        bars: list[frozenset[str]] = []
        for middle_s in (
            np.arange(round(len(self.samples) / SAMPLE_RATE_HZ / BAR_S)) + 0.5
        ) * BAR_S:
            heard = {e.key for e in self.events if e.start_s <= middle_s < e.end_s}
            bars.append(frozenset(heard or {self.background}))
        return bars


def read_clips(folder: Path) -> list[Clip]:
    """Return the clips of a corpus folder that have a class here, or are known to have none."""
    with (folder / "labels.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    clips = []
    for row in rows:
        key = class_of(row["label"])
        if key is not None and (key != BACKGROUND or row["label"] in STRANGE_LABELS):
            clips.append(Clip(folder / row["file"], key, row["original"]))
    return clips


def compose(clips: Sequence[Clip], count: int, seed: int) -> list[Timeline]:
    """Return `count` timelines; the same seed makes the same ones."""
    by_key: dict[str, list[Clip]] = {}
    for clip in clips:
        by_key.setdefault(clip.key, []).append(clip)
    return [
        compose_one(by_key, np.random.default_rng((seed, number)), number, f"{seed}-{number}")
        for number in range(count)
    ]


def compose_one(
    by_key: Mapping[str, Sequence[Clip]], rng: np.random.Generator, number: int, name: str
) -> Timeline:
    """Lay events over a background."""
    choices = [*(key for key in BACKGROUND_KEYS if key in by_key), SILENCE]
    background = choices[number % len(choices)]
    samples = ground(by_key, background, rng)
    foreground = [key for key in by_key if key not in (*BACKGROUND_KEYS, BACKGROUND)]
    weights = np.sqrt([len({clip.original for clip in by_key[key]}) for key in foreground])
    overlapping = number % OVERLAPPING_EVERY == OVERLAPPING_EVERY - 1
    events: list[Sounding] = []
    place_s = rng.uniform(1.0, 2.0)
    while place_s < LENGTH_S - CLIP_S[1]:
        strange = BACKGROUND in by_key and rng.random() < STRANGE_SHARE
        key = BACKGROUND if strange else str(rng.choice(foreground, p=weights / weights.sum()))
        some = by_key[key]
        clip, soundings = cut(load(some[int(rng.integers(len(some)))].path), rng)
        if len(clip) < SHORTEST_S * SAMPLE_RATE_HZ:
            continue
        first = round(place_s * SAMPLE_RATE_HZ)
        clip = levelled(faded(clip), rng.uniform(*EVENT_DBFS))
        samples[first : first + len(clip)] += clip
        events += [Sounding(place_s + start, place_s + end, key) for start, end in soundings]
        end_s = place_s + len(clip) / SAMPLE_RATE_HZ
        overlaps = overlapping and rng.random() < OVERLAP_CHANCE
        step_s = -rng.uniform(*OVERLAP_S) if overlaps else rng.uniform(*BETWEEN_S)
        place_s = max(end_s + step_s, place_s + SHORTEST_S)
    samples *= min(1.0, 0.98 / float(np.abs(samples).max()))
    events.sort(key=lambda event: event.start_s)
    return Timeline(name, samples, tuple(events), background)


def ground(
    by_key: Mapping[str, Sequence[Clip]], background: str, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Return (n,) of background, one clip over and over, or of faint hiss."""
    length = round(LENGTH_S * SAMPLE_RATE_HZ)
    if background == SILENCE:
        return levelled(rng.standard_normal(length).astype(np.float32), FLOOR_DBFS)
    some = by_key[background]
    clip = load(some[int(rng.integers(len(some)))].path)
    runs = audible(clip, 40.0)
    clip = clip[runs[0][0] : runs[-1][1]]
    return levelled(np.tile(clip, length // len(clip) + 1)[:length], rng.uniform(*BACKGROUND_DBFS))


def cut(
    clip: NDArray[np.float32], rng: np.random.Generator
) -> tuple[NDArray[np.float32], list[tuple[float, float]]]:
    """Return the sounding part of a clip, at most some seconds, and when in it there is sound."""
    runs = audible(clip, AUDIBLE_DB)
    first = runs[0][0]
    last = min(runs[-1][1], first + round(rng.uniform(*CLIP_S) * SAMPLE_RATE_HZ))
    inside = [
        ((start - first) / SAMPLE_RATE_HZ, (min(end, last) - first) / SAMPLE_RATE_HZ)
        for start, end in runs
        if start < last
    ]
    last = first + round(inside[-1][1] * SAMPLE_RATE_HZ)
    return clip[first:last], inside


def audible(clip: NDArray[np.float32], below_db: float) -> list[tuple[int, int]]:
    """Return where a clip is loud enough, as sample ranges with real pauses between them."""
    count = len(clip) // FRAME_SAMPLES
    power = np.square(clip[: count * FRAME_SAMPLES].reshape(count, FRAME_SAMPLES)).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 10 ** (-below_db / 10))
    gaps = np.flatnonzero(np.diff(loud) * FRAME_SAMPLES > PAUSE_S * SAMPLE_RATE_HZ)
    starts = loud[np.concatenate(([0], gaps + 1))]
    ends = loud[np.concatenate((gaps, [len(loud) - 1]))]
    return [
        (int(start) * FRAME_SAMPLES, (int(end) + 1) * FRAME_SAMPLES)
        for start, end in zip(starts, ends, strict=True)
    ]


def faded(clip: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the clip without clicks at its ends."""
    ramp = np.linspace(0, 1, round(FADE_S * SAMPLE_RATE_HZ), dtype=np.float32)
    clip = clip.copy()
    clip[: len(ramp)] *= ramp
    clip[-len(ramp) :] *= ramp[::-1]
    return clip


def levelled(samples: NDArray[np.float32], dbfs: float) -> NDArray[np.float32]:
    """Return the samples at this mean power."""
    rms = float(np.sqrt(np.mean(np.square(samples), dtype=np.float64)))
    return (samples * (10 ** (dbfs / 20) / (rms + 1e-9))).astype(np.float32)


@cache
def load(path: Path) -> NDArray[np.float32]:
    """Read a mono clip at 16 kHz."""
    samples, rate_hz = soundfile.read(path, dtype="float32")
    assert rate_hz == SAMPLE_RATE_HZ
    assert samples.ndim == 1
    clip: NDArray[np.float32] = samples
    return clip
