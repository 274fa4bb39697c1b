"""Linear prediction carried on past the last sample: what sounds, sounds on.

An all-pole model of order 256 spans 16 ms, so that it holds the pitch of a voice as well as its
formants. Burg's method keeps the poles inside the unit circle: the extrapolation cannot grow.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.plc.continuer import FloatArray

ORDER = 256  # of the model at 16 kHz; 16 ms, the period of a 62 Hz voice
WINDOW_SAMPLES = 1600  # 100 ms at 16 kHz, from which the model is estimated
FLOOR = 1e-5  # -50 dB of white noise assumed beneath: a signal too regular has a model too nervous
EXPANSION = 0.9995  # each pole's radius: what rings for ever sounds like a machine
ORDER_SHARE = 2 / 3  # a model of more poles than this share of the samples fits their noise
SILENCE_ENERGY = 1e-20  # of a prediction error: nothing is left to explain


@dataclass(frozen=True, slots=True)
class Extrapolating:
    """Where an extrapolation stands.

    Attributes:
        predictor: (order,) float64; the next sample is its product with `memory`.
        memory: (order,) float64, the last samples, oldest first.
        peak: loudest sample of the window, which the extrapolation does not pass.
    """

    predictor: NDArray[np.float64]
    memory: NDArray[np.float64]
    peak: float


class LinearExtrapolation:
    """Continues a signal by its own linear prediction, without any excitation."""

    def __init__(self, order: int = ORDER, window_samples: int = WINDOW_SAMPLES) -> None:
        self._order = order
        self._window_samples = window_samples

    def begin(self, past: FloatArray, seed: int) -> Extrapolating:  # noqa: ARG002 - nothing is drawn
        """Fit the model to the end of `past`, (n,) float32."""
        window = past[-self._window_samples :].astype(np.float64)
        order = min(self._order, int(len(window) * ORDER_SHARE))
        polynomial = burg(window, order) * EXPANSION ** np.arange(order + 1)
        return Extrapolating(
            predictor=-polynomial[:0:-1],
            memory=window[len(window) - order :],
            peak=float(np.abs(window).max(initial=0.0)),
        )

    def speak(self, state: Extrapolating, n_samples: int) -> tuple[FloatArray, Extrapolating]:
        """Return the next (n_samples,) float32 and where that leaves off."""
        order = len(state.memory)
        samples = np.concatenate((state.memory, np.zeros(n_samples)))
        for index in range(n_samples):
            samples[order + index] = state.predictor @ samples[index : index + order]
        heard = np.clip(samples[order:], -state.peak, state.peak).astype(np.float32)
        return heard, Extrapolating(state.predictor, samples[n_samples:], state.peak)


def burg(samples: NDArray[np.float64], order: int) -> NDArray[np.float64]:
    """Return the prediction error filter of (n,) samples, (order + 1,), the first of them 1.

    J. P. Burg, "Maximum entropy spectral analysis", 1975, on an assumed floor of noise. Poles that
    nothing asks for are zero.
    """
    polynomial = np.zeros(order + 1)
    polynomial[0] = 1.0
    forward, backward = samples[1:], samples[:-1]
    floor = 2.0 * FLOOR * float(samples @ samples)
    for index in range(order):
        energy = forward @ forward + backward @ backward + floor
        if energy <= SILENCE_ENERGY:
            break
        reflection = -2.0 * (forward @ backward) / energy
        known = polynomial[: index + 2]
        polynomial[: index + 2] = known + reflection * known[::-1]
        forward, backward = (
            forward[1:] + reflection * backward[1:],
            backward[:-1] + reflection * forward[:-1],
        )
    return polynomial
