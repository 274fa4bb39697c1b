"""The Wiener merge of a burst in the spectra of tiles (Hasinoff et al., 2016, section 5).

In each bin the other picture counts as far as its difference from the reference is noise, so what
moved stays as the reference has it. A tile whose coarse structure differs is trusted less in all
bins, luma and chroma alike: a faint ghost hides below the noise of each single bin. The noise that
is left is known bin by bin, and a Wiener filter within the picture takes off what can be told from
detail.
"""

from collections.abc import Generator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.hdr.align import Planes, aligned, planes
from vision.hdr.noise import noise_between
from vision.hdr.tiles import FREQUENCY, TILE_PX, Tiling
from vision.ring import I420Frame

# How far a difference may exceed the noise and still be merged; HDR+ gives 8.
TOLERANCE = 8.0
# A tile is doubted from here: mean power of the difference in the lowest bins, in that of noise.
COARSE_BINS = 2
DOUBT_FROM = 2.0
# Strength of the filter within the picture; the eye needs less of the colours' detail.
LUMA_FILTER, CHROMA_FILTER = 0.3, 1.0
TINY = np.float32(1e-6)  # a bin of nothing stays nothing


class PlaneMerge:
    """One plane of a burst."""

    def __init__(self, plane: NDArray[np.uint8], luma: NDArray[np.uint8]) -> None:
        """Begin with the reference.

        Args:
            plane: the reference's.
            luma: its luma at the size of `plane`: noise depends on it.
        """
        self._tiling = Tiling(*plane.shape)
        self._reference = self._tiling.spectra(plane)
        self._luma = self._tiling.cut(luma).mean(axis=(-1, -2))
        self._sum = self._reference.copy()
        shape = self._reference.shape
        self._kept = np.ones(shape, np.float32)  # weight of the reference, in pictures
        self._weights_squared = np.zeros(shape, np.float32)  # of the others
        self._noise = np.zeros(shape, np.float32)  # power of differences, summed
        self._others = 0

    def compare(self, plane: NDArray[np.uint8]) -> "Comparison":
        """Hold an aligned picture's plane against the reference."""
        difference = self._reference - self._tiling.spectra(plane)
        power = np.asarray(difference.real**2 + difference.imag**2, np.float32)
        noise = noise_between(power, self._luma).power(self._luma)
        return Comparison(difference, power / noise, noise)

    def add(self, other: "Comparison", doubt: NDArray[np.float32]) -> None:
        """Merge the picture.

        Args:
            other: it, compared.
            doubt: (rows, columns) at least 1; how much less each tile is trusted.
        """
        tolerance = TOLERANCE / doubt[..., np.newaxis, np.newaxis]
        keep = other.excess / (other.excess + tolerance)
        self._sum += self._reference - (1 - keep) * other.difference
        self._kept += keep
        self._weights_squared += (1 - keep) ** 2
        self._noise += other.noise
        self._others += 1

    def result(self, strength: float) -> NDArray[np.uint8]:
        """Return the merged plane, filtered with `strength` against the noise that is left."""
        count = self._others + 1
        merged = self._sum / np.float32(count)
        if self._others:
            one_picture = self._noise / np.float32(2 * self._others)
            left = one_picture * (self._kept**2 + self._weights_squared) / np.float32(count**2)
            power = merged.real**2 + merged.imag**2
            merged *= power / (power + np.float32(strength) * FREQUENCY * left + TINY)
        return self._tiling.plane(merged)


class Comparison:
    """An aligned picture beside the reference, in the spectra of tiles.

    Attributes:
        difference: (rows, columns, TILE_PX, BINS) complex64, reference less picture.
        excess: its power, in that of noise; about 1 where nothing moved.
        noise: power of the noise.
    """

    __slots__ = ("difference", "excess", "noise")

    def __init__(
        self,
        difference: NDArray[np.complex64],
        excess: NDArray[np.float32],
        noise: NDArray[np.float32],
    ) -> None:
        self.difference = difference
        self.excess = excess
        self.noise = noise

    def doubt(self) -> NDArray[np.float32]:
        """Return (rows, columns), at least 1: how sure it is that the tile shows something else."""
        rows = [*range(COARSE_BINS), *range(TILE_PX - COARSE_BINS + 1, TILE_PX)]
        coarse = self.excess[..., rows, :COARSE_BINS].mean(axis=(-1, -2))
        return np.asarray(np.sqrt(np.maximum(1, coarse / DOUBT_FROM)), np.float32)


def merging(reference: I420Frame, others: Sequence[I420Frame]) -> Generator[float, None, I420Frame]:
    """Merge pictures of one size into the reference.

    Yields the share that is done after each step, 0..1; closing the generator cancels. Its return
    value is the picture, with the reference's time.
    """
    seen = planes(reference)
    height, width = seen.u.shape
    small = cv2.resize(seen.y, (width, height), interpolation=cv2.INTER_AREA)
    small_luma = np.asarray(small, np.uint8)
    luma = PlaneMerge(seen.y, seen.y)
    chroma = [PlaneMerge(plane, small_luma) for plane in (seen.u, seen.v)]
    steps = len(others) + 1
    for done, other in enumerate(others):
        _add(luma, chroma, aligned(seen, planes(other)))
        yield (done + 1) / steps
    u, v = (plane.result(CHROMA_FILTER) for plane in chroma)
    i420 = Planes(luma.result(LUMA_FILTER), u, v).i420()
    i420.flags.writeable = False
    yield 1.0
    return I420Frame(reference.pts_ns, i420)


def _add(luma: PlaneMerge, chroma: Sequence[PlaneMerge], other: Planes) -> None:
    """Merge one aligned picture."""
    compared = luma.compare(other.y)
    doubt = compared.doubt()
    luma.add(compared, doubt)
    for merge, plane in zip(chroma, (other.u, other.v), strict=True):
        compared = merge.compare(plane)
        rows, columns = compared.excess.shape[:2]
        wide = cv2.resize(doubt, (columns, rows), interpolation=cv2.INTER_LINEAR)
        merge.add(compared, np.asarray(wide, np.float32))
