"""Mixes with a known timeline: sounds one after the other over a background, as days go by.

Truth is kept for every frame of 10 ms and every class: 1 heard, 0 not heard, and UNKNOWN where
nobody should say (a sound faint under another, a pause within a sound).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.log_mel import HOP_SAMPLES, SAMPLE_RATE_HZ
from models.sound_classes import SoundClass
from models.training.tagger.made_sounds import MADE
from models.training.tagger.recordings import Recording
from models.training.tagger.spoiling import Sound, spoiled

MIX_S = 12.0
MIX_SAMPLES = int(MIX_S * SAMPLE_RATE_HZ)
MIX_FRAMES = MIX_SAMPLES // HOP_SAMPLES
UNKNOWN = 2

EVENT_DB = (-36.0, -10.0)  # RMS under full scale
BACKGROUND_DB = (-60.0, -28.0)
FLOOR_DB = (-95.0, -52.0)
EVENT_S = (0.4, 4.5)
GAP_S = (0.1, 1.8)
SILENCE_DB = -60.0
FAINT_DB, GONE_DB = -57.0, -66.0  # heard from the first on, not heard to the second
NOTHING_DB = -120.0
AUDIBLE_DB = -9.0  # under the loudest: heard
MASKED_DB = -24.0  # under the loudest: not heard
ACTIVE_DB = -35.0  # under its own peak: sounding
BRIDGED_FRAMES = 40  # a pause that belongs to the sound, as between two barks
BACKGROUNDS = frozenset(
    ("rain", "waves", "water", "wind", "fire", "thunder", "engine", "helicopter", "background")
)
ALONE_SHARE = 0.2  # whole clips with nothing else, as people try a tagger
MADE_ORIGINALS = 12  # what being made by rule is worth
MADE_SHARE = 0.4  # of the sounds of a class that can be made
BACKGROUND_SHARE = 0.6
OVERLAP_SHARE = 0.15
FADE_SAMPLES = 160


@dataclass(frozen=True, slots=True)
class Mix:
    """One mix: (MIX_SAMPLES,) float32 and its (MIX_FRAMES, classes) uint8 truth."""

    samples: Sound
    truth: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Track:
    """One sound as it lies in the mix: its class, power (frames,), and where it sounds (frames,).

    `sounding` is 1, 0, or UNKNOWN in its pauses.
    """

    index: int
    power: NDArray[np.float32]
    sounding: NDArray[np.uint8]


class Mixer:
    """Makes mixes of some recordings, all classes about equally often."""

    def __init__(
        self,
        recordings: Sequence[Recording],
        classes: Sequence[SoundClass],
        make_sound: Callable[[str, np.random.Generator], Sound] | None = None,
    ) -> None:
        """Mix `recordings`, and sounds of some classes that `make_sound` makes by their keys."""
        self._classes = {one.key: index for index, one in enumerate(classes)}
        self._instruments = {one.key for one in classes if one.family == "music"}
        self._of_class: dict[str, dict[str, list[Recording]]] = defaultdict(dict)
        for one in recordings:
            self._of_class[one.key].setdefault(one.original, []).append(one)
        self._make_sound = make_sound
        self._events = sorted(set(self._of_class) | (set(MADE) if make_sound else set()))
        weights = np.array([self._weight(key) for key in self._events])
        self._chances = weights / weights.sum()
        self._backgrounds = sorted(BACKGROUNDS & set(self._of_class))

    def mix(self, rng: np.random.Generator) -> Mix:
        """Return the next mix."""
        samples = noise_floor(rng)
        tracks: list[Track] = []
        if rng.random() < ALONE_SHARE:
            self._put_alone(samples, tracks, rng)
        else:
            if rng.random() < BACKGROUND_SHARE:
                self._put_background(samples, tracks, rng)
            self._put_events(samples, tracks, rng)
        peak = float(np.abs(samples).max())
        if peak > 1.0:
            samples /= np.float32(peak)
        return Mix(samples, truth_of(samples, tracks, len(self._classes)))

    def _weight(self, key: str) -> float:
        originals = len(self._of_class.get(key, ()))
        originals += MADE_ORIGINALS if self._make_sound and key in MADE else 0
        return float(min(3.0, 0.6 + originals**0.5 / 4)) * (1.8 if key == "speech" else 1.0)

    def _recording(self, key: str, rng: np.random.Generator) -> Sound:
        originals = list(self._of_class.get(key, {}).values())
        if self._make_sound and key in MADE and (not originals or rng.random() < MADE_SHARE):
            return self._make_sound(key, rng)
        clips = originals[rng.integers(len(originals))]
        return clips[rng.integers(len(clips))].samples.astype(np.float32) / np.float32(32768)

    def _put_alone(self, samples: Sound, tracks: list[Track], rng: np.random.Generator) -> None:
        at = int(rng.uniform(0, 0.5) * SAMPLE_RATE_HZ)
        while at < MIX_SAMPLES:
            key = self._events[rng.choice(len(self._events), p=self._chances)]
            sound = self._recording(key, rng)
            if rng.random() < 0.5:
                sound = spoiled(sound, key in self._instruments, rng)
            sound = levelled(sound, rng.uniform(-30, -12))
            tracks.append(self._put(samples, key, sound[: MIX_SAMPLES - at], at))
            at += len(sound) + int(rng.uniform(0.3, 1) * SAMPLE_RATE_HZ)

    def _put_background(
        self, samples: Sound, tracks: list[Track], rng: np.random.Generator
    ) -> None:
        key = self._backgrounds[rng.integers(len(self._backgrounds))]
        sound = spoiled(self._recording(key, rng), key in self._instruments, rng)
        sound = sound[sounding_span(sound)]
        whole = np.tile(sound, -(-MIX_SAMPLES // len(sound)))[:MIX_SAMPLES]
        tracks.append(self._put(samples, key, levelled(whole, rng.uniform(*BACKGROUND_DB)), 0))

    def _put_events(self, samples: Sound, tracks: list[Track], rng: np.random.Generator) -> None:
        at_s = rng.uniform(0, 2)
        loudness_db = rng.uniform(*EVENT_DB)
        while at_s < MIX_S - 0.4:
            key = self._events[rng.choice(len(self._events), p=self._chances)]
            sound = spoiled(self._recording(key, rng), key in self._instruments, rng)
            sound = piece(sound[sounding_span(sound)], rng.uniform(*EVENT_S), rng)
            sound = levelled(faded(sound), min(-8.0, loudness_db + rng.normal(0, 3)))
            at = int(at_s * SAMPLE_RATE_HZ)
            tracks.append(self._put(samples, key, sound[: MIX_SAMPLES - at], at))
            length_s = len(sound) / SAMPLE_RATE_HZ
            overlaps = rng.random() < OVERLAP_SHARE
            at_s += length_s * rng.uniform(0.3, 0.8) if overlaps else length_s + rng.uniform(*GAP_S)

    def _put(self, samples: Sound, key: str, sound: Sound, at: int) -> Track:
        """Add `sound` to the mix from sample `at` on; return its track."""
        samples[at : at + len(sound)] += sound
        whole = np.zeros(MIX_SAMPLES, np.float32)
        whole[at : at + len(sound)] = sound
        power = frame_power(whole)
        return Track(self._classes[key], power, sounding_frames(power))


def noise_floor(rng: np.random.Generator) -> Sound:
    """Return the noise of a microphone, white to brown; sometimes digital silence."""
    if rng.random() < 0.15:
        return np.zeros(MIX_SAMPLES, np.float32)
    spectrum = np.fft.rfft(rng.standard_normal(MIX_SAMPLES))
    spectrum /= np.maximum(1, np.arange(len(spectrum))) ** rng.uniform(0, 1)
    return levelled(np.fft.irfft(spectrum, MIX_SAMPLES).astype(np.float32), rng.uniform(*FLOOR_DB))


def levelled(sound: Sound, level_db: float) -> Sound:
    """Return `sound` with an RMS of `level_db` under full scale."""
    rms = float(np.sqrt(np.mean(np.square(sound)))) + 1e-9
    return sound * np.float32(10 ** (level_db / 20) / rms)


def faded(sound: Sound) -> Sound:
    """Return `sound` with 10 ms of fade at both ends."""
    sound = sound.copy()
    ramp = np.linspace(0, 1, FADE_SAMPLES, dtype=np.float32)[: len(sound)]
    sound[: len(ramp)] *= ramp
    sound[-len(ramp) :] *= ramp[::-1]
    return sound


def piece(sound: Sound, length_s: float, rng: np.random.Generator) -> Sound:
    """Return up to `length_s` of `sound`, half of the time its beginning."""
    length = min(len(sound), int(length_s * SAMPLE_RATE_HZ))
    start = 0 if rng.random() < 0.5 else int(rng.integers(len(sound) - length + 1))
    return sound[start : start + length]


def sounding_span(sound: Sound) -> slice:
    """Return the samples from the first to the last that are not nearly silent."""
    power = frame_power(sound)
    loud = np.flatnonzero(power > power.max() * 10 ** (ACTIVE_DB / 10))
    return slice(loud[0] * HOP_SAMPLES, (loud[-1] + 1) * HOP_SAMPLES)


def frame_power(sound: Sound) -> NDArray[np.float32]:
    """Return the mean power of each whole 10 ms, at least one."""
    frames = max(1, len(sound) // HOP_SAMPLES)
    power: NDArray[np.float32] = np.square(
        np.resize(sound, frames * HOP_SAMPLES).reshape(frames, -1)
    ).mean(axis=1)
    return power


def sounding_frames(power: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return where a sound is heard: 1, 0 before and after, UNKNOWN in long pauses."""
    sounding = np.zeros(len(power), np.uint8)
    loud = np.flatnonzero(power > power.max() * 10 ** (ACTIVE_DB / 10))
    if not len(loud) or power.max() <= 0:
        return sounding
    sounding[loud] = 1
    for before, after in pairwise(loud):
        if after - before > 1:
            sounding[before + 1 : after] = 1 if after - before <= BRIDGED_FRAMES else UNKNOWN
    return sounding


def truth_of(samples: Sound, tracks: Sequence[Track], classes: int) -> NDArray[np.uint8]:
    """Return the (frames, classes) truth of a mix.

    Background and silence are the last two classes: background where none of the others is heard
    but something is, silence where the whole is under SILENCE_DB.
    """
    truth = np.zeros((MIX_FRAMES, classes), np.uint8)
    background, silence = classes - 2, classes - 1
    loudness = [loudness_db(track) for track in tracks]
    loudest = np.max([np.full(MIX_FRAMES, NOTHING_DB), *loudness], axis=0)
    for track, own_db in zip(tracks, loudness, strict=True):
        heard = np.full(MIX_FRAMES, UNKNOWN, np.uint8)
        heard[(own_db >= loudest + AUDIBLE_DB) & (own_db >= FAINT_DB)] = 1
        heard[track.sounding == UNKNOWN] = UNKNOWN
        heard[(own_db <= loudest + MASKED_DB) | (own_db <= GONE_DB)] = 0
        truth[:, track.index] = merged(truth[:, track.index], heard)
    level = np.convolve(frame_power(samples), np.full(10, 0.1), "same")
    is_quiet = level < 10 ** (SILENCE_DB / 10)
    known = np.delete(truth, (background, silence), axis=1)
    nothing, unsure = ~(known == 1).any(axis=1), (known == UNKNOWN).any(axis=1)
    truth[nothing & is_quiet, silence] = 1
    truth[nothing & ~is_quiet, background] = 1
    truth[nothing & unsure, background] = truth[nothing & unsure, silence] = UNKNOWN
    truth[truth[:, background] == 1, silence] = 0
    return truth


def loudness_db(track: Track) -> NDArray[np.float64]:
    """Return (frames,) the level of a sound, its loudest of 400 ms, while it lasts."""
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(track.power, BRIDGED_FRAMES // 2), BRIDGED_FRAMES + 1
    )
    level: NDArray[np.float64] = 10 * np.log10(windows.max(axis=1) + 1e-12)
    return np.where(track.sounding == 0, NOTHING_DB, level)


def merged(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the truth of two sounds of one class: heard wins over unknown, that over not."""
    heard = (one == 1) | (other == 1)
    return np.where(heard, 1, np.maximum(one, other)).astype(np.uint8)
