"""Where to look for a hand: from a palm, or from the hand of the frame before.

Source: MediaPipe `palm_detection_detection_to_roi.pbtxt`, `hand_landmarks_to_roi.pbtxt` and
`hand_landmarks_to_rect_calculator.cc`.
"""

import math

import numpy as np
from numpy.typing import NDArray

from models.palm import MIDDLE_KNUCKLE, WRIST
from vision.geometry import RotatedSquare, rotate, wrap_angle

# palm_detection_detection_to_roi.pbtxt
PALM_SHIFT_UP = 0.5  # heights of the palm's box, towards the fingers
PALM_SCALE = 2.6

# hand_landmarks_to_roi.pbtxt
HAND_SHIFT_UP = 0.1  # heights of the hand, towards the fingers
HAND_SCALE = 2.0  # a region is two hands wide

# hand_landmarks_to_rect_calculator.cc: wrist, thumb and fingers up to the middle joint
STEADY_LANDMARKS = (0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18)
HAND_WRIST = 0
INDEX_KNUCKLE = 5
CENTRE_KNUCKLE = 9
RING_KNUCKLE = 13

# A palm as wide as the frame asks for 2.6 frames (PALM_SCALE); what is larger shows no hand.
MAX_SIDE_FRAMES = 4.0
MIN_SIDE_PX = 1.0


def palm_roi(box_px: NDArray[np.floating], keypoints_px: NDArray[np.floating]) -> RotatedSquare:
    """Return the region of the hand that belongs to a palm.

    Args:
        box_px: (4,) x_min, y_min, x_max, y_max of the palm in picture pixels.
        keypoints_px: (7, 2) x, y in picture pixels.
    """
    rotation_rad = upright_rotation(keypoints_px[WRIST], keypoints_px[MIDDLE_KNUCKLE])
    width, height = box_px[2:] - box_px[:2]
    centre = (box_px[:2] + box_px[2:]) / 2
    up = rotate(np.array([0.0, -PALM_SHIFT_UP * height]), rotation_rad)
    cx, cy = centre + up
    return RotatedSquare(float(cx), float(cy), float(max(width, height)) * PALM_SCALE, rotation_rad)


def landmarks_roi(landmarks_px: NDArray[np.floating]) -> RotatedSquare:
    """Return the region in which to look for this hand in the next frame.

    Args:
        landmarks_px: (21, 2 or more) x, y in picture pixels.
    """
    points = landmarks_px[:, :2].astype(np.float64)
    outer_knuckles = (points[INDEX_KNUCKLE] + points[RING_KNUCKLE]) / 2
    rotation_rad = upright_rotation(
        points[HAND_WRIST], (outer_knuckles + points[CENTRE_KNUCKLE]) / 2
    )
    upright = rotate(points[list(STEADY_LANDMARKS)], -rotation_rad)
    low, high = upright.min(axis=0), upright.max(axis=0)
    width, height = high - low
    cx, cy = rotate((low + high) / 2 - (0.0, HAND_SHIFT_UP * height), rotation_rad)
    return RotatedSquare(float(cx), float(cy), float(max(width, height)) * HAND_SCALE, rotation_rad)


def upright_rotation(wrist: NDArray[np.floating], knuckles: NDArray[np.floating]) -> float:
    """Return the clockwise angle from straight up to the direction wrist -> knuckles, in rad."""
    x, y = (knuckles - wrist).tolist()
    return wrap_angle(math.pi / 2 - math.atan2(-y, x))


def shows_picture(roi: RotatedSquare, width_px: int, height_px: int) -> bool:
    """Tell whether a region is near the picture and of a size in which a hand can be seen."""
    if not MIN_SIDE_PX <= roi.side_px <= MAX_SIDE_FRAMES * max(width_px, height_px):
        return False
    return (
        -roi.side_px <= roi.cx_px <= width_px + roi.side_px
        and -roi.side_px <= roi.cy_px <= height_px + roi.side_px
    )
