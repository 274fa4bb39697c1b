"""What a detector finds: boxes with keypoints and scores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """Some found objects, in the frame of the detector's square input.

    Attributes:
        boxes_norm: (n, 4) float32 x_min, y_min, x_max, y_max, 0..1 across the square.
        keypoints_norm: (n, k, 2) float32 x, y in the same frame.
        scores: (n,) float32, 0..1.
    """

    boxes_norm: NDArray[np.float32]
    keypoints_norm: NDArray[np.float32]
    scores: NDArray[np.float32]

    def __len__(self) -> int:
        """Return how many were found."""
        return len(self.scores)


def box_iou(box: NDArray[np.floating], boxes: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the area shared by `box` and each of `boxes` over the area they cover together.

    Args:
        box: (4,) x_min, y_min, x_max, y_max in any one frame.
        boxes: (n, 4) in the same frame.

    Returns:
        (n,) in 0..1; 0 where both are without area.
    """
    box, boxes = box.astype(np.float64), boxes.astype(np.float64)
    shared_wh = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    shared = shared_wh.clip(min=0).prod(axis=1)  # (n,)
    covered = (box[2:] - box[:2]).prod() + (boxes[:, 2:] - boxes[:, :2]).prod(axis=1) - shared
    iou: NDArray[np.float64] = np.zeros_like(shared)
    np.divide(shared, covered, out=iou, where=covered > 0)
    return iou
