"""How much there is in a patch that blur could take away: nothing can be said of a smooth wall.

Light falls off evenly over a wall, which counts as no texture. Formula: the patch is shrunk to 40 x
40, the quadratic surface that fits it best is taken off, and the standard deviation of what is left
is the texture, in grey levels. Faces keep 11 or more under a Gaussian of 8 px, the plain walls
behind them have 0.3 to 0.6 (68 portraits).
"""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE_CELLS = 40


def texture_levels(luma: NDArray[np.uint8]) -> float:
    """Return the texture of a (height, width) patch."""
    size = (SIDE_CELLS, SIDE_CELLS)
    cells = cv2.resize(luma.astype(np.float32), size, interpolation=cv2.INTER_AREA).ravel()
    surfaces = _surfaces()
    return float((cells - surfaces @ (surfaces.T @ cells)).std())


@cache
def _surfaces() -> NDArray[np.float32]:
    """Return (1600, 6): the quadratic surfaces, at right angles to each other."""
    y, x = np.mgrid[-1 : 1 : SIDE_CELLS * 1j, -1 : 1 : SIDE_CELLS * 1j].reshape(2, -1)
    surfaces = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)
    orthogonal, _ = np.linalg.qr(surfaces)
    return np.asarray(orthogonal, np.float32)
