"""Tunes, and the tones they are played with: partials that die away or are held."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.log_mel import SAMPLE_RATE_HZ

SECONDS = 5.0
HIGHEST_HZ = 7600.0
MOST_PARTIALS = 40
SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 4, 7, 9), (0, 3, 5, 7, 10))

Sound = NDArray[np.floating]
SAMPLES = int(SECONDS * SAMPLE_RATE_HZ)


@dataclass(frozen=True, slots=True)
class Note:
    """When it begins, how long it is held, its pitch and its loudness of 0 to 1."""

    at_s: float
    held_s: float
    pitch_hz: float
    loudness: float


@dataclass(frozen=True, slots=True)
class Range:
    """The lowest and the highest note as MIDI numbers, and the beats of a minute."""

    low: int
    high: int
    tempo: tuple[float, float] = (60, 150)


Play = Callable[[Note], Sound]


def tune(rng: np.random.Generator, reach: Range, chords: float = 0.0) -> list[Note]:
    """Return a walk over a scale; `chords` is the share of its steps with three notes at once."""
    scale = SCALES[rng.integers(len(SCALES))]
    root, beat_s = int(rng.integers(12)), 60 / rng.uniform(*reach.tempo)
    steps = [pitch for pitch in range(reach.low, reach.high + 1) if (pitch - root) % 12 in scale]
    place, at_s = int(rng.integers(len(steps))), float(rng.uniform(0, 0.2))
    legato, notes = rng.uniform(0.6, 1.05), list[Note]()
    while at_s < SECONDS - 0.1:
        length_s = beat_s * rng.choice([0.25, 0.5, 0.5, 1.0, 1.0, 2.0])
        together = (0, 2, 4) if rng.random() < chords else (0,)
        for up in together:
            if place + up < len(steps):
                pitch_hz = 440 * 2 ** ((steps[place + up] - 69) / 12)
                loudness = rng.uniform(0.4, 1) / len(together) ** 0.5
                notes.append(Note(at_s, legato * length_s, pitch_hz, loudness))
        at_s += length_s
        place = int(np.clip(place + rng.integers(-3, 4), 0, len(steps) - 1))
    return notes


def played(notes: Sequence[Note], play: Play) -> Sound:
    """Return SECONDS of `notes`."""
    sound = np.zeros(SAMPLES)
    for note in notes:
        start = int(note.at_s * SAMPLE_RATE_HZ)
        tone = note.loudness * play(note)[: SAMPLES - start]
        sound[start : start + len(tone)] += tone
    return sound


def seconds(length_s: float) -> Sound:
    """Return the times of the samples of so long a sound, at least a tenth of a second."""
    return np.arange(max(SAMPLE_RATE_HZ // 10, int(length_s * SAMPLE_RATE_HZ))) / SAMPLE_RATE_HZ


def tone_of(
    places_hz: Sequence[float], gains: Sequence[float], width: float
) -> Callable[[Sound], Sound]:
    """Return a response with humps `width` octaves wide at some pitches: a body, or a formant."""

    def response(hz: Sound) -> Sound:
        octaves = np.log2(np.maximum(hz, 1)[:, None] / np.asarray(places_hz))
        return np.asarray(
            0.15 + (np.asarray(gains) * np.exp(-((octaves / width) ** 2))).sum(axis=1)
        )

    return response


def body(rng: np.random.Generator, low_hz: float, high_hz: float) -> Callable[[Sound], Sound]:
    """Return the response of a wooden body: some resonances between two pitches."""
    places = np.exp(rng.uniform(np.log(low_hz), np.log(high_hz), 8))
    return tone_of(list(places), list(rng.uniform(0.3, 1.2, 8)), rng.uniform(0.15, 0.4))


def dying(note: Note, partials: Sound, levels: Sound, decays_s: Sound) -> Sound:
    """Return partials, as multiples of the pitch, that die away by 8.7 dB in `decays_s`."""
    hz = note.pitch_hz * partials
    heard = hz < HIGHEST_HZ
    time_s = seconds(min(4.0, 5 * float(decays_s.max())))
    turns = np.exp(2j * np.pi * hz[heard] / SAMPLE_RATE_HZ - 1 / (decays_s[heard] * SAMPLE_RATE_HZ))
    tone = np.zeros(len(time_s))
    for turn, level in zip(turns, levels[heard], strict=True):
        tone += level * powers(turn, len(time_s)).imag
    return tone


def powers(turn: complex, count: int) -> NDArray[np.complex128]:
    """Return turn ** 0, 1, ... count - 1, in blocks."""
    block = 256
    few = turn ** np.arange(block)
    many = (turn**block) ** np.arange(-(-count // block))
    return np.outer(many, few).ravel()[:count]


def held(note: Note, levels: Sound, vibrato: Sound, envelope: Sound, opening: float = 0.0) -> Sound:
    """Return harmonics that are held; `opening` makes the higher ones wait for the loudness."""
    phase = 2 * np.pi * np.cumsum(note.pitch_hz * vibrato) / SAMPLE_RATE_HZ
    turn = np.exp(1j * phase)
    harmonic, tone = np.ones_like(turn), np.zeros(len(turn))
    for number, level in enumerate(levels, 1):
        if number * note.pitch_hz * 1.05 > HIGHEST_HZ:
            break
        harmonic = harmonic * turn
        tone += level * harmonic.imag * (envelope ** (1 + opening * (number - 1)))
    return tone


def swell(time_s: Sound, attack_s: float, release_s: float) -> Sound:
    """Return an envelope of 0 to 1 to 0."""
    rise = np.minimum(1, time_s / attack_s)
    fall = np.minimum(1, (time_s[-1] - time_s) / release_s)
    return np.asarray(np.sin(np.pi / 2 * rise) * np.sin(np.pi / 2 * fall.clip(0)))


def vibrato_of(time_s: Sound, rate_hz: float, depth: float, late_s: float) -> Sound:
    """Return the factor of a pitch that trembles, after a while."""
    depths = depth * np.minimum(1, time_s / late_s)
    return np.asarray(1 + depths * np.sin(2 * np.pi * rate_hz * time_s))


def blown(
    rng: np.random.Generator,
    reach: Range,
    levels_of: Callable[[float], Sound],
    breath: float,
    opening: float,
) -> Sound:
    """Return a blown tune; `levels_of` a pitch are those of its harmonics."""
    attack_s, release_s = rng.uniform(0.02, 0.09), rng.uniform(0.03, 0.1)
    depth, rate_hz = rng.uniform(0, 0.01), rng.uniform(4.5, 6)

    def play(note: Note) -> Sound:
        time_s = seconds(note.held_s)
        envelope = swell(time_s, attack_s, release_s) * (
            1 - 0.15 * rng.random() * np.minimum(1, time_s)
        )
        waver = vibrato_of(time_s, rate_hz, depth, 0.4)
        waver = waver * (1 - 0.03 * rng.random() * np.exp(-time_s / 0.02))
        tone = held(note, levels_of(note.pitch_hz), waver, envelope, opening)
        return tone + breath * rng.standard_normal(len(tone)) * envelope

    return played(tune(rng, reach), play)
