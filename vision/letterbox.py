"""The whole picture inside a square, for networks that look at everything at once."""

import numpy as np
from numpy.typing import NDArray

from vision.geometry import Border, RotatedSquare, crop_square


def letterbox_square(width_px: int, height_px: int) -> RotatedSquare:
    """Return the smallest upright square around a picture, centred on it."""
    return RotatedSquare(width_px / 2, height_px / 2, max(width_px, height_px))


def letterbox(rgb: NDArray[np.uint8], size_px: int) -> tuple[NDArray[np.uint8], RotatedSquare]:
    """Fit a picture into a square with black bars.

    Args:
        rgb: (height, width, 3) picture.
        size_px: side of the result.

    Returns:
        The (size_px, size_px, 3) square, and the region it shows: `to_image` takes what is found
        in it back to pixels of the picture.
    """
    height_px, width_px = rgb.shape[:2]
    square = letterbox_square(width_px, height_px)
    return crop_square(rgb, square, size_px, Border.BLACK), square
