"""The noise beneath a voice goes on: breath, hiss, the room.

What goes on by prediction or repetition alone loses what is random: the valleys between the
formants empty first, to a recogniser of words as to an ear that hears a background stop and come
back. Two noises fill them, in each part of the spectrum the louder of the two: a soft one under
the spectral envelope of the last 30 ms, and the room's, as loud as it was heard in the softest
moments of the last second. A tone that is held for a second is steady as well; but then the sound
is like itself a period before, and no more than the rest can be noise.
"""

import numpy as np
from numpy.typing import NDArray

from audio.plc.continuer import WORKING_RATE_HZ, FloatArray
from audio.plc.extrapolation import burg
from audio.plc.pitch import LONGEST_SAMPLES, MATCH_SAMPLES, pitch
from audio.plc.stretches import stretches

# Of the level that would make it as loud as the past; of 0.05, 0.1, 0.15, 0.3, by PLCMOS of 60 and
# 120 ms bursts on 20 speakers who are not those of the evaluation. By it the first two are equal;
# the features of a recogniser of words are nearer to what was lost with the second.
SHARE = 0.1
ORDER = 24  # enough for formants, too little for the pitch
WINDOW_SAMPLES = WORKING_RATE_HZ * 30 // 1000
EMPHASIS = 0.85  # evens out the spectrum of speech, so that the fit heeds its weak end as well
GAP_SAMPLES = 2048  # 128 ms: longer than a gap is heard

ROOM_SAMPLES = WORKING_RATE_HZ  # 1 s
FRAME_SAMPLES, HOP_SAMPLES = 512, 128
SMOOTH_BINS = 9  # 280 Hz: what a single frame says of a noise scatters
# Of frames of steady noise, so smoothed, 8 in 100 are softer than 0.46 of the mean (measured).
SOFTEST, LOUDER = 0.08, 2.0
NOTHING = 1e-12  # of power: a frame in which nothing was heard tells nothing of the room

Power = NDArray[np.float64]
"""(GAP_SAMPLES // 2 + 1,): power by frequency, such that its mean is that of a sample."""


def breath(past: FloatArray, seed: int) -> FloatArray:
    """Return (GAP_SAMPLES,) of noise to lie beneath what follows `past`.

    Args:
        past: (n,) float32 at 16 kHz, the newest last.
        seed: of the noise.
    """
    still = room(past)
    still *= min(1.0, noise_power(past) / max(float(still.mean()), NOTHING))
    power = np.maximum(SHARE**2 * envelope(past), still)
    white = np.random.default_rng(seed % 2**64).standard_normal(GAP_SAMPLES)
    noise: FloatArray = np.fft.irfft(np.fft.rfft(white) * np.sqrt(power)).astype(np.float32)
    return noise


def envelope(past: FloatArray) -> Power:
    """Return the spectral envelope of the last 30 ms, by an all-pole model."""
    known = np.zeros(WINDOW_SAMPLES + 1, np.float64)
    end = past[-len(known) :]
    known[len(known) - len(end) :] = end
    emphasised = known[1:] - EMPHASIS * known[:-1]
    polynomial = burg(emphasised, ORDER)
    unforetold = np.convolve(emphasised, polynomial, "valid")
    filters = np.fft.rfft(polynomial, GAP_SAMPLES) * np.fft.rfft([1, -EMPHASIS], GAP_SAMPLES)
    power: Power = np.mean(unforetold**2) / np.abs(filters) ** 2
    return power


def noise_power(past: FloatArray) -> float:
    """Return how much of the power of the last 20 ms can be noise: what no period foretells."""
    if len(past) < MATCH_SAMPLES + LONGEST_SAMPLES:
        return 0.0
    _, likeness = pitch(past)
    power = float(np.mean(np.square(past[-MATCH_SAMPLES:], dtype=np.float64)))
    return power * (1.0 - max(likeness, 0.0))


def room(past: FloatArray) -> Power:
    """Return the steady noise of the last second; nothing where too little was heard."""
    heard = np.ascontiguousarray(past[-ROOM_SAMPLES:])
    none = np.zeros(GAP_SAMPLES // 2 + 1)
    if len(heard) < GAP_SAMPLES:
        return none
    window = np.hanning(FRAME_SAMPLES).astype(np.float32)
    frames = stretches(heard, FRAME_SAMPLES)[::HOP_SAMPLES] * window
    powers = np.square(np.abs(np.fft.rfft(frames))) / np.square(window).sum(dtype=np.float64)
    powers = powers[powers.mean(axis=1) > NOTHING]
    if len(powers) == 0:
        return none
    edge = SMOOTH_BINS // 2
    summed = np.cumsum(np.pad(powers, ((0, 0), (edge + 1, edge)), mode="edge"), axis=1)
    smooth = (summed[:, SMOOTH_BINS:] - summed[:, :-SMOOTH_BINS]) / SMOOTH_BINS
    softest = LOUDER * np.quantile(smooth, SOFTEST, axis=0)
    places = np.linspace(0, 1, len(none))
    power: Power = np.interp(places, np.linspace(0, 1, len(softest)), softest)
    return power
