"""How far an eye is open and where it looks, by the iris network and by the dark of the iris.

The mesh alone keeps lids half open when they are shut: in bursts with lids drawn shut the network's
opening tells half closed from shut in 97 % of the pairs, the mesh's in 90 %.
A soft little picture hides the lids' edge; but the dark iris is gone when they meet:

    contrast = 1 - mean of the darkest tenth between the corners / mean of the patch

Source of the region: MediaPipe `iris_landmark_landmarks_to_roi.pbtxt`.
"""

import math
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from models import iris as iris_model
from models.iris import EyeCrop
from vision.geometry import Border, RotatedSquare, crop_square

SCALE = 2.3  # widths of the eye
# Corners in the mesh, the left one in the picture first; the network knows the person's right eye
# (on the left of the picture), so the other is mirrored.
RIGHT_EYE, LEFT_EYE = (33, 133), (362, 263)

# In the network's contour: nine points of the lower lid from corner to corner, then seven of the
# upper lid between the corners.
CORNERS = (0, 8)
LOWER_LID = (2, 3, 4, 5, 6)
UPPER_LID = (10, 11, 12, 13, 14)
IRIS_CENTRE = 0

# Of the crop, in which the eye is 64 / 2.3 = 28 pixels wide: between its corners, and as high as
# the widest eye.
EYE_ROWS, EYE_COLUMNS = slice(25, 41), slice(19, 45)
DARKEST_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Eye:
    """What an eye does.

    Attributes:
        opening: mean distance between the lids over the width of the eye; about 0.3 open.
        contrast: how much darker than the skin around the darkest tenth of the eye is, 0..1.
        gaze: how far the iris is off the middle between the corners, towards the picture's right
            when positive, in widths of the eye.
    """

    opening: float
    contrast: float
    gaze: float


class IrisLandmarker(Protocol):
    """Reads one eye; `models.iris.IrisLandmarker` is one."""

    def read(self, crop: NDArray[np.uint8]) -> EyeCrop:
        """Read a (64, 64, 3) RGB crop of a person's right eye, or of the other one, mirrored."""
        ...


def read_right_eye(
    network: IrisLandmarker, rgb: NDArray[np.uint8], landmarks_px: NDArray[np.float32]
) -> Eye:
    """Return the person's right eye.

    Args:
        network: the iris network.
        rgb: (height, width, 3) picture.
        landmarks_px: (468, 3) mesh of the face.
    """
    return _read(network, _crop(rgb, landmarks_px, RIGHT_EYE))


def read_left_eye(
    network: IrisLandmarker, rgb: NDArray[np.uint8], landmarks_px: NDArray[np.float32]
) -> Eye:
    """Return the person's left eye; arguments as of `read_right_eye`."""
    mirrored = np.ascontiguousarray(_crop(rgb, landmarks_px, LEFT_EYE)[:, ::-1])
    seen = _read(network, mirrored)
    return Eye(seen.opening, seen.contrast, -seen.gaze)


def _read(network: IrisLandmarker, crop: NDArray[np.uint8]) -> Eye:
    opening, gaze = measure_eye(network.read(crop))
    return Eye(opening, eye_contrast(crop), gaze)


def eye_contrast(crop: NDArray[np.uint8]) -> float:
    """Return how much darker the darkest tenth of the eye is than its (64, 64, 3) crop."""
    luma = np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), np.uint8)
    eye = np.sort(luma[EYE_ROWS, EYE_COLUMNS], axis=None)
    around = max(float(cv2.mean(luma)[0]), 1.0)
    return 1 - float(eye[: round(eye.size * DARKEST_SHARE)].mean()) / around


def measure_eye(reading: EyeCrop) -> tuple[float, float]:
    """Turn the network's points into an opening and a gaze."""
    contour = reading.contour_norm[:, :2].astype(np.float64)
    corner, axis = contour[CORNERS[0]], contour[CORNERS[1]] - contour[CORNERS[0]]
    width_squared = max(float(axis @ axis), 1e-9)
    gaps = np.linalg.norm(contour[list(UPPER_LID)] - contour[list(LOWER_LID)], axis=1)
    along = float((reading.iris_norm[IRIS_CENTRE, :2] - corner) @ axis) / width_squared
    return float(gaps.mean()) / math.sqrt(width_squared), along - 0.5


def _crop(
    rgb: NDArray[np.uint8], landmarks_px: NDArray[np.float32], corners: tuple[int, int]
) -> NDArray[np.uint8]:
    """Return the (64, 64, 3) region around one eye, its corners level."""
    first, second = landmarks_px[list(corners), :2].astype(np.float64)
    x, y = (second - first).tolist()
    cx, cy = ((first + second) / 2).tolist()
    side_px = max(abs(x), abs(y), 1.0) * SCALE
    roi = RotatedSquare(cx, cy, side_px, math.atan2(y, x))
    return crop_square(rgb, roi, iris_model.INPUT_PX, Border.EDGE)
