"""How light a patch is, in stops, and how much of it is lost at the ends of the range.

light_ev = log2(mean of (I / 255) ^ 2.2 + floor)     stops; 0 is white
clipped  = share of pixels >= 250
crushed  = share of pixels <= 8
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

GAMMA = 2.2  # of displays, near enough to sRGB's curve
LIGHT_FLOOR = 1e-4  # 13 stops below white
CLIPPED_FROM, CRUSHED_UNTIL = 250, 8
LIGHT_OF_LUMA = (np.arange(256) / 255) ** GAMMA  # (256,)


@dataclass(frozen=True, slots=True)
class Exposure:
    """How a patch is exposed.

    Attributes:
        light_ev: mean light in stops below white, -13..0.
        clipped: share of pixels that are white, 0..1.
        crushed: share of pixels that are black, 0..1.
    """

    light_ev: float
    clipped: float
    crushed: float


def exposure(luma: NDArray[np.uint8]) -> Exposure:
    """Measure a (height, width) patch with at least one pixel."""
    counts = np.asarray(cv2.calcHist([luma], [0], None, [256], [0, 256])).ravel()
    shares = counts.astype(np.float64) / luma.size
    return Exposure(
        light_ev=float(np.log2(shares @ LIGHT_OF_LUMA + LIGHT_FLOOR)),
        clipped=float(shares[CLIPPED_FROM:].sum()),
        crushed=float(shares[: CRUSHED_UNTIL + 1].sum()),
    )
