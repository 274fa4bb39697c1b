"""The palm detector of MediaPipe (BlazePalm): a square picture in, palms out.

Source: MediaPipe `palm_detection_cpu.pbtxt`; arXiv 2006.10214.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.anchors import anchor_centres
from models.detections import Detections
from models.session import Session
from models.suppression import weighted_nms

# All from palm_detection_cpu.pbtxt.
INPUT_PX = 192
STRIDES = (8, 16, 16, 16)
KEYPOINTS = 7
WRIST = 0
MIDDLE_KNUCKLE = 2
MAX_LOGIT = 100.0
MAX_IOU = 0.3

ANCHORS_NORM = anchor_centres(INPUT_PX, STRIDES)  # (2016, 2)


def preprocess(square: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (1, 192, 192, 3) RGB 0..1 of a (192, 192, 3) RGB picture."""
    return (square.astype(np.float32) / np.float32(255))[np.newaxis]


def decode(raw: NDArray[np.float32], logits: NDArray[np.float32], min_score: float) -> Detections:
    """Turn the network's rows into palms, one for each anchor that is sure enough.

    Args:
        raw: (2016, 18) centre, size and seven keypoints, x before y, in pixels of the input and,
            but for the size, relative to the anchor.
        logits: (2016,) log odds of a palm.
        min_score: least probability that counts, 0..1.

    Returns:
        Unmerged palms in the frame of the input; boxes without area are left out.
    """
    odds = np.exp(logits.clip(-MAX_LOGIT, MAX_LOGIT).astype(np.float64))  # e^100 needs float64
    scores = (odds / (1 + odds)).astype(np.float32)
    kept = np.flatnonzero((scores >= min_score) & (raw[:, 2:4] > 0).all(axis=1))
    norm = raw[kept] / np.float32(INPUT_PX)
    anchors = ANCHORS_NORM[kept]  # (n, 2)
    centres, half_sizes = norm[:, 0:2] + anchors, norm[:, 2:4] / 2
    return Detections(
        boxes_norm=np.concatenate([centres - half_sizes, centres + half_sizes], axis=1),
        keypoints_norm=norm[:, 4:].reshape(-1, KEYPOINTS, 2) + anchors[:, np.newaxis],
        scores=scores[kept],
    )


class PalmDetector:
    """The network `palm_detection_full` or `palm_detection_lite`, loaded."""

    def __init__(self, path: Path) -> None:
        """Load the converted graph at `path`; raise ModelError when it cannot be used."""
        self._session = Session(path)

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        """Find palms in a (192, 192, 3) RGB picture, the surest first, each one once."""
        outputs = self._session.run({"input_1": preprocess(square)})
        found = decode(outputs["Identity"][0], outputs["Identity_1"][0, :, 0], min_score)
        return weighted_nms(found, MAX_IOU)
