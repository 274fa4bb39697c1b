"""The unit in which pictures travel: a time-stamped RGB image."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture; the array is read-only once published.

    Attributes:
        pts_ns: time of exposure on the session's monotonic clock.
        rgb: (height, width, 3) uint8, unmirrored, origin at the top left.
    """

    pts_ns: int
    rgb: NDArray[np.uint8]
