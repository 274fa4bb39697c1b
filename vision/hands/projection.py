"""From the crop of one hand back into the picture.

Source: MediaPipe `landmark_projection_calculator.cc` and `world_landmark_projection_calculator.cc`.
"""

import numpy as np
from numpy.typing import NDArray

from models.hand import HandCrop
from vision.geometry import RotatedSquare, rotate
from vision.hands.confidence import seen_confidence
from vision.hands.hand import Hand, Handedness

# The middle of the network's probability of a right hand.
RIGHT_THRESHOLD = 0.5


def place_hand(
    reading: HandCrop, roi: RotatedSquare, hand_id: int, width_px: int, height_px: int
) -> Hand:
    """Return what was read from `roi` as a hand in a picture of the given size."""
    landmarks_px = picture_landmarks(reading, roi)
    landmarks_norm = landmarks_px / np.array([width_px, height_px, width_px])
    handedness: Handedness = "right" if reading.right >= RIGHT_THRESHOLD else "left"
    return Hand(
        id=hand_id,
        landmarks_px=read_only(landmarks_px),
        landmarks_norm=read_only(landmarks_norm.astype(np.float32)),
        world_m=read_only(picture_world(reading, roi)),
        handedness=handedness,
        handedness_score=max(reading.right, 1 - reading.right),
        presence=reading.presence,
        roi=roi,
        state="seen",
        confidence=read_only(
            seen_confidence(reading.presence, landmarks_px, roi, width_px, height_px)
        ),
    )


def picture_landmarks(reading: HandCrop, roi: RotatedSquare) -> NDArray[np.float32]:
    """Return (21, 3) x, y, z in picture pixels of what was read from `roi`."""
    landmarks_px = np.empty_like(reading.landmarks_norm)
    landmarks_px[:, :2] = roi.to_image(reading.landmarks_norm[:, :2])
    landmarks_px[:, 2] = reading.landmarks_norm[:, 2] * roi.side_px
    return landmarks_px


def picture_world(reading: HandCrop, roi: RotatedSquare) -> NDArray[np.float32]:
    """Return (21, 3) metres around the hand's centre, turned to the picture's axes."""
    world_m = reading.world_m.copy()
    world_m[:, :2] = rotate(reading.world_m[:, :2], roi.rotation_rad)
    return world_m


def read_only(array: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return `array`, locked against writing."""
    array.flags.writeable = False
    return array
