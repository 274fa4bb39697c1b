"""What rooms, noises and microphones do to speech."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.spectrum import FULL_SCALE, SAMPLE_RATE_HZ

SPEECH_DB = -27.0  # of full scale, before it is spoiled
HISS_RMS = 0.5 / FULL_SCALE
ECHO_SHARE, ECHO_S, ECHO_BELOW_DB = 0.35, (0.15, 0.6), (0.0, 12.0)
NOISE_SHARE, NOISE_BELOW_DB = 0.75, (-2.0, 22.0)
GAIN_DB = (-20.0, 5.0)
TILT_SHARE, TILT = 0.3, (-0.6, 0.6)
DECAY_60_DB = 6.9  # natural logarithm of 1000

Sound = NDArray[np.float32]


def at_level(sound: Sound, rng: np.random.Generator) -> Sound:
    """Return `sound` at SPEECH_DB with a trace of hiss."""
    rms = np.sqrt(np.mean(np.square(sound)) + 1e-12)
    hiss = rng.standard_normal(len(sound)) * HISS_RMS
    levelled: Sound = (sound * (10 ** (SPEECH_DB / 20) / rms) + hiss).astype(np.float32)
    return levelled


def spoil(sound: Sound, noises: Sequence[Sound], rng: np.random.Generator) -> Sound:
    """Return `sound` as it may be heard in another room, by another microphone."""
    spoiled = sound.astype(np.float64)
    if rng.random() < ECHO_SHARE:
        spoiled = echo(spoiled, rng)
    if rng.random() < NOISE_SHARE:
        noise = some_noise(len(sound), noises, rng)
        distance = 10 ** (-rng.uniform(*NOISE_BELOW_DB) / 20)
        spoiled += noise * (np.std(spoiled) / (np.std(noise) + 1e-9) * distance)
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


def some_noise(
    samples: int, noises: Sequence[Sound], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return white or pink noise, or one of `noises` repeated, (samples,)."""
    kind = rng.random()
    if kind < 0.2:
        white = np.fft.rfft(rng.standard_normal(samples))
        if kind < 0.1:
            white /= np.sqrt(np.maximum(1, np.arange(len(white))))
        return np.fft.irfft(white, samples)
    noise = noises[int(rng.integers(len(noises)))]
    return np.resize(np.roll(noise, int(rng.integers(len(noise)))), samples).astype(np.float64)
