"""Cepstra that the acoustic model tells apart: each frame moved by what its neighbours say of it.

It looks back further than ahead, since words wait for what is ahead. What the utterance was like so
far tells it of noise, and how far off the mean was that was taken out. The network was taught by
the acoustic model itself, on clean speech and on copies spoiled by noise and rooms: what it moves
makes the sound that is said likelier, and the others less so.

`python -m models.training.clean_cepstra` makes its weights.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.cepstra import COEFFICIENTS, Cepstra, TwoCepstra

WEIGHTS = Path(__file__).resolve().parents[1] / "assets" / "models" / "clean_cepstra.npz"
PAST_FRAMES, FUTURE_FRAMES = 24, 6  # that it sees beside a frame
WINDOW_FRAMES = PAST_FRAMES + 1 + FUTURE_FRAMES
LEAST_FRAMES = 80  # of an utterance that are known before any of them is moved
LEAST_VARIANCE = 1e-3
SHARE = 0.6  # of the correction that is applied: all of it gains nothing (measured)


SoFar = NDArray[np.float32]
"""(m, 4 * COEFFICIENTS): what an utterance was like up to each of its frames; see `so_far`."""


@dataclass(frozen=True, slots=True)
class CleanNet:
    """A perceptron with hidden layers of rectified units.

    Attributes:
        scale: (2 * COEFFICIENTS,) divides its input.
        out_scale: (COEFFICIENTS,) multiplies its output.
        weights: of the layers, (inputs, outputs) each; the first takes windows and `SoFar`.
        biases: of the layers.
    """

    scale: NDArray[np.float32]
    out_scale: NDArray[np.float32]
    weights: tuple[NDArray[np.float32], ...]
    biases: tuple[NDArray[np.float32], ...]

    def clean(self, centred: TwoCepstra, known: SoFar) -> Cepstra:
        """Return the frames moved to where their sounds are told apart.

        They are PAST_FRAMES fewer at the beginning and FUTURE_FRAMES at the end.

        Args:
            centred: (m, 2 * COEFFICIENTS) with the mean of the channel taken out.
            known: of each frame that is returned.
        """
        if len(centred) < WINDOW_FRAMES:
            return np.zeros((0, COEFFICIENTS), np.float32)
        units = np.hstack((windows(centred / self.scale), known / np.tile(self.scale, 2)))
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
    return np.ascontiguousarray(centred[PAST_FRAMES : len(centred) - FUTURE_FRAMES, :COEFFICIENTS])


def windows(scaled: TwoCepstra) -> NDArray[np.float32]:
    """Return each frame with its neighbours, (m - WINDOW_FRAMES + 1, their values)."""
    views = np.lib.stride_tricks.sliding_window_view(scaled, WINDOW_FRAMES, axis=0)
    return views.transpose(0, 2, 1).reshape(len(views), -1)


def so_far(heard: TwoCepstra, channel: NDArray[np.float64], first: int = 0) -> SoFar:
    """Return the mean of all frames up to each, less the channel's, and their standard deviations.

    Of the first LEAST_FRAMES each is given what is known after all of them.

    Args:
        heard: (m, 2 * COEFFICIENTS) of an utterance from its start, m at least 1.
        channel: (2 * COEFFICIENTS,) the mean that is taken out of them, or one for each frame.
        first: the frame from which on they are wanted.
    """
    known = max(first, min(LEAST_FRAMES, len(heard)) - 1)
    values = np.concatenate((heard, np.square(heard)), axis=1, dtype=np.float64)
    sums = np.cumsum(values[known:], axis=0) + values[:known].sum(axis=0)
    means, squares = np.split(sums / np.arange(known + 1, len(heard) + 1)[:, None], 2, axis=1)
    spreads = np.sqrt(np.maximum(squares - np.square(means), LEAST_VARIANCE))
    padding = ((known - first, 0), (0, 0))
    means, spreads = (np.pad(each, padding, mode="edge") for each in (means, spreads))
    return np.hstack((means - channel, spreads)).astype(np.float32)


def clean_net(path: Path = WEIGHTS) -> CleanNet:
    """Return the network that ships with Earshot."""
    with np.load(path) as stored:
        layers = range(sum(name.startswith("weight") for name in stored))
        return CleanNet(
            stored["scale"],
            stored["out_scale"],
            tuple(stored[f"weight{layer}"].astype(np.float32) for layer in layers),
            tuple(stored[f"bias{layer}"].astype(np.float32) for layer in layers),
        )
