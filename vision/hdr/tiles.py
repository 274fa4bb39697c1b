"""A plane as the spectra of overlapping tiles, and back."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

TILE_PX = 16  # Hasinoff et al., 2016
STRIDE_PX = TILE_PX // 2
BINS = TILE_PX // 2 + 1  # of a real transform, along x


def _window() -> NDArray[np.float32]:
    """Return (TILE_PX, TILE_PX) whose square, half overlapping, sums to 1.

    The square is HDR+'s raised cosine. Half of it is applied before the transform, so that a tile
    is not told from its neighbours by its edges, and half after.
    """
    raised = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(TILE_PX) + 0.5) / TILE_PX)
    return np.sqrt(np.outer(raised, raised)).astype(np.float32)


WINDOW = _window()
WINDOW_ENERGY = float(np.sum(WINDOW**2))  # power in each bin of white noise of variance 1


def _frequency() -> NDArray[np.float32]:
    """Return (TILE_PX, BINS) distance from the mean, in bins."""
    y = np.minimum(np.arange(TILE_PX), TILE_PX - np.arange(TILE_PX))
    return np.hypot(y[:, np.newaxis], np.arange(BINS)).astype(np.float32)


FREQUENCY = _frequency()


class Tiling:
    """The tiles of planes of one size."""

    def __init__(self, height_px: int, width_px: int) -> None:
        """Lay tiles so that each pixel lies in four."""
        self._shape = (height_px, width_px)
        below, right = -height_px % STRIDE_PX, -width_px % STRIDE_PX
        self._margins = ((STRIDE_PX, STRIDE_PX + below), (STRIDE_PX, STRIDE_PX + right))

    def cut(self, plane: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the (rows, columns, TILE_PX, TILE_PX) tiles of a plane, without a copy of each."""
        padded = np.pad(plane.astype(np.float32), self._margins, mode="symmetric")
        return sliding_window_view(padded, (TILE_PX, TILE_PX))[::STRIDE_PX, ::STRIDE_PX]

    def spectra(self, plane: NDArray[np.uint8]) -> NDArray[np.complex64]:
        """Return the (rows, columns, TILE_PX, BINS) transforms of the windowed tiles."""
        return np.fft.rfft2(self.cut(plane) * WINDOW).astype(np.complex64, copy=False)

    def plane(self, spectra: NDArray[np.complex64]) -> NDArray[np.uint8]:
        """Return the plane of which these are the spectra, rounded."""
        tiles = np.fft.irfft2(spectra, s=(TILE_PX, TILE_PX)).astype(np.float32) * WINDOW
        rows, columns = tiles.shape[:2]
        quarters = tiles.reshape(rows, columns, 2, STRIDE_PX, 2, STRIDE_PX)
        total = np.zeros((rows + 1, STRIDE_PX, columns + 1, STRIDE_PX), np.float32)
        for down in (0, 1):
            for right in (0, 1):
                part = quarters[:, :, down, :, right].transpose(0, 2, 1, 3)
                total[down : down + rows, :, right : right + columns] += part
        whole = total.reshape((rows + 1) * STRIDE_PX, (columns + 1) * STRIDE_PX)
        height, width = self._shape
        inner = whole[STRIDE_PX : STRIDE_PX + height, STRIDE_PX : STRIDE_PX + width]
        return np.rint(inner).clip(0, 255).astype(np.uint8)
