"""Made-up bursts of a camera held by hand, whose noiseless reference is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.hdr.merge import merging
from vision.ring import I420Frame

FRAME_NS = 33_333_333
BURST_FRAMES = 8
SHAKE_PX, SHAKE_DEG = 12.0, 0.4
MARGIN_PX = 40  # of the scene around the picture


@dataclass(frozen=True, slots=True, eq=False)
class Mover:
    """A thing that moves to the right from picture to picture.

    Attributes:
        rgb: (height, width, 3) uint8.
        x_px: its left edge in the reference.
        y_px: its top.
        step_px: how far it gets in a frame.
    """

    rgb: NDArray[np.uint8]
    x_px: int
    y_px: int
    step_px: int


@dataclass(frozen=True, slots=True, eq=False)
class Burst:
    """A burst; its first picture is the reference.

    Attributes:
        truth: (height, width, 3) uint8 RGB of the reference before noise.
        frames: what the camera gives.
    """

    truth: NDArray[np.uint8]
    frames: list[I420Frame]


def burst(scene: NDArray[np.uint8], mover: Mover | None, sigma: float, seed: int) -> Burst:
    """Return a burst of a scene, shaken: white noise is added to RGB, chroma is averaged.

    Args:
        scene: RGB, MARGIN_PX larger than the picture on each side.
        mover: what moves in front of it.
        sigma: of the noise, in steps of 0..255.
        seed: of shake and noise.
    """
    rng = np.random.default_rng(seed)
    height, width = scene.shape[:2]
    truth: list[NDArray[np.uint8]] = []
    frames: list[I420Frame] = []
    for number in range(BURST_FRAMES):
        shake = camera_shake(
            (height, width), rng.uniform(-SHAKE_DEG, SHAKE_DEG), rng.uniform(-SHAKE_PX, SHAKE_PX, 2)
        )
        seen = cv2.warpAffine(
            scene, shake, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
        )
        picture = np.array(seen[MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX], np.uint8)
        if mover is not None:
            x, y = mover.x_px + mover.step_px * number, mover.y_px
            tall, wide = mover.rgb.shape[:2]
            picture[y : y + tall, x : x + wide] = mover.rgb
        truth.append(picture)
        noisy = np.rint(picture + rng.normal(0, sigma, picture.shape)).clip(0, 255)
        frames.append(I420Frame(number * FRAME_NS, i420(noisy.astype(np.uint8))))
    return Burst(truth[0], frames)


def camera_shake(
    shape_px: tuple[int, int], turn_deg: float, shift_px: Sequence[float] | NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (2, 3), a turn around the middle of (height, width) and a shift by x, y."""
    height, width = shape_px
    motion = np.array(cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, 1), np.float64)
    motion[:, 2] += np.asarray(shift_px)
    return motion


def merged(frames: list[I420Frame]) -> I420Frame:
    """Return the burst merged into its first picture."""
    steps = merging(frames[0], frames[1:])
    while True:
        try:
            next(steps)
        except StopIteration as end:
            picture: I420Frame = end.value
            return picture


def i420(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture as a camera gives it: BT.601, chroma averaged over 2 x 2 pixels."""
    height, width = rgb.shape[:2]
    luma = cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV_I420)[:height]
    half = cv2.resize(rgb, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    doubled = cv2.resize(half, (width, height), interpolation=cv2.INTER_NEAREST)
    chroma = cv2.cvtColor(doubled, cv2.COLOR_RGB2YUV_I420)[height:]
    return np.concatenate([luma, chroma]).astype(np.uint8)


def drawn_scene(height_px: int, width_px: int, seed: int = 5) -> NDArray[np.uint8]:
    """Return soft and hard shapes for a picture of this size, the margin added."""
    rng = np.random.default_rng(seed)
    height, width = height_px + 2 * MARGIN_PX, width_px + 2 * MARGIN_PX
    coarse = rng.uniform(60, 195, (6, 9, 1)) + rng.uniform(-12, 12, (6, 9, 3))
    scene = cv2.resize(coarse.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    for _ in range(height * width // 4000):
        colour = tuple((rng.uniform(30, 225) + rng.uniform(-12, 12, 3)).tolist())
        place = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        cv2.circle(scene, place, int(rng.integers(3, 40)), colour, -1, cv2.LINE_AA)
    return np.rint(scene).clip(0, 255).astype(np.uint8)


def psnr_db(picture: NDArray[np.uint8], truth: NDArray[np.uint8]) -> float:
    """Return the peak signal to noise ratio of 8-bit pictures."""
    error = picture.astype(np.float64) - truth
    return float(10 * np.log10(255**2 / max(float(np.mean(error**2)), 1e-9)))


def coarse_error(picture: NDArray[np.uint8], truth: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (height, width, 3) the error that is coarse enough to be seen as a shape."""
    return np.asarray(cv2.GaussianBlur(picture.astype(np.float32) - truth, (0, 0), 5.0), np.float32)
