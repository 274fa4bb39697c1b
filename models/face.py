"""The short-range face detector of MediaPipe (BlazeFace): a square picture in, faces out.

Source: MediaPipe `face_detection_short_range.pbtxt`; arXiv 1907.05047.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.anchors import anchor_centres
from models.detections import Detections
from models.session import Session
from models.suppression import weighted_nms

# All from face_detection_short_range.pbtxt.
INPUT_PX = 128
STRIDES = (8, 16, 16, 16)
KEYPOINTS = 6
RIGHT_EYE = 0  # the person's own, on the left of the picture
LEFT_EYE = 1
MAX_LOGIT = 100.0
MAX_IOU = 0.3

ANCHORS_NORM = anchor_centres(INPUT_PX, STRIDES)  # (896, 2)


def preprocess(square: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (1, 128, 128, 3) RGB -1..1 of a (128, 128, 3) RGB picture."""
    return (square.astype(np.float32) / np.float32(127.5) - np.float32(1))[np.newaxis]


def decode(raw: NDArray[np.float32], logits: NDArray[np.float32], min_score: float) -> Detections:
    """Turn the network's rows into faces, one for each anchor that is sure enough.

    Args:
        raw: (896, 16) centre, size and six keypoints, x before y, in pixels of the input and, but
            for the size, relative to the anchor.
        logits: (896,) log odds of a face.
        min_score: least probability that counts, 0..1.

    Returns:
        Unmerged faces in the frame of the input; boxes without area are left out.
    """
    scores = 1 / (1 + np.exp(-logits.clip(-MAX_LOGIT, MAX_LOGIT).astype(np.float64)))
    kept = np.flatnonzero((scores >= min_score) & (raw[:, 2:4] > 0).all(axis=1))
    norm = raw[kept] / np.float32(INPUT_PX)
    anchors = ANCHORS_NORM[kept]  # (n, 2)
    centres, half_sizes = norm[:, 0:2] + anchors, norm[:, 2:4] / 2
    return Detections(
        boxes_norm=np.concatenate([centres - half_sizes, centres + half_sizes], axis=1),
        keypoints_norm=norm[:, 4:].reshape(-1, KEYPOINTS, 2) + anchors[:, np.newaxis],
        scores=scores[kept].astype(np.float32),
    )


class FaceDetector:
    """The network `face_detection_short_range`, loaded."""

    def __init__(self, path: Path) -> None:
        """Load the converted graph at `path`; raise ModelError when it cannot be used."""
        self._session = Session(path)

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        """Find faces in a (128, 128, 3) RGB picture, the surest first, each one once."""
        outputs = self._session.run({"input": preprocess(square)})
        found = decode(outputs["regressors"][0], outputs["classificators"][0, :, 0], min_score)
        return weighted_nms(found, MAX_IOU)
