"""The last seconds of a camera, in memory: what a shot is chosen from.

Pictures stay in the decoder's I420 (1.5 bytes a pixel: 90 of 1280 x 720 are 124 MB) and at full
size. What counts is time: a camera of 15 Hz keeps as many seconds as one of 60 Hz, of which every
second picture is kept.
"""

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.frame import Frame

BEFORE_NS = 1_500_000_000
AFTER_NS = 1_500_000_000
CAPACITY_FRAMES = 90  # three seconds of a 30 Hz camera
BLACK, WHITE = 16, 235  # luma of BT.601
WHOLE_RANGE = ((np.arange(256) - BLACK) * 255 / (WHITE - BLACK)).round().clip(0, 255).astype("u1")


@dataclass(frozen=True, slots=True, eq=False)
class I420Frame:
    """One picture as cameras and codecs give it; the array is read-only.

    Attributes:
        pts_ns: time of exposure on the session's monotonic clock.
        i420: (height * 3 / 2, width) uint8: the luma plane, then both chroma planes at half size,
            BT.601, 16..235. Height and width are even.
    """

    pts_ns: int
    i420: NDArray[np.uint8]

    @property
    def width_px(self) -> int:
        """Return the width of the picture."""
        return int(self.i420.shape[1])

    @property
    def height_px(self) -> int:
        """Return the height of the picture."""
        return int(self.i420.shape[0]) * 2 // 3

    @property
    def luma(self) -> NDArray[np.uint8]:
        """Return the (height, width) luma plane, 16..235, without a copy."""
        return self.i420[: self.height_px]

    @property
    def grey(self) -> NDArray[np.uint8]:
        """Return the (height, width) luma over the whole range, 0..255."""
        return np.asarray(cv2.LUT(self.luma, WHOLE_RANGE), np.uint8)

    def rgb(self) -> Frame:
        """Return the picture as RGB at full size."""
        pixels = np.asarray(cv2.cvtColor(self.i420, cv2.COLOR_YUV2RGB_I420), np.uint8)
        pixels.flags.writeable = False
        return Frame(self.pts_ns, pixels)


class FrameRing:
    """Keeps the pictures of the last `before_ns + after_ns`, never more than `capacity_frames`.

    It copies nothing: pictures handed out stay what they are after the ring has let go of them.
    """

    def __init__(
        self,
        before_ns: int = BEFORE_NS,
        after_ns: int = AFTER_NS,
        capacity_frames: int = CAPACITY_FRAMES,
    ) -> None:
        """Set up empty.

        Args:
            before_ns: how long before a shutter pictures are wanted.
            after_ns: how long after it.
            capacity_frames: most pictures kept, at least 1. Where more come in that time, they are
                thinned out evenly.
        """
        if min(before_ns, after_ns) < 0 or before_ns + after_ns == 0 or capacity_frames < 1:
            raise ValueError("a ring needs a span of time and room for a frame")
        self._before_ns, self._after_ns = before_ns, after_ns
        self._spacing_ns = (before_ns + after_ns) // capacity_frames
        self._frames: deque[I420Frame] = deque(maxlen=capacity_frames)
        self._due_ns: int | None = None

    def __len__(self) -> int:
        """Return how many pictures are kept."""
        return len(self._frames)

    @property
    def nbytes(self) -> int:
        """Return the memory taken by the pictures, in bytes."""
        return sum(frame.i420.nbytes for frame in self._frames)

    def push(self, frame: I420Frame) -> bool:
        """Keep the next picture, unless there are too many; tell whether it was kept.

        A picture of another size, or older than the last, starts the ring anew.
        """
        if self._frames and (
            frame.pts_ns <= self._frames[-1].pts_ns
            or frame.i420.shape != self._frames[-1].i420.shape
        ):
            self.reset()
        # Half a spacing early is on time: cameras are not that steady.
        if self._due_ns is not None and frame.pts_ns < self._due_ns - self._spacing_ns // 2:
            return False
        due_ns = frame.pts_ns if self._due_ns is None else self._due_ns
        self._due_ns = max(due_ns + self._spacing_ns, frame.pts_ns + self._spacing_ns // 2)
        self._frames.append(frame)
        while self._frames[0].pts_ns < frame.pts_ns - self._before_ns - self._after_ns:
            self._frames.popleft()
        return True

    def window(self, shutter_ns: int) -> tuple[I420Frame, ...]:
        """Return the pictures around a shutter, from `before_ns` before to `after_ns` after it."""
        first, last = shutter_ns - self._before_ns, shutter_ns + self._after_ns
        return tuple(frame for frame in self._frames if first <= frame.pts_ns <= last)

    def complete(self, shutter_ns: int) -> bool:
        """Tell whether all pictures that belong to a shutter have come."""
        return bool(self._frames) and self._frames[-1].pts_ns >= shutter_ns + self._after_ns

    def nearest(self, shutter_ns: int) -> I420Frame | None:
        """Return the picture closest in time to a shutter; None when there is none."""
        return min(self._frames, key=lambda one: abs(one.pts_ns - shutter_ns), default=None)

    def reset(self) -> None:
        """Let go of all pictures."""
        self._frames.clear()
        self._due_ns = None
