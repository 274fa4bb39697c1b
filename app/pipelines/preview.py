"""Pictures to be shown while a recording is made: small, and in the form a screen takes."""

from collections.abc import Sequence
from dataclasses import dataclass

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from app.engine.media import CameraFrame

WIDTH_PX = 960  # as wide as a window shows it; converting costs 1.7 ms then (measured, one core)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture to be shown.

    Attributes:
        pts_ns: time of exposure on the session's clock.
        bgra: (height, width, 4) uint8, unmirrored, origin at the top left.
    """

    pts_ns: int
    bgra: NDArray[np.uint8]


class Preview:
    """Camera pictures in, small pictures out."""

    def push(self, item: CameraFrame) -> Sequence[Picture]:
        """Convert one picture, inside swscale."""
        return [Picture(item.pts_ns, shrunk(item.picture, WIDTH_PX))]

    def flush(self) -> Sequence[Picture]:
        """Return nothing: no picture is held back."""
        return ()

    def reset(self) -> None:
        """Nothing is remembered."""


def shrunk(picture: av.VideoFrame, width_px: int) -> NDArray[np.uint8]:
    """Return a decoder's picture as (height, width, 4) uint8 BGRA, no wider than `width_px`."""
    width = min(width_px, picture.width)
    height = max(1, round(picture.height * width / picture.width))
    # A picture's own `reformat` keeps state in it: two stages that share a picture would hang.
    pixels = VideoReformatter().reformat(picture, width, height, format="bgra").to_ndarray()
    pixels.flags.writeable = False
    return pixels.astype(np.uint8, copy=False)
