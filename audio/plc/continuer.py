"""What every way of filling a gap has in common: it takes the past and speaks on."""

from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
"""Samples in -1..1; the shape is told by whoever uses it."""

WORKING_RATE_HZ = 16_000
"""The rate at which gaps are filled; speech has little to say above 8 kHz."""

State = TypeVar("State")


class Continuer(Protocol[State]):
    """Continues speech at 16 kHz. Its state is a value: going on from one twice says the same."""

    def begin(self, past: FloatArray, seed: int) -> State:
        """Listen to `past`, (n,) with n >= 0 and the newest last; `seed` names the dice."""

    def speak(self, state: State, n_samples: int) -> tuple[FloatArray, State]:
        """Return the next (n_samples,); any split of a number of samples says the same."""
