"""Labelled windows: a voice, alone or over noise, against everything else."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from models.spectrum import SAMPLE_RATE_HZ, SpectrumStream
from models.voice import WINDOW_FRAMES, describe_frames, describe_window

STEP_FRAMES = 20
LOUD_DB = 25.0  # a frame this near to its clip's loudest tenth counts as sounding
SOUNDING_FRAMES = 12  # of the window's last SEEN_FRAMES
SEEN_FRAMES = 30
SILENT_RMS = 1e-3
NOISE_SNR_DB = (0.0, 25.0)
NOISY_SHARE = 0.5
LEVEL_DB = (-40.0, -12.0)
LEAD_S = 0.5

Sound = NDArray[np.float32]


def rms(sound: Sound) -> float:
    """Return the root mean square."""
    return float(np.sqrt(np.mean(np.square(sound)) + 1e-12))


def clip_windows(clean: Sound, heard: Sound) -> Iterator[NDArray[np.float32]]:
    """Yield features of `heard` wherever `clean` sounds in the recent part of a window."""
    frames = describe_frames(SpectrumStream().push(heard))
    hop = len(clean) // max(1, len(frames))
    if len(frames) < WINDOW_FRAMES or hop == 0:
        return
    level_db = 20 * np.log10([rms(clean[i * hop : (i + 1) * hop]) for i in range(len(frames))])
    sounding = level_db > np.quantile(level_db, 0.9) - LOUD_DB
    for end in range(WINDOW_FRAMES, len(frames) + 1, STEP_FRAMES):
        if sounding[end - SEEN_FRAMES : end].sum() >= SOUNDING_FRAMES:
            yield describe_window(frames[end - WINDOW_FRAMES : end])


def windows(
    speech: Sequence[Sound], others: Sequence[Sound], rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return features (n, FEATURES) and labels (n,), 1 for a voice, at random levels."""
    features: list[NDArray[np.float32]] = []
    labels: list[float] = []
    noises = [sound for sound in others if len(sound) > SAMPLE_RATE_HZ]
    for voice, sounds in ((1.0, speech), (0.0, others)):
        for sound in sounds:
            if rms(sound) < SILENT_RMS:
                continue
            clean = with_lead(at_level(sound, rng))
            heard = clean
            if voice and rng.random() < NOISY_SHARE:
                heard = clean + noise_under(clean, noises[rng.integers(len(noises))], rng)
            found = list(clip_windows(clean, heard))
            features += found
            labels += [voice] * len(found)
    return np.stack(features), np.array(labels, np.float32)


def with_lead(sound: Sound) -> Sound:
    """Return `sound` after a quiet half second, as it follows a pause."""
    lead = np.zeros(int(LEAD_S * SAMPLE_RATE_HZ), np.float32)
    return np.concatenate((lead, sound))


def at_level(sound: Sound, rng: np.random.Generator) -> Sound:
    """Return `sound` at a random level, with the hiss of a microphone."""
    gain = 10 ** (rng.uniform(*LEVEL_DB) / 20) / rms(sound)
    hiss = rng.standard_normal(len(sound)) * 10 ** (rng.uniform(-90, -60) / 20)
    return (sound * gain + hiss).astype(np.float32)


def noise_under(clean: Sound, noise: Sound, rng: np.random.Generator) -> Sound:
    """Return `noise`, repeated to the length of `clean`, at a random distance below it."""
    long = np.resize(np.roll(noise, int(rng.integers(len(noise)))), len(clean))
    gain = rms(clean) / rms(long) * 10 ** (-rng.uniform(*NOISE_SNR_DB) / 20)
    return (long * gain).astype(np.float32)
