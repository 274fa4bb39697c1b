"""Where to look for a face: from a detection, or from the mesh of the frame before.

Source: MediaPipe `face_detection_front_detection_to_roi`, `face_landmark_landmarks_to_roi`.
"""

import math

import numpy as np
from numpy.typing import NDArray

from models.face import LEFT_EYE, RIGHT_EYE
from models.face_landmark import FaceCrop
from vision.geometry import RotatedSquare, wrap_angle

SCALE = 1.5  # both graphs
RIGHT_EYE_CORNER, LEFT_EYE_CORNER = 33, 263  # outer corners in the mesh

# A face that fills the frame asks for 1.5 frames; what is larger shows none.
MAX_SIDE_FRAMES = 3.0
MIN_SIDE_PX = 8.0


def detection_roi(
    box_px: NDArray[np.floating], keypoints_px: NDArray[np.floating]
) -> RotatedSquare:
    """Return the region of a detected face.

    Args:
        box_px: (4,) x_min, y_min, x_max, y_max in picture pixels.
        keypoints_px: (6, 2) x, y in picture pixels, the eyes first.
    """
    return _around(box_px[:2], box_px[2:], keypoints_px[RIGHT_EYE], keypoints_px[LEFT_EYE])


def landmarks_roi(landmarks_px: NDArray[np.floating]) -> RotatedSquare:
    """Return the region in which to look for this face in the next frame.

    Args:
        landmarks_px: (468, 2 or more) x, y in picture pixels.
    """
    points = landmarks_px[:, :2]
    return _around(
        points.min(axis=0), points.max(axis=0), points[RIGHT_EYE_CORNER], points[LEFT_EYE_CORNER]
    )


def _around(
    low: NDArray[np.floating],
    high: NDArray[np.floating],
    right_eye: NDArray[np.floating],
    left_eye: NDArray[np.floating],
) -> RotatedSquare:
    """Return the square around a box, turned so that the eyes lie level."""
    x, y = (left_eye - right_eye).tolist()
    cx, cy = ((low + high) / 2).tolist()
    side_px = float((high - low).max()) * SCALE
    return RotatedSquare(cx, cy, side_px, wrap_angle(math.atan2(y, x)))


def picture_landmarks(reading: FaceCrop, roi: RotatedSquare) -> NDArray[np.float32]:
    """Return (468, 3) x, y, z in picture pixels of what was read from `roi`, read-only."""
    landmarks_px = np.empty_like(reading.landmarks_norm)
    landmarks_px[:, :2] = roi.to_image(reading.landmarks_norm[:, :2])
    landmarks_px[:, 2] = reading.landmarks_norm[:, 2] * roi.side_px
    landmarks_px.flags.writeable = False
    return landmarks_px


def shows_picture(roi: RotatedSquare, width_px: int, height_px: int) -> bool:
    """Tell whether a region lies in the picture and is of a size in which a face can be seen."""
    if not MIN_SIDE_PX <= roi.side_px <= MAX_SIDE_FRAMES * max(width_px, height_px):
        return False
    return 0 <= roi.cx_px <= width_px and 0 <= roi.cy_px <= height_px
