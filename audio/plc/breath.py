"""The noise beneath a voice goes on: breath, hiss, the room.

What goes on by prediction or repetition alone loses what is random: the valleys between the
formants empty first, to a recogniser of words as to an ear that hears a background stop and come
back. A soft noise under the spectral envelope of the last 30 ms fills them.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from audio.plc.continuer import WORKING_RATE_HZ, Continuer, FloatArray
from audio.plc.extrapolation import burg

# Of the level that would make it as loud as the past; of 0.05, 0.1, 0.15, 0.3, by PLCMOS of 60 and
# 120 ms bursts on 20 speakers who are not those of the evaluation. By it the first two are equal;
# the features of a recogniser of words are nearer to what was lost with the second.
SHARE = 0.1
ORDER = 24  # enough for formants, too little for the pitch
WINDOW_SAMPLES = WORKING_RATE_HZ * 30 // 1000
EMPHASIS = 0.85  # evens out the spectrum of speech, so that the fit heeds its weak end as well
CYCLE_SAMPLES = 2048  # 128 ms: longer than a gap is heard
SILENT_SAMPLES, FULL_SAMPLES = WORKING_RATE_HZ * 5 // 1000, WORKING_RATE_HZ * 20 // 1000

State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Breathing(Generic[State]):
    """Where a continuation stands: its voice, (2048,) float32 of noise, samples said so far."""

    voice: State
    noise: FloatArray
    position: int


class Breath(Generic[State]):
    """Speaks as another continuer does, above a noise that sets in between 5 and 20 ms."""

    def __init__(self, voice: Continuer[State]) -> None:
        self._voice = voice

    def begin(self, past: FloatArray, seed: int) -> Breathing[State]:
        """Listen to `past`, (n,) float32; `seed` draws the noise too."""
        return Breathing(self._voice.begin(past, seed), SHARE * noise_like(past, seed), 0)

    def speak(self, state: Breathing[State], n_samples: int) -> tuple[FloatArray, Breathing[State]]:
        """Return the next (n_samples,) float32 and where that leaves off."""
        said, voice = self._voice.speak(state.voice, n_samples)
        places = np.arange(state.position, state.position + n_samples)
        level = np.clip((places - SILENT_SAMPLES) / (FULL_SAMPLES - SILENT_SAMPLES), 0, 1)
        said = said + level.astype(np.float32) * state.noise[places % CYCLE_SAMPLES]
        return said, Breathing(voice, state.noise, state.position + n_samples)


def noise_like(past: FloatArray, seed: int) -> FloatArray:
    """Return (2048,) of noise that can be repeated, as loud as the end of `past` and coloured so.

    White noise goes through the all-pole model of the last 30 ms, all of it at once: in the
    spectrum, where a division is a filter.
    """
    known = np.zeros(WINDOW_SAMPLES + 1, np.float64)
    end = past[-len(known) :]
    known[len(known) - len(end) :] = end
    emphasised = known[1:] - EMPHASIS * known[:-1]
    polynomial = burg(emphasised, ORDER)
    unforetold = np.convolve(emphasised, polynomial, "valid")
    white = np.random.default_rng(seed % 2**64).standard_normal(CYCLE_SAMPLES)
    white *= np.sqrt(np.mean(unforetold**2))
    filters = np.fft.rfft(polynomial, CYCLE_SAMPLES) * np.fft.rfft([1, -EMPHASIS], CYCLE_SAMPLES)
    coloured: FloatArray = np.fft.irfft(np.fft.rfft(white) / filters).astype(np.float32)
    return coloured
