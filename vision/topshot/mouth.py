"""What a mouth looks like, beside where its points stand: lips, teeth and folds tell a smile too.

A patch from below the eyes to the chin in the face's own axes, made even in light and contrast,
its two halves averaged: 10 rows of 6 from the face's side to its middle. What it adds is told in
`models.training.topshot.smile`.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.topshot.mesh import LEFT_EYE, RIGHT_EYE

ROWS, COLUMNS = 10, 6
PATCH = ROWS * COLUMNS
# Of the patch, in distances of the eyes' outer corners from the point between them.
HALF_WIDTH, TOP, BOTTOM = 0.75, 0.45, 1.6
SAMPLES = 4  # each way for one value
LEAST_CONTRAST = 5.0  # of 255: an even patch stays even


def mouth_patch(luma: NDArray[np.uint8], landmarks_px: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (60,) values, row by row, in standard deviations of the patch; read-only.

    Args:
        luma: (height, width) picture, 0..255.
        landmarks_px: (468, 3) mesh.
    """
    right, left = landmarks_px[[RIGHT_EYE, LEFT_EYE], :2].astype(np.float64)
    across = left - right
    down = np.array([-across[1], across[0]])
    origin = (right + left) / 2 - HALF_WIDTH * across + TOP * down
    width, height = 2 * COLUMNS * SAMPLES, ROWS * SAMPLES
    # Takes pixels of the patch to pixels of the picture.
    matrix = np.column_stack(
        [across * 2 * HALF_WIDTH / width, down * (BOTTOM - TOP) / height, origin]
    )
    patch = cv2.warpAffine(
        luma,
        matrix,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    cells = cv2.resize(patch.astype(np.float32), (2 * COLUMNS, ROWS), interpolation=cv2.INTER_AREA)
    even = (cells - cells.mean()) / (cells.std() + LEAST_CONTRAST)
    halves: NDArray[np.float32] = ((even + even[:, ::-1]) / 2)[:, :COLUMNS].ravel()
    halves = halves.astype(np.float32, copy=False)
    halves.flags.writeable = False
    return halves
