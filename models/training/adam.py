"""Adam, the usual way down a slope (Kingma and Ba 2015), with its usual constants."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MEAN_MEMORY, SPREAD_MEMORY = 0.9, 0.999
TINY = 1e-8


class Adam:
    """Changes parameters in place."""

    def __init__(self, parameters: Sequence[NDArray[np.float32]]) -> None:
        self._parameters = parameters
        self._means = [np.zeros_like(parameter) for parameter in parameters]
        self._spreads = [np.zeros_like(parameter) for parameter in parameters]
        self.steps = 0

    def step(self, slopes: Sequence[NDArray[np.float32]], rate: float) -> None:
        """Move every parameter against its slope."""
        self.steps += 1
        unbias = 1 - MEAN_MEMORY**self.steps, 1 - SPREAD_MEMORY**self.steps
        for number, slope in enumerate(slopes):
            mean, spread = self._means[number], self._spreads[number]
            mean += np.float32(1 - MEAN_MEMORY) * (slope - mean)
            spread += np.float32(1 - SPREAD_MEMORY) * (slope**2 - spread)
            move = rate * (mean / unbias[0]) / (np.sqrt(spread / unbias[1]) + TINY)
            self._parameters[number][...] -= move.astype(np.float32)
