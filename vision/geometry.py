"""Rotated squares in a picture: where they are, what they show, and the way back.

Pixel coordinates follow OpenCV: x to the right, y down, pixel (i, j) lies at x = i, y = j. Angles
turn clockwise as seen, from the picture's axes to the square's.
"""

import math
from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

# Crops sample at 1/32 px, on the grid of OpenCV's fixed-point `remap`. MediaPipe's OpenCV 3 rounds
# so in every warp, OpenCV 5 in this one alone; its exact warps move landmarks by 0.23 % of the
# hand's size (95th percentile, measured on 359 hands).
STEP_BITS = 5
STEPS_PER_PX = 1 << STEP_BITS
MIN_STEP = -(2**15) * STEPS_PER_PX  # `remap` takes whole pixels as int16
MAX_STEP = 2**15 * STEPS_PER_PX - 1
# Positions are summed as integers, 1/256 of a step fine: twice as fast as in floating point, and
# another step in 0.2 % of all pixels.
FINE_BITS = 8
MAX_FINE_STEP = 2**30 - 1
LARGEST_SIDE_PX = 2**15 - 2  # of a picture that `remap` takes

cv2.setNumThreads(1)  # crops are small, and each stage has a thread of its own already


class Border(IntEnum):
    """What a crop shows beyond the picture."""

    BLACK = cv2.BORDER_CONSTANT
    EDGE = cv2.BORDER_REPLICATE


@dataclass(frozen=True, slots=True)
class RotatedSquare:
    """A square region of a picture.

    Attributes:
        cx_px: centre, x.
        cy_px: centre, y.
        side_px: length of a side.
        rotation_rad: clockwise turn of the square against the picture, -pi..pi.
    """

    cx_px: float
    cy_px: float
    side_px: float
    rotation_rad: float = 0.0

    def to_image(self, points_norm: NDArray[np.floating]) -> NDArray[np.float64]:
        """Take (..., 2) points from the square's frame, 0..1 across it, to picture pixels."""
        centred = (points_norm.astype(np.float64) - 0.5) * self.side_px
        return rotate(centred, self.rotation_rad) + self._centre()

    def to_square(self, points_px: NDArray[np.floating]) -> NDArray[np.float64]:
        """Take (..., 2) points from picture pixels to the square's frame, 0..1 across it."""
        centred = points_px.astype(np.float64) - self._centre()
        return rotate(centred, -self.rotation_rad) / self.side_px + 0.5

    def unrotated_box(self) -> NDArray[np.float64]:
        """Return (4,) x_min, y_min, x_max, y_max in pixels of the square turned upright."""
        half = self.side_px / 2
        return np.array(
            [self.cx_px - half, self.cy_px - half, self.cx_px + half, self.cy_px + half]
        )

    def seen_at(self, scale: float) -> "RotatedSquare":
        """Return the same region of the picture at another scale."""
        return RotatedSquare(
            self.cx_px * scale, self.cy_px * scale, self.side_px * scale, self.rotation_rad
        )

    def _centre(self) -> NDArray[np.float64]:
        """Return (2,) x, y in pixels."""
        return np.array([self.cx_px, self.cy_px])


def rotate(points: NDArray[np.floating], angle_rad: float) -> NDArray[np.float64]:
    """Turn (..., 2) points clockwise, as seen, around the origin."""
    cos, sin = math.cos(angle_rad), math.sin(angle_rad)
    turned: NDArray[np.float64] = points.astype(np.float64) @ np.array([[cos, sin], [-sin, cos]])
    return turned


def wrap_angle(angle_rad: float) -> float:
    """Return the same direction in -pi..pi, pi left out."""
    return angle_rad - 2 * math.pi * math.floor((angle_rad + math.pi) / (2 * math.pi))


def crop_square(
    rgb: NDArray[np.uint8], square: RotatedSquare, size_px: int, border: Border
) -> NDArray[np.uint8]:
    """Resample a region of a picture, bilinearly.

    Args:
        rgb: (height, width, 3) picture.
        square: the region; it may reach beyond the picture.
        size_px: side of the result.
        border: what to show beyond the picture.

    Returns:
        (size_px, size_px, 3); its pixel (i, j) shows `square.to_image((i, j) / size_px)`, rounded
        to 1/32 px. Of a picture with a side above `LARGEST_SIDE_PX` only every second pixel, or
        fewer, is looked at.
    """
    every = -(-max(rgb.shape[:2]) // LARGEST_SIDE_PX)
    if every > 1:
        rgb, square = np.ascontiguousarray(rgb[::every, ::every]), square.seen_at(1 / every)
    along_row, along_column = _fine_positions(square, size_px)
    whole_px = np.empty((size_px, size_px, 2), np.int16)
    fractions = []
    for axis in (0, 1):
        steps = along_column[:, axis, np.newaxis] + along_row[:, axis]  # (size_px, size_px)
        steps >>= FINE_BITS
        np.clip(steps, MIN_STEP, MAX_STEP, out=steps)
        whole_px[..., axis] = steps >> STEP_BITS
        fractions.append(steps & (STEPS_PER_PX - 1))
    table_index = ((fractions[1] << STEP_BITS) + fractions[0]).astype(np.uint16)
    crop = cv2.remap(rgb, whole_px, table_index, cv2.INTER_LINEAR, borderMode=int(border))
    return np.asarray(crop, np.uint8)


def _fine_positions(
    square: RotatedSquare, size_px: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return two (size_px, 2) tables of x, y; pixel (i, j) lies at the sum of rows i and j.

    In fine steps, half a step added, so that dropping FINE_BITS rounds.
    """
    corners = square.to_image(np.array([[0, 0], [1, 0], [0, 1]])) * (STEPS_PER_PX << FINE_BITS)
    step_x, step_y = (corners[1:] - corners[0]) / size_px
    index = np.arange(size_px)[:, np.newaxis]
    along_row = index * step_x
    along_column = index * step_y + corners[0] + (1 << (FINE_BITS - 1))
    return _to_int32(along_row), _to_int32(along_column)


def _to_int32(fine_steps: NDArray[np.float64]) -> NDArray[np.int32]:
    """Round, and bound so that the sum of two still fits."""
    return np.rint(fine_steps).clip(-MAX_FINE_STEP, MAX_FINE_STEP).astype(np.int32)
