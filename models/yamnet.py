"""YAMNet: 521 of AudioSet's classes and an embedding of every window.

Published by Google (tensorflow/models, research/audioset/yamnet) under Apache-2.0.
"""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.log_mel import BANDS, PATCH_FRAMES

CLASSES = 521
EMBEDDING = 1024


class Network(Protocol):
    """Computes named arrays from named arrays, as `models.session.Session` does."""

    def run(self, inputs: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
        """Return all outputs."""
        ...


class Yamnet:
    """Listens to windows of sound."""

    def __init__(self, network: Network) -> None:
        """Use a network of input `patches`, outputs `scores` and `embedding`."""
        self._network = network

    def listen(
        self, windows: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the (n, 521) scores 0..1 and the (n, 1024) embeddings of (n, 96, 64) windows."""
        if not len(windows):
            return np.zeros((0, CLASSES), np.float32), np.zeros((0, EMBEDDING), np.float32)
        given = np.ascontiguousarray(windows, np.float32).reshape(-1, PATCH_FRAMES, BANDS)
        made = self._network.run({"patches": given})
        return made["scores"], made["embedding"]
