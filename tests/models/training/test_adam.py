"""Adam goes downhill."""

import numpy as np
from numpy.typing import NDArray

from models.training.adam import Adam


def test_adam_finds_the_bottom() -> None:
    place: NDArray[np.float32] = np.array([3.0, -2.0], np.float32)
    adam = Adam([place])
    for _ in range(400):
        adam.step([2 * place], 0.05)
    assert np.abs(place).max() < 0.05
