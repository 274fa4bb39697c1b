"""One way of filling a gap begins and gives way to another.

Repetition keeps a voice's energy through a short gap, where prediction, having no excitation,
sinks, and a network is not yet at ease; through a long one repetition buzzes. Both go on from the
true past all the time and one is cross-faded into the other: a prediction started from the
repetition does not fit its own model, and where the model is nervous, as that of oversampled speech
is, it rings (PLCMOS 3.24 against 3.77 at 48 kHz, 20 ms bursts).
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from audio.plc.continuer import WORKING_RATE_HZ, Continuer, FloatArray
from audio.plc.crossfade import rising

CHANGE_SAMPLES = WORKING_RATE_HZ * 5 // 1000

Opener = TypeVar("Opener")
Follower = TypeVar("Follower")


@dataclass(frozen=True, slots=True)
class Continuing(Generic[Opener, Follower]):
    """Where a continuation stands: both of its voices, and samples said so far."""

    opener: Opener
    follower: Follower
    position: int


class Handover(Generic[Opener, Follower]):
    """Speaks as one continuer for some samples, over the next 5 ms changes to another."""

    def __init__(
        self, opener: Continuer[Opener], follower: Continuer[Follower], opening_samples: int
    ) -> None:
        self._opener = opener
        self._follower = follower
        alone = np.zeros(opening_samples, np.float32)
        self._change = np.concatenate((alone, rising(CHANGE_SAMPLES)))

    def begin(self, past: FloatArray, seed: int) -> Continuing[Opener, Follower]:
        """Let both listen to `past`, (n,) float32."""
        return Continuing(self._opener.begin(past, seed), self._follower.begin(past, seed), 0)

    def speak(
        self, state: Continuing[Opener, Follower], n_samples: int
    ) -> tuple[FloatArray, Continuing[Opener, Follower]]:
        """Return the next (n_samples,) float32 and where that leaves off."""
        said, follower = self._follower.speak(state.follower, n_samples)
        weight = self._change[state.position :][:n_samples]
        opened, opener = self._opener.speak(state.opener, len(weight))
        said[: len(weight)] = opened + weight * (said[: len(weight)] - opened)
        return said, Continuing(opener, follower, state.position + n_samples)
