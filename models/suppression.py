"""Weighted non-maximum suppression: overlapping detections are averaged, not thrown away.

Source: MediaPipe `NonMaxSuppressionCalculator`, algorithm WEIGHTED.
"""

import numpy as np
from numpy.typing import NDArray

from models.detections import Detections, box_iou


def weighted_nms(found: Detections, max_iou: float) -> Detections:
    """Merge detections of one object.

    The best detection gathers all whose overlap with its own box is above `max_iou`; the mean of
    their boxes and keypoints, weighted by score, takes their place under the best's score. This
    goes on with the rest until none is left.

    Args:
        found: detections in any order.
        max_iou: overlap up to which two boxes stay two objects.

    Returns:
        Detections by falling score; of equal scores the earlier comes first.
    """
    rest = np.argsort(-found.scores, kind="stable")
    groups: list[NDArray[np.intp]] = []
    while rest.size:
        joins = box_iou(found.boxes_norm[rest[0]], found.boxes_norm[rest]) > max_iou
        joins[0] = True  # even a box without area belongs to its own group
        groups.append(rest[joins])
        rest = rest[~joins]
    return Detections(
        boxes_norm=_weighted_means(found.boxes_norm, found.scores, groups),
        keypoints_norm=_weighted_means(found.keypoints_norm, found.scores, groups),
        scores=found.scores[[group[0] for group in groups]],
    )


def _weighted_means(
    values: NDArray[np.float32], weights: NDArray[np.float32], groups: list[NDArray[np.intp]]
) -> NDArray[np.float32]:
    """Return the mean of each group of rows of `values`, (len(groups), ...)."""
    means = np.empty((len(groups), *values.shape[1:]), np.float32)
    for row, group in enumerate(groups):
        means[row] = np.average(values[group], axis=0, weights=weights[group])
    return means
