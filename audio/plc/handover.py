"""One way of filling a gap begins and gives way to another, low tones last.

Repetition keeps a voice's energy through a short gap, where prediction, having no excitation,
sinks, and a network is not yet at ease. Above some 2 kHz a period said again and again buzzes;
below, where the first formant and most of the words lie, it may go on for twice as long without
being heard as a repetition. Both go on from the true past all the time and one is cross-faded into
the other: a prediction started from the repetition does not fit its own model, and where the model
is nervous, as that of oversampled speech is, it rings (PLCMOS 3.24 against 3.77 at 48 kHz, 20 ms
bursts).
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from audio.plc.continuer import WORKING_RATE_HZ, Continuer, FloatArray
from audio.plc.crossfade import rising

OPENING_SAMPLES = WORKING_RATE_HZ * 10 // 1000  # 5 and 7.5 ms lose at 20 ms bursts (measured)
CHANGE_SAMPLES = WORKING_RATE_HZ * 5 // 1000
LOW_SAMPLES = WORKING_RATE_HZ * 35 // 1000  # and 25 more; 25 and 25, 35 and 45 lose (PLCMOS)
LOW_CHANGE_SAMPLES = WORKING_RATE_HZ * 25 // 1000
# What stays of the opener after its change, by frequency. More of it above loses PLCMOS in bursts
# of 60 ms, less of it loses words (both measured on speakers who are not those of the evaluation).
LOW_HZ, LOW_SHARES = (0, 800, 1500, 3000, 4000, 8000), (1.0, 1.0, 0.5, 0.3, 0.0, 0.0)
AHEAD_SAMPLES = WORKING_RATE_HZ * 2 // 1000  # the filter's reach to either side

Opener = TypeVar("Opener")
Follower = TypeVar("Follower")


@dataclass(frozen=True, slots=True)
class Continuing(Generic[Opener, Follower]):
    """Where a continuation stands.

    Attributes:
        opener, follower: both voices, AHEAD_SAMPLES beyond what was said.
        ahead: (AHEAD_SAMPLES,) float32, what the follower said of that.
        apart: (2 * AHEAD_SAMPLES,) float32, the opener less the follower, of as many samples
            before `position` as after it.
        position: samples said so far.
    """

    opener: Opener
    follower: Follower
    ahead: FloatArray
    apart: FloatArray
    position: int


class Handover(Generic[Opener, Follower]):
    """Speaks as one continuer, then as another: above 10 to 15 ms on, below 35 to 60 ms on."""

    def __init__(self, opener: Continuer[Opener], follower: Continuer[Follower]) -> None:
        self._opener = opener
        self._follower = follower
        self._low = _low_filter()
        changed = 1 - rising(CHANGE_SAMPLES)
        self._full = np.concatenate((np.ones(OPENING_SAMPLES, np.float32), changed))
        self._below = np.concatenate(
            (1 - self._full, np.ones(LOW_SAMPLES - len(self._full), np.float32))
        )
        self._below = np.concatenate((self._below, 1 - rising(LOW_CHANGE_SAMPLES)))

    def begin(self, past: FloatArray, seed: int) -> Continuing[Opener, Follower]:
        """Let both listen to `past`, (n,) float32; up to there they do not differ."""
        opened, opener = self._opener.speak(self._opener.begin(past, seed), AHEAD_SAMPLES)
        ahead, follower = self._follower.speak(self._follower.begin(past, seed), AHEAD_SAMPLES)
        apart = np.concatenate((np.zeros(AHEAD_SAMPLES, np.float32), opened - ahead))
        return Continuing(opener, follower, ahead, apart, 0)

    def speak(
        self, state: Continuing[Opener, Follower], n_samples: int
    ) -> tuple[FloatArray, Continuing[Opener, Follower]]:
        """Return the next (n_samples,) float32 and where that leaves off."""
        followed, follower = self._follower.speak(state.follower, n_samples)
        line = np.concatenate((state.ahead, followed))
        said, ahead = line[:n_samples].copy(), line[n_samples:]
        opener, apart = state.opener, state.apart
        below = self._below[state.position :][:n_samples]
        if len(below):
            opened, opener = self._opener.speak(opener, n_samples)
            apart = np.concatenate((apart, opened - followed))
            full = self._full[state.position :][:n_samples]
            said[: len(full)] += full * apart[AHEAD_SAMPLES:][: len(full)]
            heard = apart[: len(below) + 2 * AHEAD_SAMPLES]
            said[: len(below)] += below * np.convolve(heard, self._low, "valid")
            apart = apart[-2 * AHEAD_SAMPLES :]
        return said, Continuing(opener, follower, ahead, apart, state.position + n_samples)


def _low_filter() -> FloatArray:
    """Return the symmetric filter of LOW_SHARES, (2 * AHEAD_SAMPLES + 1,)."""
    taps = 2 * AHEAD_SAMPLES + 1
    wanted = np.interp(np.fft.rfftfreq(512, 1 / WORKING_RATE_HZ), LOW_HZ, LOW_SHARES)
    response = np.roll(np.fft.irfft(wanted), AHEAD_SAMPLES)[:taps]
    low: FloatArray = (response * np.hamming(taps)).astype(np.float32)
    return low
