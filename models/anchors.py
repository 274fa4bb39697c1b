"""The grid of anchors that MediaPipe's single-shot detectors answer for.

Source: MediaPipe `SsdAnchorsCalculator` as its palm and face graphs set it: anchors of fixed size,
aspect ratio 1 and one interpolated scale, which leaves two equal centres per layer and cell.
"""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

ANCHORS_PER_LAYER = 2  # aspect ratio 1 and the interpolated scale


def anchor_centres(input_px: int, strides: Sequence[int]) -> NDArray[np.float32]:
    """Return the centres of all anchors in the order of the network's rows.

    Neighbouring layers of one stride share a grid, and each of its cells (y outer, x inner) holds
    the anchors of all of them.

    Args:
        input_px: side of the square input.
        strides: pixels per cell of each layer, a divisor of `input_px`.

    Returns:
        (n, 2) x and y, 0..1 across the input.
    """
    layers = []
    for stride, same in groupby(strides):
        cells = input_px // stride
        y, x = np.divmod(np.arange(cells * cells), cells)
        centres = (np.stack([x, y], axis=1) + 0.5) / cells
        layers.append(np.repeat(centres, ANCHORS_PER_LAYER * len(list(same)), axis=0))
    return np.concatenate(layers).astype(np.float32)
