"""Whether exposure and white balance have settled (the 3A of a camera), by what they do to pixels.

No camera of a desktop tells its 3A state, so it is read off the frames: with e the light in stops
and w the warmth ln(mean R / mean B),

    unsettled = max(|e - median(e)|, WARMTH_EV * |w - median(w)|)   over the last five frames

in stops; a settled camera stays below 0.03 (two per cent). Focus is told by sharpness.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

WINDOW_FRAMES = 5
# ln 2 of the ratio of red and blue is a stop between them.
WARMTH_EV = 1 / np.log(2)
FLOOR = 1.0  # of 255: black has no colour


def warmth(small_rgb: NDArray[np.uint8]) -> float:
    """Return ln of the means of red over blue of a (height, width, 3) picture."""
    red, _, blue, _ = cv2.mean(small_rgb)
    return float(np.log((red + FLOOR) / (blue + FLOOR)))


def unsettled_ev(lights_ev: Sequence[float], warmths: Sequence[float]) -> float:
    """Return by how much the last frame is off its predecessors, in stops.

    Args:
        lights_ev: light of frames in order, the last one's at the end; at least one.
        warmths: of the same frames.
    """
    light, warm = (np.array(values[-WINDOW_FRAMES:]) for values in (lights_ev, warmths))
    off_light = abs(float(light[-1] - np.median(light)))
    off_colour = float(WARMTH_EV * abs(warm[-1] - np.median(warm)))
    return max(off_light, off_colour)
