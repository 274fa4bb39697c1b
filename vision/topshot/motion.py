"""What moves: the camera, and the subject beside the camera.

Dense optical flow (DIS, Kroeger et al. 2016) between luma planes 160 pixels wide; v is the flow in
frame widths a second:

    global = median of v over the picture         the camera's own motion
    motion = 90th percentile of |v - global|      how salient the subject moves
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH_PX = 160
SALIENT_PERCENTILE = 90
NS_PER_S = 1_000_000_000
# Statistics of every second row and column of the flow, which is smooth, are the same at a quarter
# of the cost.
EVERY_PX = 2
LEAST_ROWS = 32  # OpenCV's DIS crashes on planes that are lower
# Frames further apart than this show no motion: a gap, or photographs.
MAX_STEP_NS = 500_000_000


@dataclass(frozen=True, slots=True)
class Motion:
    """Motion between two frames, in frame widths a second.

    Attributes:
        global_w_s: speed of the camera.
        motion_w_s: speed of what moves beside it.
    """

    global_w_s: float
    motion_w_s: float


STILL = Motion(0.0, 0.0)


def small_luma(luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a luma plane at the width that flow is measured at."""
    height, width = luma.shape
    size = (WIDTH_PX, max(1, round(height * WIDTH_PX / width)))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


class MotionMeter:
    """Measures the motion from each frame to the next."""

    def __init__(self) -> None:
        """Set up without a frame."""
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self.reset()

    def reset(self) -> None:
        """Forget the frame before."""
        self._before: NDArray[np.uint8] | None = None
        self._before_ns = 0

    def measure(self, small: NDArray[np.uint8], pts_ns: int) -> Motion:
        """Return the motion up to this frame; none for the first, after a gap, in a mere strip.

        Args:
            small: (height, 160) luma from `small_luma`.
            pts_ns: time of the frame.
        """
        if len(small) < LEAST_ROWS:
            return STILL
        before, elapsed_ns = self._before, pts_ns - self._before_ns
        self._before, self._before_ns = small, pts_ns
        if before is None or before.shape != small.shape or not 0 < elapsed_ns <= MAX_STEP_NS:
            return STILL
        first_guess = np.zeros((*small.shape, 2), np.float32)
        flow = self._flow.calc(before, small, first_guess)[::EVERY_PX, ::EVERY_PX].reshape(-1, 2)
        camera = np.median(flow, axis=0)
        beside = np.linalg.norm(flow - camera, axis=1)
        per_s = NS_PER_S / elapsed_ns / WIDTH_PX
        return Motion(
            global_w_s=float(np.linalg.norm(camera)) * per_s,
            motion_w_s=float(np.percentile(beside, SALIENT_PERCENTILE)) * per_s,
        )
