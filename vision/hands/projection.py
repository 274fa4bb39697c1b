"""From the crop of one hand back into the picture.

Source: MediaPipe `landmark_projection_calculator.cc` and `world_landmark_projection_calculator.cc`.
"""

import numpy as np
from numpy.typing import NDArray

from models.hand import HandCrop
from vision.geometry import RotatedSquare, rotate
from vision.hands.hand import Hand, Handedness

# The middle of the network's probability of a right hand.
RIGHT_THRESHOLD = 0.5


def place_hand(
    reading: HandCrop, roi: RotatedSquare, hand_id: int, width_px: int, height_px: int
) -> Hand:
    """Return what was read from `roi` as a hand in a picture of the given size."""
    landmarks_px = np.empty_like(reading.landmarks_norm)
    landmarks_px[:, :2] = roi.to_image(reading.landmarks_norm[:, :2])
    landmarks_px[:, 2] = reading.landmarks_norm[:, 2] * roi.side_px
    landmarks_norm = landmarks_px / np.array([width_px, height_px, width_px])
    world_m = reading.world_m.copy()
    world_m[:, :2] = rotate(reading.world_m[:, :2], roi.rotation_rad)
    handedness: Handedness = "right" if reading.right >= RIGHT_THRESHOLD else "left"
    return Hand(
        id=hand_id,
        landmarks_px=_read_only(landmarks_px),
        landmarks_norm=_read_only(landmarks_norm.astype(np.float32)),
        world_m=_read_only(world_m),
        handedness=handedness,
        handedness_score=max(reading.right, 1 - reading.right),
        presence=reading.presence,
        roi=roi,
    )


def _read_only(array: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return `array`, locked against writing."""
    array.flags.writeable = False
    return array
