"""What a recording goes through before it is mixed: pitch, tone, room."""

import numpy as np
import soxr
from numpy.typing import NDArray

from models.log_mel import SAMPLE_RATE_HZ

Sound = NDArray[np.float32]

INSTRUMENT_SEMITONES = 4.0  # an instrument stays itself over its range
OTHER_SEMITONES = 1.5
TONE_DB = 6.0  # up or down at either end of the spectrum
REVERBERATION_S = (0.15, 1.2)
WET = (0.1, 0.6)


def spoiled(sound: Sound, is_instrument: bool, rng: np.random.Generator) -> Sound:
    """Return `sound` as another microphone in another room would hear another like it."""
    if rng.random() < 0.6:
        sound = played_faster(
            sound, INSTRUMENT_SEMITONES if is_instrument else OTHER_SEMITONES, rng
        )
    if rng.random() < 0.5:
        sound = coloured(sound, rng)
    if rng.random() < 0.35:
        sound = in_room(sound, rng)
    return sound


def played_faster(sound: Sound, most_semitones: float, rng: np.random.Generator) -> Sound:
    """Return `sound` faster or slower, its pitch with it."""
    ratio = 2 ** (rng.uniform(-most_semitones, most_semitones) / 12)
    return np.asarray(
        soxr.resample(sound, SAMPLE_RATE_HZ * ratio, SAMPLE_RATE_HZ, "MQ"), np.float32
    )


def coloured(sound: Sound, rng: np.random.Generator) -> Sound:
    """Return `sound` with a smooth change of tone."""
    spectrum = np.fft.rfft(sound)
    octaves = np.log2(np.maximum(np.arange(len(spectrum)) / len(spectrum), 1e-3))
    knots = np.linspace(octaves.min(), 0, 5)
    gain_db = np.interp(octaves, knots, rng.uniform(-TONE_DB, TONE_DB, len(knots)))
    return np.fft.irfft(spectrum * 10 ** (gain_db / 20), len(sound)).astype(np.float32)


def in_room(sound: Sound, rng: np.random.Generator) -> Sound:
    """Return `sound` with the decaying noise of a room after it."""
    length_s, wet = rng.uniform(*REVERBERATION_S), rng.uniform(*WET)
    time_s = np.arange(int(length_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    tail = rng.standard_normal(len(time_s)) * 10 ** (-3 * time_s / length_s)
    tail *= wet / np.sqrt(np.sum(tail**2))
    tail[0] += 1 - wet
    size = 1 << (len(sound) + len(tail)).bit_length()
    heard = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(tail, size), size)
    return heard[: len(sound)].astype(np.float32)
