"""What rooms, noises and microphones do to speech."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.spectrum import FULL_SCALE, SAMPLE_RATE_HZ

SPEECH_DB = -27.0  # of full scale, before it is spoiled
HISS_RMS = 0.5 / FULL_SCALE
ECHO_SHARE, ECHO_S, ECHO_BELOW_DB = 0.35, (0.15, 0.6), (0.0, 12.0)
NOISE_SHARE, NOISE_BELOW_DB = 0.9, (-2.0, 20.0)
HISS_SHARE, PINK_SHARE = 0.12, 0.5  # of noises; of hisses
PLACE_SHARE = 0.6  # of other noises
TWO_SHARE, SECOND_BELOW_DB = 0.4, (0.0, 10.0)
GAIN_DB = (-20.0, 5.0)
TILT_SHARE, TILT = 0.3, (-0.6, 0.6)
DECAY_60_DB = 6.9  # natural logarithm of 1000

LEAST_RMS = 1e-9

Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Noises:
    """Sounds to be heard beside speech, (n,) each: of places where people talk, and others."""

    places: Sequence[Sound]
    others: Sequence[Sound]


def at_level(sound: Sound, rng: np.random.Generator) -> Sound:
    """Return `sound` at SPEECH_DB with a trace of hiss."""
    rms = np.sqrt(np.mean(np.square(sound)) + 1e-12)
    hiss = rng.standard_normal(len(sound)) * HISS_RMS
    levelled: Sound = (sound * (10 ** (SPEECH_DB / 20) / rms) + hiss).astype(np.float32)
    return levelled


def spoil(sound: Sound, noises: Noises, rng: np.random.Generator) -> Sound:
    """Return `sound` as it may be heard in another room, by another microphone."""
    spoiled = sound.astype(np.float64)
    if rng.random() < ECHO_SHARE:
        spoiled = echo(spoiled, rng)
    if rng.random() < NOISE_SHARE:
        distance = 10 ** (-rng.uniform(*NOISE_BELOW_DB) / 20)
        spoiled += some_noise(len(sound), noises, rng) * np.std(spoiled) * distance
    spoiled *= 10 ** (rng.uniform(*GAIN_DB) / 20)
    if rng.random() < TILT_SHARE:
        spoiled[1:] += rng.uniform(*TILT) * spoiled[:-1]
    return spoiled.clip(-1, 1).astype(np.float32)


def echo(sound: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return `sound` in a room: itself and a decaying crowd of reflections."""
    length = int(rng.uniform(*ECHO_S) * SAMPLE_RATE_HZ)
    response = rng.standard_normal(length) * np.exp(-DECAY_60_DB * np.arange(length) / length)
    response *= 10 ** (-rng.uniform(*ECHO_BELOW_DB) / 20) / np.sqrt(np.sum(response**2))
    response[0] = 1.0
    size = len(sound) + length
    return np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(response, size), size)[: len(sound)]


def some_noise(samples: int, noises: Noises, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return white or pink noise, or one or two of `noises` repeated, (samples,) of deviation 1."""
    if rng.random() < HISS_SHARE:
        spectrum = np.fft.rfft(rng.standard_normal(samples))
        if rng.random() < PINK_SHARE:
            spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
        return of_deviation_1(np.fft.irfft(spectrum, samples))
    noise = one_noise(samples, noises, rng)
    if rng.random() < TWO_SHARE:
        second = one_noise(samples, noises, rng)
        noise = of_deviation_1(noise + second * 10 ** (-rng.uniform(*SECOND_BELOW_DB) / 20))
    return noise


def one_noise(samples: int, noises: Noises, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return one of `noises`, repeated from anywhere in it, (samples,) of deviation 1."""
    kind = noises.places if rng.random() < PLACE_SHARE else noises.others
    noise = kind[int(rng.integers(len(kind)))]
    rolled = np.roll(noise, int(rng.integers(len(noise))))
    return of_deviation_1(np.resize(rolled, samples).astype(np.float64))


def of_deviation_1(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return `sound` scaled; silence stays silent."""
    return sound / (np.std(sound) + LEAST_RMS)
