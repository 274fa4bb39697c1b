"""Sounds that few recordings show: many hands clapping, a whistled tune, plain noise and tones."""

import numpy as np
from numpy.typing import NDArray

from models.spectrum import SAMPLE_RATE_HZ

SECONDS = 5.0
CLAPS_PER_S = (2.5, 4.5)  # of one person
CLAP_MS = (4.0, 15.0)
CLAP_HZ = (700.0, 3000.0)
WHISTLE_HZ = (600.0, 3000.0)
NOTE_S = (0.1, 0.6)
TONE_HZ = (100.0, 3000.0)

Sound = NDArray[np.float32]


def made_sounds(count: int, rng: np.random.Generator) -> list[Sound]:
    """Return `count` sounds of SECONDS each, of all kinds in turn."""
    kinds = (applause, whistle, coloured_noise, rung_tone)
    return [level(kinds[number % len(kinds)](rng), rng) for number in range(count)]


def level(sound: NDArray[np.float64], rng: np.random.Generator) -> Sound:
    """Return `sound` at a random level of -45 to -12 dB of full scale."""
    rms = np.sqrt(np.mean(sound**2)) + 1e-9
    levelled: Sound = (sound / rms * 10 ** (rng.uniform(-45, -12) / 20)).clip(-1, 1)
    return levelled.astype(np.float32)


def applause(rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the claps of 3 to 100 people, each of an own pitch, rate and distance."""
    sound = np.zeros(int(SECONDS * SAMPLE_RATE_HZ))
    for _ in range(int(rng.integers(3, 100))):
        length = int(rng.uniform(*CLAP_MS) / 1000 * SAMPLE_RATE_HZ) * 4
        time_s = np.arange(length) / SAMPLE_RATE_HZ
        tone = np.sin(2 * np.pi * rng.uniform(*CLAP_HZ) * time_s + rng.uniform(0, 6))
        clap = (rng.standard_normal(length) + tone) * np.exp(-time_s * 4 / time_s[-1])
        beat = SAMPLE_RATE_HZ / rng.uniform(*CLAPS_PER_S)
        at = rng.uniform(0, beat)
        while at + length < len(sound):
            sound[int(at) : int(at) + length] += clap * rng.uniform(0.3, 1)
            at += beat * rng.normal(1, 0.06)
    return sound


def whistle(rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a whistled tune: a nearly pure tone that glides from note to note, and breath."""
    samples = int(SECONDS * SAMPLE_RATE_HZ)
    pitch_hz, loudness = np.zeros(samples), np.zeros(samples)
    at = 0
    while at < samples:
        length = int(rng.uniform(*NOTE_S) * SAMPLE_RATE_HZ)
        pitch_hz[at : at + length] = rng.uniform(*WHISTLE_HZ)
        loudness[at : at + length] = rng.choice([0.0, 1.0], p=[0.2, 0.8]) * rng.uniform(0.4, 1)
        at += length
    smooth = np.hanning(int(0.04 * SAMPLE_RATE_HZ))
    smooth /= smooth.sum()
    pitch_hz, loudness = (np.convolve(track, smooth, "same") for track in (pitch_hz, loudness))
    vibrato = 1 + rng.uniform(0, 0.02) * np.sin(np.arange(samples) * 2e-3)
    tone = np.sin(2 * np.pi * np.cumsum(pitch_hz * vibrato) / SAMPLE_RATE_HZ)
    breath = rng.uniform(0, 0.2) * rng.standard_normal(samples)
    return np.asarray(loudness * (tone + breath), np.float64)


def coloured_noise(rng: np.random.Generator) -> NDArray[np.float64]:
    """Return noise with a random slope of its spectrum and slow swells."""
    samples = int(SECONDS * SAMPLE_RATE_HZ)
    spectrum = np.fft.rfft(rng.standard_normal(samples))
    spectrum /= np.maximum(1, np.arange(len(spectrum))) ** rng.uniform(0, 1)
    swell = 1 + rng.uniform(0, 0.8) * np.sin(np.arange(samples) * rng.uniform(1e-5, 3e-3))
    return np.asarray(np.fft.irfft(spectrum, samples) * swell, np.float64)


def rung_tone(rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a ringing or humming chord that is switched on and off, as telephones do."""
    time_s = np.arange(int(SECONDS * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    chord = sum(
        rng.uniform(0.1, 1) * np.sin(2 * np.pi * rng.uniform(*TONE_HZ) * time_s)
        for _ in range(int(rng.integers(1, 6)))
    )
    ring = np.sin(2 * np.pi * rng.uniform(1, 30) * time_s) > rng.uniform(-1, 0.5)
    pause = np.sin(2 * np.pi * rng.uniform(0.2, 1) * time_s + rng.uniform(0, 6)) > -0.5
    return np.asarray(chord * np.where(ring, 1.0, rng.uniform(0, 1)) * pause, np.float64)
