"""The look of a merged picture: dark ones lifted, a little contrast, fine detail.

The tone curve is exposure fusion (Mertens et al., 2007) of the picture and one brighter copy, by
brightness alone, as in HDR+'s finish. It moves light about within the picture; what the camera cut
off at white or black does not come back. A picture of usual brightness keeps its tones.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.hdr.align import Planes, planes
from vision.ring import I420Frame

BLACK, WHITE = 16.0, 235.0  # luma of BT.601
GREY = 128.0  # chroma without colour
USUAL_BRIGHTNESS = 0.42  # median luma below which a picture is lifted, 0..1
MOST_GAIN = 1.5  # noise is lifted as well
BEST_BRIGHTNESS, BRIGHTNESS_SPREAD = 0.5, 0.2  # Mertens et al.: what counts as well exposed
SURROUNDINGS_SCALE = 8  # brightness around a pixel is found at this fraction of the size
SURROUNDINGS_PX = 8  # radius there
EDGE = 0.01  # squared contrast, 0..1, above which an edge bounds the surroundings
CONTRAST = 0.03  # of x - c sin(2 pi x); HDR+ takes 0.075 for raw pictures
# Unsharp masks: blur in px, amount, and the contrast (0..1) that is taken for noise.
SHARPENING = ((1.0, 0.25, 0.010), (2.0, 0.1, 0.015))


def finished(frame: I420Frame) -> I420Frame:
    """Return the picture with tones and detail to be looked at."""
    seen = planes(frame)
    luma = (seen.y.astype(np.float32) - BLACK) / (WHITE - BLACK)
    gain = tone_gain(luma)
    toned = sharpened(with_contrast(luma * gain))
    y = np.rint(toned * (WHITE - BLACK) + BLACK).clip(BLACK, WHITE).astype(np.uint8)
    height, width = seen.u.shape
    colour_gain = cv2.resize(gain, (width, height), interpolation=cv2.INTER_AREA)
    u, v = (
        np.rint((plane - GREY) * colour_gain + GREY).clip(0, 255).astype(np.uint8)
        for plane in (seen.u.astype(np.float32), seen.v.astype(np.float32))
    )
    i420 = Planes(y, u, v).i420()
    i420.flags.writeable = False
    return I420Frame(frame.pts_ns, i420)


def tone_gain(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (height, width) how much lighter each pixel of `luma`, 0..1, becomes; at least 1."""
    median = max(float(np.median(luma[::4, ::4])), 1e-3)
    brighter = float(np.clip(USUAL_BRIGHTNESS / median, 1.0, MOST_GAIN))
    if brighter == 1.0:
        return np.ones_like(luma)
    around = surroundings(luma)
    weights = [_exposedness(around * gain) for gain in (1.0, brighter)]
    gain = (weights[0] + weights[1] * brighter) / (weights[0] + weights[1])
    return np.asarray(gain, np.float32)


def surroundings(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the brightness around each pixel, up to edges (guided filter: He and Sun, 2015)."""
    height, width = luma.shape
    size = (max(1, width // SURROUNDINGS_SCALE), max(1, height // SURROUNDINGS_SCALE))
    small = cv2.resize(luma, size, interpolation=cv2.INTER_AREA)
    box = (2 * SURROUNDINGS_PX + 1,) * 2
    mean = cv2.blur(small, box)
    variance = cv2.blur(small * small, box) - mean * mean
    slope = variance / (variance + EDGE)
    lines = [cv2.blur(part, box) for part in (slope, mean - slope * mean)]
    full = [cv2.resize(part, (width, height), interpolation=cv2.INTER_LINEAR) for part in lines]
    return np.asarray(full[0] * luma + full[1], np.float32)


def with_contrast(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return luma, 0..1, with more contrast in its middle."""
    inside = luma.clip(0, 1)
    curved: NDArray[np.float32] = inside - np.float32(CONTRAST) * np.sin(
        np.float32(2 * np.pi) * inside
    )
    return curved


def sharpened(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return luma, 0..1, with its detail made stronger where it stands out of the noise."""
    result = luma.copy()
    for blur_px, amount, noise in SHARPENING:
        detail = luma - cv2.GaussianBlur(luma, (0, 0), blur_px)
        clear = np.sign(detail) * np.maximum(np.abs(detail) - np.float32(noise), 0)
        result += np.float32(amount) * clear
    return result


def _exposedness(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how well exposed a brightness is, up to 1; never 0."""
    off = (luma - np.float32(BEST_BRIGHTNESS)) / np.float32(BRIGHTNESS_SPREAD)
    return np.exp(np.float32(-0.5) * off * off) + np.float32(1e-6)
