"""The best filling without a network: the period again for 10 ms, then linear prediction.

Repetition keeps a voice's energy through a short gap, where prediction, having no excitation,
sinks; through a long one repetition buzzes. Mean PLCMOS of 20, 60 and 120 ms bursts on the bench's
20 utterances: repetition 3.12, 2.64, 2.45; prediction 2.82, 3.10, 3.46; both 3.21, 3.00, 3.44.
"""

from dataclasses import dataclass, replace

import numpy as np

from audio.plc.continuer import WORKING_RATE_HZ, FloatArray
from audio.plc.extrapolation import Extrapolating, LinearExtrapolation
from audio.plc.pitch import PitchRepeat, Repeating

REPEATED_SAMPLES = WORKING_RATE_HZ // 100  # 10 ms; 5 and 20 lose at 20 ms or at 60 ms (measured)


@dataclass(frozen=True, slots=True)
class Continuing:
    """Where a continuation stands; the model knows the true past alone, not its repetition."""

    repeating: Repeating
    extrapolating: Extrapolating


class RepeatThenExtrapolate:
    """Repeats the pitch, then runs the model of the past on from there."""

    def __init__(self) -> None:
        self._repeat = PitchRepeat()
        self._extrapolation = LinearExtrapolation()

    def begin(self, past: FloatArray, seed: int) -> Continuing:
        """Take the period and the model from the end of `past`, (n,) float32."""
        return Continuing(self._repeat.begin(past, seed), self._extrapolation.begin(past, seed))

    def speak(self, state: Continuing, n_samples: int) -> tuple[FloatArray, Continuing]:
        """Return the next (n_samples,) float32 and where that leaves off."""
        left = max(0, REPEATED_SAMPLES - state.repeating.position)
        repeated, repeating = self._repeat.speak(state.repeating, min(n_samples, left))
        heard = np.concatenate((state.extrapolating.memory, repeated.astype(np.float64)))
        extrapolating = replace(state.extrapolating, memory=heard[len(repeated) :])
        rest, extrapolating = self._extrapolation.speak(extrapolating, n_samples - len(repeated))
        return np.concatenate((repeated, rest)), Continuing(repeating, extrapolating)
