"""What others pick a frame by: chance, ffmpeg's thumbnail filter, and three measures of sharpness.

Each returns (frames,) scores of a burst; the highest is the pick.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

import av
import av.filter
import cv2
import numpy as np
from numpy.typing import NDArray

from vision.topshot.score import FrameScore

Pictures = Sequence[NDArray[np.uint8]]
"""(height, width, 3) RGB, in order of time."""
Peer = Callable[[Pictures, Sequence[FrameScore], int], NDArray[np.float64]]
"""Takes pictures, what we measured of them (for the face's place alone), and a seed."""


def by_chance(pictures: Pictures, frames: Sequence[FrameScore], seed: int) -> NDArray[np.float64]:
    """Any order."""
    return np.random.default_rng(seed).random(len(pictures))


def by_thumbnail(
    pictures: Pictures, frames: Sequence[FrameScore], seed: int
) -> NDArray[np.float64]:
    """The frame that ffmpeg's `thumbnail` picks, then the others by chance."""
    height, width = pictures[0].shape[:2]
    graph = av.filter.Graph()
    source = graph.add_buffer(
        width=width, height=height, format=av.VideoFormat("rgb24"), time_base=Fraction(1, 1000)
    )
    filtered = graph.add("thumbnail", str(len(pictures)))
    sink = graph.add("buffersink")
    source.link_to(filtered)
    filtered.link_to(sink)
    graph.configure()
    for number, picture in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, 1000)
        source.push(frame)
    source.push(None)
    picked = sink.pull()
    assert picked.pts is not None
    scores = by_chance(pictures, frames, seed)
    scores[picked.pts] = 2.0
    return scores


def by_laplacian(
    pictures: Pictures, frames: Sequence[FrameScore], seed: int
) -> NDArray[np.float64]:
    """Variance of the Laplacian of the whole picture."""
    return np.array([_laplacian_variance(_grey(picture)) for picture in pictures])


def by_tenengrad(
    pictures: Pictures, frames: Sequence[FrameScore], seed: int
) -> NDArray[np.float64]:
    """Mean squared Sobel gradient of the whole picture."""
    scores = []
    for picture in pictures:
        grey = _grey(picture).astype(np.float32)
        along_x, along_y = (cv2.Sobel(grey, cv2.CV_32F, x, 1 - x) for x in (1, 0))
        scores.append(float(np.mean(along_x**2 + along_y**2)))
    return np.array(scores)


def by_face_laplacian(
    pictures: Pictures, frames: Sequence[FrameScore], seed: int
) -> NDArray[np.float64]:
    """Variance of the Laplacian within the first face's box; below all where there is none."""
    scores = []
    for picture, frame in zip(pictures, frames, strict=True):
        if not frame.faces:
            scores.append(-1.0)
            continue
        height, width = picture.shape[:2]
        x_min, y_min, x_max, y_max = np.array(frame.faces[0].box_px).clip(0).astype(int)
        crop = _grey(picture)[y_min : min(y_max, height), x_min : min(x_max, width)]
        scores.append(_laplacian_variance(crop) if crop.size else -1.0)
    return np.array(scores)


PEERS: dict[str, Peer] = {
    "random": by_chance,
    "ffmpeg thumbnail": by_thumbnail,
    "Laplacian": by_laplacian,
    "Tenengrad": by_tenengrad,
    "face-crop Laplacian": by_face_laplacian,
}


def _grey(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def _laplacian_variance(grey: NDArray[np.uint8]) -> float:
    return float(cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))[1][0, 0]) ** 2
