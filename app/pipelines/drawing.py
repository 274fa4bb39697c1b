"""Pictures as a call sends them: small, and with the hands that were seen in them drawn over."""

import fractions
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from app.engine.clock import NS_PER_S
from app.engine.media import CameraFrame
from vision.hands.captions import Captions
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult
from vision.hands.overlay import draw_hands

WIDTH_PX = 640  # encoding wider pictures takes a core of its own (VP8, 30 pictures a second)
PICTURE_HZ = 90_000  # RFC 7741: the clock of video
# A picture waits for its hands no longer than this, so that a busy tracker does not hold a call up.
MOST_WAIT_NS = 120_000_000


@dataclass(frozen=True, slots=True)
class SentPicture:
    """A picture to be sent.

    Attributes:
        pts_ns: time of exposure on the session's clock.
        picture: yuv420p, no wider than WIDTH_PX, with its time on the same clock in 1/90000 s.
    """

    pts_ns: int
    picture: av.VideoFrame


class Drawing:
    """CameraFrame, HandsResult and GestureMade in; SentPicture out, in order of time."""

    def __init__(self, *, tracked: bool) -> None:
        """Wait for hands only where they are `tracked`."""
        self._tracked = tracked
        self._reformatter = VideoReformatter()
        self._waiting: deque[CameraFrame] = deque()
        self._hands: HandsResult | None = None
        self._captions = Captions()

    def push(self, item: CameraFrame | HandsResult | GestureMade) -> Sequence[SentPicture]:
        """Take what is new; return the pictures that wait for nothing more."""
        if isinstance(item, GestureMade):
            self._captions.push(item)
            return ()
        if isinstance(item, HandsResult):
            self._hands = item
            return self._until(item.pts_ns)
        self._waiting.append(item)
        return self._until(item.pts_ns - MOST_WAIT_NS if self._tracked else item.pts_ns)

    def flush(self) -> Sequence[SentPicture]:
        """Return what waits."""
        return self._until(self._waiting[-1].pts_ns) if self._waiting else ()

    def reset(self) -> None:
        """Forget the hands and what waits."""
        self._waiting.clear()
        self._hands = None
        self._captions = Captions()

    def _until(self, pts_ns: int) -> list[SentPicture]:
        sent = []
        while self._waiting and self._waiting[0].pts_ns <= pts_ns:
            sent.append(self._drawn(self._waiting.popleft()))
        return sent

    def _drawn(self, item: CameraFrame) -> SentPicture:
        source = item.picture
        if self._hands is not None and self._hands.hands:
            # A picture's own `reformat` keeps state in it: two stages that share it would hang.
            rgb = self._reformatter.reformat(source, format="rgb24").to_ndarray()
            drawn = draw_hands(
                rgb.astype(np.uint8, copy=False), self._hands, self._captions.at(item.pts_ns)
            )
            source = av.VideoFrame.from_ndarray(drawn, format="rgb24")
        width = min(WIDTH_PX, source.width) // 2 * 2
        height = max(2, round(source.height * width / source.width) // 2 * 2)
        picture = self._reformatter.reformat(source, width, height, format="yuv420p")
        if picture is item.picture:
            picture = av.VideoFrame.from_ndarray(picture.to_ndarray(), format="yuv420p")
        picture.pts = item.pts_ns * PICTURE_HZ // NS_PER_S
        picture.time_base = fractions.Fraction(1, PICTURE_HZ)
        return SentPicture(item.pts_ns, picture)
