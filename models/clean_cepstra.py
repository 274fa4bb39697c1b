"""Cepstra that the acoustic model tells apart: each frame moved by what its neighbours say of it.

The network was taught by the acoustic model itself, on clean speech and on copies spoiled by noise
and rooms: what it moves makes the sound that is said likelier, and the others less so.

`python -m models.training.clean_cepstra` makes its weights.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.cepstra import COEFFICIENTS, Cepstra, TwoCepstra

WEIGHTS = Path(__file__).resolve().parents[1] / "assets" / "models" / "clean_cepstra.npz"
CONTEXT_FRAMES = 7  # to either side
WINDOW_FRAMES = 2 * CONTEXT_FRAMES + 1
SHARE = 0.6  # of the correction that is applied: all of it gains nothing (measured)


@dataclass(frozen=True, slots=True)
class CleanNet:
    """A perceptron with two hidden layers of rectified units.

    Attributes:
        scale: (2 * COEFFICIENTS,) divides its input.
        out_scale: (COEFFICIENTS,) multiplies its output.
        weights: of the three layers, (inputs, outputs) each.
        biases: of the three layers.
    """

    scale: NDArray[np.float32]
    out_scale: NDArray[np.float32]
    weights: tuple[NDArray[np.float32], ...]
    biases: tuple[NDArray[np.float32], ...]

    def clean(self, centred: TwoCepstra) -> Cepstra:
        """Return the frames moved to where their sounds are told apart.

        They are CONTEXT_FRAMES fewer at either end.

        Args:
            centred: (m, 2 * COEFFICIENTS) with the mean of the channel taken out.
        """
        if len(centred) < WINDOW_FRAMES:
            return np.zeros((0, COEFFICIENTS), np.float32)
        units = windows(centred / self.scale)
        for layer, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            units = units @ weight + bias
            if layer < len(self.weights) - 1:
                units = np.maximum(units, 0.0)
        cleaned: Cepstra = (
            without_context(centred) + np.float32(SHARE) * units * self.out_scale
        ).astype(np.float32)
        return cleaned

    def save(self, path: Path) -> None:
        """Write the weights in half precision."""
        layers: dict[str, Any] = {  # numpy's own signature mixes arrays and flags
            f"{kind}{layer}": array.astype(np.float16)
            for kind, arrays in (("weight", self.weights), ("bias", self.biases))
            for layer, array in enumerate(arrays)
        }
        np.savez_compressed(path, scale=self.scale, out_scale=self.out_scale, **layers)


def without_context(centred: TwoCepstra) -> Cepstra:
    """Return the frames that `clean` returns, as they were."""
    return np.ascontiguousarray(
        centred[CONTEXT_FRAMES : len(centred) - CONTEXT_FRAMES, :COEFFICIENTS]
    )


def windows(scaled: TwoCepstra) -> NDArray[np.float32]:
    """Return each frame with its neighbours, (m - 2 * CONTEXT_FRAMES, all their values)."""
    views = np.lib.stride_tricks.sliding_window_view(scaled, WINDOW_FRAMES, axis=0)
    return views.transpose(0, 2, 1).reshape(len(views), -1)


def clean_net(path: Path = WEIGHTS) -> CleanNet:
    """Return the network that ships with Earshot."""
    with np.load(path) as stored:
        return CleanNet(
            stored["scale"],
            stored["out_scale"],
            tuple(stored[f"weight{layer}"].astype(np.float32) for layer in range(3)),
            tuple(stored[f"bias{layer}"].astype(np.float32) for layer in range(3)),
        )
