"""Sounds of which few recordings exist, made by rule: crowds that clap, tunes, telephones, horns.

They are for training alone, and only those are used that the teacher takes for what they are.
"""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from models.log_mel import SAMPLE_RATE_HZ
from models.training.tagger.made_instruments import INSTRUMENTS, instrument
from models.training.voice.made_sounds import whistle

SECONDS = 5.0

Sound = NDArray[np.float64]

_SAMPLES = int(SECONDS * SAMPLE_RATE_HZ)
_TIME_S = np.arange(_SAMPLES) / SAMPLE_RATE_HZ


def resonance(sound: Sound, centre_hz: float, quality: float) -> Sound:
    """Return `sound` through a band-pass of two poles, by its frequency response."""
    spectrum = np.fft.rfft(sound)
    hz = np.maximum(np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE_HZ), 1.0)
    response = 1 / (1 + 1j * quality * (hz / centre_hz - centre_hz / hz))
    return np.asarray(np.fft.irfft(spectrum * response, len(sound)), np.float64)


def on_off(on: NDArray[np.bool_], edge_ms: float) -> Sound:
    """Return a gate of 0 and 1 with soft edges."""
    edge = np.hanning(max(3, int(edge_ms / 1000 * SAMPLE_RATE_HZ)))
    return np.convolve(on.astype(float), edge / edge.sum(), "same")


def between(start_s: float, end_s: float) -> NDArray[np.bool_]:
    """Return which samples lie between two times."""
    return np.asarray((start_s <= _TIME_S) & (end_s > _TIME_S))


def applause(rng: np.random.Generator) -> Sound:
    """Return 30 to 150 people who clap, near and far, each in an own rhythm."""
    sound = np.zeros(_SAMPLES)
    time_s = np.arange(int(0.09 * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    low_hz, high_hz = rng.uniform(800, 1200), rng.uniform(2000, 2500)
    decay_s, quality = rng.uniform(0.006, 0.025), rng.uniform(1.8, 2.4)
    for _ in range(int(rng.integers(30, 151))):
        noise = rng.standard_normal(len(time_s)) * np.exp(-time_s / decay_s)
        clap = 1.5 * resonance(noise, rng.uniform(low_hz, high_hz), quality) + 0.17 * noise
        clap *= 10 ** (-rng.uniform(0, 10) / 20)
        beat = SAMPLE_RATE_HZ / rng.uniform(3, 5)
        at = rng.uniform(0, beat)
        while at + len(clap) < _SAMPLES:
            sound[int(at) : int(at) + len(clap)] += clap * rng.uniform(0.4, 1)
            at += beat * max(0.3, rng.normal(1, 0.2))
    return sound


def bell_phone(rng: np.random.Generator) -> Sound:
    """Return a telephone with two bells, struck in turn."""
    sound = np.zeros(_SAMPLES + SAMPLE_RATE_HZ)
    time_s = np.arange(SAMPLE_RATE_HZ // 2) / SAMPLE_RATE_HZ
    first_hz = rng.uniform(950, 1500)
    bells = [
        sum(
            loudness * np.sin(2 * np.pi * pitch * partial * time_s) * np.exp(-time_s / decay_s)
            for partial, loudness, decay_s in (
                *((1.0, 1.0, 0.5), (1.51, 0.5, 0.35)),
                *((2.76, 0.6, 0.25), (4.1, 0.3, 0.15)),
            )
        )
        for pitch in (first_hz, first_hz * rng.uniform(1.15, 1.3))
    ]
    rate_hz, ring_s, pause_s = rng.uniform(18, 26), rng.uniform(1.2, 1.8), rng.uniform(0.7, 1.2)
    strikes = np.arange(0, SECONDS, 1 / rate_hz)
    for number, at_s in enumerate(strikes[strikes % (ring_s + pause_s) < ring_s]):
        start = int(at_s * SAMPLE_RATE_HZ)
        sound[start : start + len(time_s)] += bells[number % 2] * rng.uniform(0.8, 1)
    return sound[:_SAMPLES]


def electronic_phone(rng: np.random.Generator) -> Sound:
    """Return two pitches that warble, in bursts."""
    low_hz, high_hz = rng.uniform(700, 1100), rng.uniform(900, 1500)
    warble = np.sin(2 * np.pi * rng.uniform(15, 25) * _TIME_S) > 0
    phase = 2 * np.pi * np.cumsum(np.where(warble, low_hz, high_hz)) / SAMPLE_RATE_HZ
    period_s = rng.uniform(1.6, 2.4)
    return (np.sin(phase) + 0.5 * np.sign(np.sin(phase))) * on_off(
        _TIME_S % period_s < period_s / 2, 5
    )


def ringback(rng: np.random.Generator) -> Sound:
    """Return what one hears while the other's telephone rings, in North America."""
    tone = np.sin(2 * np.pi * 440 * _TIME_S) + np.sin(2 * np.pi * 480 * _TIME_S)
    return tone * on_off((_TIME_S + rng.uniform(0, 3)) % 3 < 2, 10)


def dialled(rng: np.random.Generator) -> Sound:
    """Return a number dialled in pairs of tones (ITU-T Q.23)."""
    sound = np.zeros(_SAMPLES)
    at_s = rng.uniform(0.05, 0.3)
    length_s = rng.uniform(0.08, 0.16)
    while at_s < SECONDS - 0.3:
        on = between(at_s, at_s + length_s)
        low_hz, high_hz = rng.choice([697, 770, 852, 941]), rng.choice([1209, 1336, 1477])
        pair = np.sin(2 * np.pi * low_hz * _TIME_S[on]) + np.sin(2 * np.pi * high_hz * _TIME_S[on])
        sound[on] = pair
        at_s += length_s + rng.uniform(0.08, 0.2)
    return sound


def beeps(rng: np.random.Generator) -> Sound:
    """Return an alarm that beeps, evenly or in groups."""
    pitch_hz, period_s = rng.uniform(1800, 3300), rng.choice([0.25, 0.5, 1.0])
    even = _TIME_S % period_s < period_s / 2
    grouped = (_TIME_S % 1.0 < 0.6) & (_TIME_S % 0.15 < 0.08)
    tone = np.sin(2 * np.pi * pitch_hz * _TIME_S)
    return (tone + 0.3 * np.sign(tone)) * on_off(even if rng.random() < 0.5 else grouped, 4)


def car_horn(rng: np.random.Generator) -> Sound:
    """Return two horns a third apart, blown a few times."""
    low_hz = rng.uniform(370, 440)
    horns = sum(
        np.sin(2 * np.pi * pitch * harmonic * _TIME_S + harmonic) / harmonic**0.6
        for pitch in (low_hz, low_hz * rng.uniform(1.2, 1.27))
        for harmonic in range(1, 16)
    )
    on, at_s = np.zeros(_SAMPLES, np.bool_), rng.uniform(0.1, 0.4)
    while at_s < SECONDS - 0.2:
        length_s = rng.choice([0.2, 0.4, 0.9])
        on |= between(at_s, at_s + length_s)
        at_s += length_s + rng.uniform(0.15, 0.5)
    blown: Sound = np.asarray(horns)
    return (resonance(blown, 2200, 0.6) + 0.3 * blown) * on_off(on, 15)


MADE: Mapping[str, tuple[Callable[[np.random.Generator], Sound], ...]] = {
    **{key: (partial(instrument, key),) for key in INSTRUMENTS},
    "applause": (applause,),
    "whistling": (whistle,),
    "phone_ring": (bell_phone, electronic_phone, ringback, dialled),
    "alarm": (beeps,),
    "horn": (car_horn,),
}
"""What can be made of each class."""


def made_sound(key: str, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return SECONDS of a class at 16 kHz, with a peak of 0.7."""
    makers = MADE[key]
    sound = makers[rng.integers(len(makers))](rng)
    levelled: NDArray[np.float32] = (0.7 * sound / np.abs(sound).max()).astype(np.float32)
    return levelled
