"""The face mesh of MediaPipe: a crop around one face in, 468 points out.

Source: MediaPipe `face_landmark_cpu.pbtxt`; arXiv 1907.06724.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.session import Session

# All from face_landmark_cpu.pbtxt.
INPUT_PX = 192
LANDMARKS = 468
MAX_LOGIT = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class FaceCrop:
    """What the network reads from one crop.

    Attributes:
        landmarks_norm: (468, 3) float32; x, y 0..1 across the crop; z in sides of the crop,
            smaller nearer to the camera.
        presence: probability that the crop shows a face.
    """

    landmarks_norm: NDArray[np.float32]
    presence: float


def preprocess(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (1, 192, 192, 3) RGB 0..1 of a (192, 192, 3) RGB picture."""
    return (crop.astype(np.float32) / np.float32(255))[np.newaxis]


def decode(raw: NDArray[np.float32], logit: float) -> FaceCrop:
    """Give the network's numbers their shape and units.

    Args:
        raw: (1404,) x, y, z of each landmark in pixels of the crop.
        logit: log odds of a face.
    """
    presence = 1 / (1 + np.exp(-np.clip(np.float64(logit), -MAX_LOGIT, MAX_LOGIT)))
    return FaceCrop(raw.reshape(LANDMARKS, 3) / np.float32(INPUT_PX), float(presence))


class FaceLandmarker:
    """The network `face_landmark`, loaded."""

    def __init__(self, path: Path) -> None:
        """Load the converted graph at `path`; raise ModelError when it cannot be used."""
        self._session = Session(path)

    def read(self, crop: NDArray[np.uint8]) -> FaceCrop:
        """Read a (192, 192, 3) RGB crop with an upright face."""
        outputs = self._session.run({"input_1": preprocess(crop)})
        return decode(outputs["conv2d_21"].reshape(-1), float(outputs["conv2d_31"].reshape(-1)[0]))
