"""Linear prediction carried on past the last sample: what sounds, sounds on.

An all-pole model of order 256 spans 16 ms, so that it holds the pitch of a voice as well as its
formants. Burg's method keeps the poles inside the unit circle: the extrapolation cannot grow.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from audio.plc.continuer import FloatArray
from audio.plc.stretches import stretches

ORDER = 256  # of the model at 16 kHz; 16 ms, the period of a 62 Hz voice
WINDOW_SAMPLES = 1600  # 100 ms at 16 kHz, from which the model is estimated
FLOOR = 1e-5  # -50 dB of white noise assumed beneath: a signal too regular has a model too nervous
EXPANSION = 0.9995  # each pole's radius: what rings for ever sounds like a machine
ORDER_SHARE = 2 / 3  # a model of more poles than this share of the samples fits their noise
SILENCE_ENERGY = 1e-20  # of a prediction error: nothing is left to explain
BLOCK_SAMPLES = 32  # foretold at once: one by one costs ten times as much


@dataclass(frozen=True, slots=True)
class Extrapolating:
    """Where an extrapolation stands: at the start of a block, of which some may have been said.

    Attributes:
        inherited: (32, order) float64; its product with `memory` is what each sample of the block
            owes to the samples before the block.
        response: (32, 32) float64; its product with that is the block.
        memory: (order,) float64, the samples before the block, oldest first.
        said: samples of the block that were said already.
        peak: loudest sample of the window, which the extrapolation does not pass.
    """

    inherited: NDArray[np.float64]
    response: NDArray[np.float64]
    memory: NDArray[np.float64]
    said: int
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
        predictor = -polynomial[:0:-1]  # of the oldest sample first
        return Extrapolating(
            inherited=_shifted(predictor),
            response=_shifted(_impulse_response(predictor)).T.copy(),
            memory=window[len(window) - order :],
            said=0,
            peak=float(np.abs(window).max(initial=0.0)),
        )

    def speak(self, state: Extrapolating, n_samples: int) -> tuple[FloatArray, Extrapolating]:
        """Return the next (n_samples,) float32 and where that leaves off."""
        order, ends = len(state.memory), state.said + n_samples
        blocks = -(-ends // BLOCK_SAMPLES)
        line = np.concatenate((state.memory, np.empty(blocks * BLOCK_SAMPLES)))
        for start in range(order, len(line), BLOCK_SAMPLES):
            owed = state.inherited @ line[start - order : start]
            line[start : start + BLOCK_SAMPLES] = state.response @ owed
        heard = np.clip(line[order + state.said : order + ends], -state.peak, state.peak)
        begun = ends // BLOCK_SAMPLES * BLOCK_SAMPLES
        memory = line[begun : begun + order].copy()
        return heard.astype(np.float32), replace(state, memory=memory, said=ends - begun)


def _impulse_response(predictor: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (32,), what a predictor, (order,), makes of a 1 after silence."""
    order = len(predictor)
    line = np.zeros(order + BLOCK_SAMPLES)
    line[order] = 1.0
    for index in range(1, BLOCK_SAMPLES):
        line[order + index] = predictor @ line[index : index + order]
    return line[order:]


def _shifted(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (32, n): each row is `line`, (n,), moved right by its number, after zeros."""
    padded = np.concatenate((np.zeros(BLOCK_SAMPLES - 1), line))
    return stretches(padded, len(line))[::-1].copy()


def burg(samples: NDArray[np.float64], order: int) -> NDArray[np.float64]:
    """Return the prediction error filter of (n,) samples, (order + 1,), the first of them 1.

    J. P. Burg, "Maximum entropy spectral analysis", 1975, on an assumed floor of noise. Poles that
    nothing asks for are zero.
    """
    polynomial = np.zeros(order + 1)
    polynomial[0] = 1.0
    forward, backward = samples[1:], samples[:-1]
    floor = 2.0 * FLOOR * float(samples @ samples)
    energy = float(forward @ forward + backward @ backward)
    for index in range(order):
        if energy + floor <= SILENCE_ENERGY:
            break
        likeness = float(forward @ backward)
        reflection = -2.0 * likeness / (energy + floor)
        known = polynomial[: index + 2]
        known += reflection * known[::-1]
        onward, back = reflection * backward, reflection * forward
        onward += forward
        back += backward
        # what both sum up to, by the sums before and less the two samples that drop out
        energy = (1.0 + reflection**2) * energy + 4.0 * reflection * likeness
        energy = max(0.0, energy - float(onward[0]) ** 2 - float(back[-1]) ** 2)
        forward, backward = onward[1:], back[:-1]
    return polynomial
