"""Other pictures of a burst laid over the reference: first the camera's motion, then what moved.

The camera's motion is one turn and shift for the whole picture (ECC: Evangelidis and Psarakis,
2008). What is left is found tile by tile (dense inverse search: Kroeger et al., 2016). Both go into
one map, so that pixels are resampled once.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.ring import I420Frame

CAMERA_SCALE = 4  # the camera's motion is found at a quarter of the size: 5 ms at 720p (measured)
ECC_ITERATIONS = 50
ECC_CHANGE = 1e-5
ECC_BLUR_PX = 5
TILE_SCALE = 2  # tiles of 8 px at half the size, 16 px in the picture
SMALLEST_PX = 64  # the search needs a pyramid
FEWEST_LINES = 2  # OpenCV's phase correlation ends in an error on a mere column of pixels


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """The planes of a picture.

    Attributes:
        y: (height, width) uint8.
        u: (height / 2, width / 2) uint8.
        v: (height / 2, width / 2) uint8.
    """

    y: NDArray[np.uint8]
    u: NDArray[np.uint8]
    v: NDArray[np.uint8]

    def i420(self) -> NDArray[np.uint8]:
        """Return (height * 3 / 2, width), the planes one after the other."""
        flat = [plane.ravel() for plane in (self.y, self.u, self.v)]
        return np.concatenate(flat).reshape(-1, self.y.shape[1])


def planes(frame: I420Frame) -> Planes:
    """Return views of the planes of a frame."""
    height, width = frame.height_px, frame.width_px
    chroma = frame.i420[height:].reshape(2, height // 2, width // 2)
    return Planes(frame.luma, chroma[0], chroma[1])


def aligned(reference: Planes, other: Planes) -> Planes:
    """Return `other` as if it had been taken where and when `reference` was, as far as it can be.

    What shows something else stays different: the merge leaves it out.
    """
    motion = camera_motion(reference.y, other.y)
    height, width = reference.y.shape
    grid = places_of_pixels(height, width)
    steady = cv2.warpAffine(
        other.y,
        motion,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REFLECT,
    )
    places = grid + tile_motion(reference.y, np.asarray(steady, np.uint8))
    return resampled(other, np.asarray(cv2.transform(places, motion), np.float32))


def camera_motion(reference: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (2, 3): takes a place in `reference` to the same thing's in `other`, x and y in px.

    A turn and a shift. Where none makes the pictures more alike, none is returned.
    """
    near, far = (_smaller(luma, CAMERA_SCALE) for luma in (reference, other))
    still = np.eye(2, 3, dtype=np.float32)
    if min(near.shape) < FEWEST_LINES:
        return still
    (right, down), _ = cv2.phaseCorrelate(near.astype(np.float64), far.astype(np.float64))
    guess = still.copy()
    guess[:, 2] = right, down
    end = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, ECC_ITERATIONS, ECC_CHANGE)
    found = [still]
    for start in (guess, still):
        try:
            _, motion = cv2.findTransformECC(
                near, far, start.copy(), cv2.MOTION_EUCLIDEAN, end, np.empty(0), ECC_BLUR_PX
            )
        except cv2.error:  # it does not converge: nothing in common, or nothing to see
            continue
        found.append(np.asarray(motion, np.float32))
        break
    small = min(found, key=lambda motion: _unlikeness(near, far, motion))
    return _at_full_size(small, CAMERA_SCALE)


def tile_motion(reference: NDArray[np.uint8], steady: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (height, width, 2) x, y in px from each place to the same thing's in `steady`."""
    height, width = reference.shape
    near, far = (_smaller(luma, TILE_SCALE) for luma in (reference, steady))
    if min(near.shape) < SMALLEST_PX:
        return np.zeros((height, width, 2), np.float32)
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    flow = search.calc(near, far, np.empty(0))
    full = cv2.resize(flow, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(full, np.float32) * TILE_SCALE


def resampled(picture: Planes, places: NDArray[np.floating]) -> Planes:
    """Return a picture that shows at each pixel what `picture` shows at `places`.

    Args:
        picture: to be looked at.
        places: (height, width, 2) x, y in px of its luma.
    """
    luma_px = places.astype(np.float32, copy=False)
    height, width = picture.u.shape
    # Each pixel of chroma lies amid four of luma.
    amid = cv2.resize(luma_px, (width, height), interpolation=cv2.INTER_AREA)
    chroma_px = ((amid - 0.5) / 2).astype(np.float32)
    return Planes(
        _seen(picture.y, luma_px), _seen(picture.u, chroma_px), _seen(picture.v, chroma_px)
    )


def _seen(plane: NDArray[np.uint8], places: NDArray[np.float32]) -> NDArray[np.uint8]:
    seen = cv2.remap(plane, places, np.empty(0), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(seen, np.uint8)


def places_of_pixels(height_px: int, width_px: int) -> NDArray[np.float32]:
    """Return (height, width, 2), the x and y of each pixel."""
    y, x = np.mgrid[:height_px, :width_px].astype(np.float32)
    return np.stack([x, y], axis=-1)


def _smaller(luma: NDArray[np.uint8], scale: int) -> NDArray[np.uint8]:
    size = (max(1, luma.shape[1] // scale), max(1, luma.shape[0] // scale))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


def _unlikeness(
    near: NDArray[np.uint8], far: NDArray[np.uint8], motion: NDArray[np.float32]
) -> float:
    """Return how much the pictures differ once `far` is moved, in steps of 0..255."""
    moved = cv2.warpAffine(
        far,
        motion,
        near.shape[::-1],
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REFLECT,
    )
    return float(np.mean(cv2.absdiff(near, np.asarray(moved, np.uint8))))


def _at_full_size(motion: NDArray[np.float32], scale: int) -> NDArray[np.float32]:
    """Return a motion found in pictures `scale` times smaller, whose pixels cover whole blocks."""
    turn = motion[:, :2].astype(np.float64)
    middle = np.full(2, (scale - 1) / 2)  # of a small picture's first pixel
    shift = motion[:, 2] * scale + middle - turn @ middle
    return np.column_stack([turn, shift]).astype(np.float32)
