"""The hand landmark network of MediaPipe: a crop around one hand in, 21 points out.

Source: MediaPipe `hand_landmark_cpu.pbtxt` and `tensors_to_landmarks`; arXiv 2006.10214.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.session import Session

# All from hand_landmark_cpu.pbtxt.
INPUT_PX = 224
LANDMARKS = 21
DEPTH_SCALE = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class HandCrop:
    """What the network reads from one crop.

    Attributes:
        landmarks_norm: (21, 3) float32; x, y 0..1 across the crop; z in sides of the crop,
            relative to the wrist, smaller nearer to the camera.
        world_m: (21, 3) float32 metres around the hand's centre, axes as the crop's.
        presence: probability that the crop shows a hand.
        right: probability that it is a physical right hand, for an unmirrored picture.
    """

    landmarks_norm: NDArray[np.float32]
    world_m: NDArray[np.float32]
    presence: float
    right: float


def preprocess(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (1, 224, 224, 3) RGB 0..1 of a (224, 224, 3) RGB picture."""
    return (crop.astype(np.float32) / np.float32(255))[np.newaxis]


def decode(
    raw: NDArray[np.float32], world: NDArray[np.float32], presence: float, right: float
) -> HandCrop:
    """Give the network's numbers their shape and units.

    Args:
        raw: (63,) x, y, z of each landmark in pixels of the crop.
        world: (63,) x, y, z of each landmark in metres.
        presence: probability of a hand, already through the sigmoid.
        right: probability of a right hand, already through the sigmoid.
    """
    scale = np.array([INPUT_PX, INPUT_PX, INPUT_PX * DEPTH_SCALE], np.float32)
    return HandCrop(raw.reshape(LANDMARKS, 3) / scale, world.reshape(LANDMARKS, 3), presence, right)


class HandLandmarker:
    """The network `hand_landmark_full` or `hand_landmark_lite`, loaded."""

    def __init__(self, path: Path) -> None:
        """Load the converted graph at `path`; raise ModelError when it cannot be used."""
        self._session = Session(path)

    def read(self, crop: NDArray[np.uint8]) -> HandCrop:
        """Read a (224, 224, 3) RGB crop in which the fingers of a hand point upwards."""
        outputs = self._session.run({"input_1": preprocess(crop)})
        return decode(
            outputs["Identity"][0],
            outputs["Identity_3"][0],
            float(outputs["Identity_1"][0, 0]),
            float(outputs["Identity_2"][0, 0]),
        )
