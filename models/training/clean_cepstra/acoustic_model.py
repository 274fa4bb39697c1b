"""The acoustic model inside the pocketsphinx wheel, as a function that has slopes."""

from typing import Any

import numpy as np
import torch
from torch import nn

from models.cepstra import COEFFICIENTS
from models.training.clean_cepstra.sphinx_model import STREAMS, model_folder, states, weights
from models.vocal_tract import read_streams

REACH_FRAMES = 3  # to either side, that slopes and bends look
LEAST_VARIANCE = 1e-4  # the decoder's own
LEAST_DENSITY = 1e-8


def with_slopes(cepstra: torch.Tensor) -> torch.Tensor:
    """Return (batch, m - 2 * REACH_FRAMES, STREAMS * COEFFICIENTS) of (batch, m, COEFFICIENTS)."""
    slopes = cepstra[:, 5:-1] - cepstra[:, 1:-5]
    bends = (cepstra[:, 6:] - cepstra[:, 2:-4]) - (cepstra[:, 4:-2] - cepstra[:, :-6])
    return torch.cat([cepstra[:, REACH_FRAMES:-REACH_FRAMES], slopes, bends], 2)


class AcousticModel(nn.Module):  # type: ignore[misc]  # untyped here
    """How well each state explains each frame; its numbers are Sphinx's and stay as they are."""

    def __init__(self) -> None:
        super().__init__()
        folder = model_folder()
        means, variances = (read_streams(folder / name) for name in ("means", "variances"))
        precisions = 1.0 / np.maximum(variances, LEAST_VARIANCE)
        self._phones, _, self._densities, _ = means.shape
        parts = np.concatenate([-0.5 * precisions, precisions * means], axis=3)
        constant = 0.5 * (np.log(precisions) - np.square(means) * precisions).sum(axis=3)
        by_stream = np.moveaxis(parts, 1, 0).reshape(STREAMS, -1, 2 * COEFFICIENTS)
        self.register_buffer("parts", torch.from_numpy(np.swapaxes(by_stream, 1, 2).copy()))
        self.register_buffer(
            "constant", torch.from_numpy(np.moveaxis(constant, 1, 0).reshape(STREAMS, -1).copy())
        )
        self.register_buffer("shares", torch.from_numpy(weights(states().plain).copy()))

    def forward(self, frames: torch.Tensor) -> Any:
        """Return log likelihoods, up to a constant, (n, states), of (n, STREAMS * COEFFICIENTS)."""
        total = torch.zeros(())
        for stream, values in enumerate(frames.split(COEFFICIENTS, dim=1)):
            squared = torch.cat([values.square(), values], 1)
            each = torch.addmm(self.constant[stream], squared, self.parts[stream])
            each = each.view(-1, self._phones, self._densities)
            best = each.amax(2, keepdim=True).detach()
            mixed = torch.einsum("npd,psd->nps", (each - best).exp(), self.shares[stream])
            total = total + (mixed + LEAST_DENSITY).log() + best
        return total.flatten(1)
