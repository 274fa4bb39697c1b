"""The face mesh of MediaPipe: a crop around one face in, 468 points out, the lips looked at twice.

Source: MediaPipe `face_landmark_cpu.pbtxt` and `tensors_to_face_landmarks_with_attention.pbtxt`;
arXiv 1907.06724 and 2006.10962.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.session import Session

# All from the graphs.
INPUT_PX = 192
LANDMARKS = 468
MAX_LOGIT = 100.0
# Which points of the mesh the second look at the lips gives anew.
LIPS = (
    *(61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409),
    *(78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415),
    *(76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408),
    *(62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407),
)
# Of the last layer before the mesh, and of that before the lips.
FACE_FEATURES, LIP_FEATURES = 3 * 3 * 32, 2 * 2 * 32
FEATURES = FACE_FEATURES + LIP_FEATURES


@dataclass(frozen=True, slots=True, eq=False)
class FaceCrop:
    """What the network reads from one crop.

    Attributes:
        landmarks_norm: (468, 3) float32; x, y 0..1 across the crop; z in sides of the crop,
            smaller nearer to the camera.
        presence: probability that the crop shows a face.
        features: (416,) float32 of the layers that the mesh and the lips are read from; no unit.
    """

    landmarks_norm: NDArray[np.float32]
    presence: float
    features: NDArray[np.float32]


def preprocess(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (1, 192, 192, 3) RGB 0..1 of a (192, 192, 3) RGB picture."""
    return (crop.astype(np.float32) / np.float32(255))[np.newaxis]


def decode(
    mesh: NDArray[np.float32],
    lips: NDArray[np.float32],
    features: NDArray[np.float32],
    logit: float,
) -> FaceCrop:
    """Give the network's numbers their shape and units.

    Args:
        mesh: (1404,) x, y, z of each landmark in pixels of the crop.
        lips: (160,) x, y of each of `LIPS` in pixels of the crop.
        features: (416,).
        logit: log odds of a face.
    """
    presence = 1 / (1 + np.exp(-np.clip(np.float64(logit), -MAX_LOGIT, MAX_LOGIT)))
    landmarks = mesh.reshape(LANDMARKS, 3) / np.float32(INPUT_PX)
    landmarks[LIPS, :2] = lips.reshape(-1, 2) / np.float32(INPUT_PX)
    return FaceCrop(landmarks, float(presence), features)


class FaceLandmarker:
    """The network `face_landmark_with_attention`, loaded."""

    def __init__(self, path: Path) -> None:
        """Load the converted graph at `path`; raise ModelError when it cannot be used."""
        self._session = Session(path)

    def read(self, crop: NDArray[np.uint8]) -> FaceCrop:
        """Read a (192, 192, 3) RGB crop with an upright face."""
        outputs = self._session.run({"input_1": preprocess(crop)})
        return decode(
            outputs["output_mesh_identity"].reshape(-1),
            outputs["output_lips"].reshape(-1),
            np.concatenate([outputs[name].reshape(-1) for name in ("p_re_lu_19", "p_re_lu_32")]),
            float(outputs["conv_faceflag"].reshape(-1)[0]),
        )
