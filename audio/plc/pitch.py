"""The last period of the voice, said again and again."""

from dataclasses import dataclass

import numpy as np

from audio.plc.continuer import WORKING_RATE_HZ, FloatArray
from audio.plc.crossfade import rising
from audio.plc.extrapolation import LinearExtrapolation

SHORTEST_SAMPLES = WORKING_RATE_HZ // 400  # 2.5 ms: a child's voice, 400 Hz
LONGEST_SAMPLES = WORKING_RATE_HZ // 50  # 20 ms: below the deepest voice; noise repeats unheard
MATCH_SAMPLES = WORKING_RATE_HZ // 50  # 20 ms are compared with what went before
SEAM_SHARE = 4  # a quarter of a period is blended at each seam, as in ITU-T G.711 Appendix I
OPENING = LinearExtrapolation(order=32, window_samples=WORKING_RATE_HZ // 50)


@dataclass(frozen=True, slots=True)
class Repeating:
    """Where a repetition stands.

    Attributes:
        opening: (m,) float32, the first samples: by what the last period differed from the one
            before, carried on by prediction and faded, is added to the cycle.
        cycle: (period,) float32, what is repeated.
        position: samples said so far.
    """

    opening: FloatArray
    cycle: FloatArray
    position: int


class PitchRepeat:
    """Repeats the last period; neither its start nor its wrap jumps.

    What moves more slowly than a period, as rumble does, stays where it is: repeated, it would be
    a sawtooth, and buzz.
    """

    def begin(self, past: FloatArray, seed: int) -> Repeating:
        """Find the period at the end of `past`, (n,) float32."""
        needed = LONGEST_SAMPLES + max(MATCH_SAMPLES, LONGEST_SAMPLES // SEAM_SHARE)
        past = np.concatenate((np.zeros(max(0, needed - len(past)), np.float32), past))
        period, _ = pitch(past)
        seam = period // SEAM_SHARE
        drift = past[-period:].mean() - past[-2 * period : -period].mean()
        cycle = past[-period:] + drift * (1 - np.arange(period, dtype=np.float32) / period)
        before = past[-period - seam : -period] + drift
        cycle[-seam:] += rising(seam) * (before - cycle[-seam:])
        unlike = past[period:] - past[:-period] - drift
        opening, _ = OPENING.speak(OPENING.begin(unlike, seed), seam)
        return Repeating(cycle[:seam] + (1 - rising(seam)) * opening, cycle, 0)

    def speak(self, state: Repeating, n_samples: int) -> tuple[FloatArray, Repeating]:
        """Return the next (n_samples,) float32 and where that leaves off."""
        position = state.position
        samples = state.cycle[np.arange(position, position + n_samples) % len(state.cycle)]
        left = state.opening[position : position + n_samples]
        samples[: len(left)] = left
        return samples, Repeating(state.opening, state.cycle, position + n_samples)


def pitch(past: FloatArray) -> tuple[int, float]:
    """Return where the end of `past`, 40 ms or more, resembles itself best, and how much.

    Returns:
        The lag in samples; in noise or silence any may win. The normalised cross-correlation there,
        -1..1: what a period takes over from the one before, the rest being noise or change.
    """
    stretch = past[-MATCH_SAMPLES - LONGEST_SAMPLES :].astype(np.float64)
    end = stretch[-MATCH_SAMPLES:]
    earlier = stretch[:-SHORTEST_SAMPLES]
    products = np.correlate(earlier, end, "valid")
    energies = np.convolve(earlier**2, np.ones(MATCH_SAMPLES), "valid")
    likeness = products / np.sqrt(np.maximum(energies, 1e-12))
    best = int(np.argmax(likeness))
    energy = max(float(end @ end), 1e-12)
    return LONGEST_SAMPLES - best, float(likeness[best]) / energy**0.5
