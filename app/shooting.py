"""One shot of a camera or video file, without a recording."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass

from app.engine.clock import Clock
from app.engine.events import Gap, Notice
from app.engine.media import CameraFrame
from app.engine.sources.source import Source
from app.errors import DeviceError, MediaFileError
from app.pipelines.topshot import NS_PER_S, Moment
from audio.block import AudioBlock
from vision.quality import Advice, Issue, LiveAdvice, LiveFrame
from vision.ring import AFTER_NS, BEFORE_NS, FrameRing
from vision.topshot.score import FrameScore
from vision.topshot.scorer import FrameScorer

# A camera that gives no picture for so long after the shutter gives none at all.
PATIENCE_NS = 5 * NS_PER_S

Show = Callable[[Advice | Notice], None]


@dataclass(frozen=True, slots=True)
class Shutter:
    """When and on what the shutter is pressed.

    Attributes:
        source: where pictures come from.
        sound: where sound comes from; None for a silent photo.
        clock: the session's.
        origin_ns: time zero of a file on it.
        pts_ns: the shutter's time on it.
        live: advice is given until then, and pictures from before the moment are looked at.
    """

    source: Source[object]
    sound: Source[object] | None
    clock: Clock
    origin_ns: int
    pts_ns: int
    live: bool


class Viewfinder:
    """Keeps the last seconds of pictures with their scores, and advises until the shutter."""

    def __init__(self, shutter: Shutter, scorer: FrameScorer, show: Show) -> None:
        """Show advice that is new by `show`."""
        self._shutter = shutter
        self._scorer = scorer
        self._show = show
        self._ring = FrameRing()
        self._scores: deque[FrameScore] = deque()
        self._advice = LiveAdvice()
        self._shown: tuple[Issue, ...] | None = None

    def push(self, item: CameraFrame) -> bool:
        """Look at the next picture; tell whether the moment is over."""
        if not self._shutter.live and item.pts_ns < self._shutter.pts_ns - BEFORE_NS:
            return False
        if item.pts_ns > self._shutter.pts_ns + AFTER_NS:  # long after, it would end the ring
            return True
        frame = item.i420()
        score = self._scorer.push(item.rgb())
        self._ring.push(frame)
        self._scores.append(score)
        while self._scores[0].pts_ns < item.pts_ns - BEFORE_NS - AFTER_NS:
            self._scores.popleft()
        if self._shutter.live and item.pts_ns < self._shutter.pts_ns:
            self._advise(LiveFrame(frame.pts_ns, frame.grey, score.faces))
        return self._ring.complete(self._shutter.pts_ns)

    def moment(self, sound: tuple[AudioBlock, ...]) -> Moment | None:
        """Return what was seen around the shutter, with its sound; None when nothing was seen."""
        frames = self._ring.window(self._shutter.pts_ns)
        if not frames:
            return None
        scores = (one for one in self._scores if one.pts_ns >= frames[0].pts_ns)
        return Moment(self._shutter.pts_ns, frames, tuple(scores), sound)

    def _advise(self, frame: LiveFrame) -> None:
        (now,) = self._advice.push(frame)
        issues = tuple(hint.issue for hint in now.hints)
        if issues != self._shown:
            self._shown = issues
            self._show(now)


async def moment_of(shutter: Shutter, scorer: FrameScorer, show: Show) -> Moment:
    """Return what was seen around the shutter.

    `show` is told, as it flows, of advice that is new and of notices.

    Raises:
        DeviceError: the camera gives no pictures.
        MediaFileError: the file has none at this time, or its sound cannot be decoded.
    """
    finder = Viewfinder(shutter, scorer, show)
    listening = asyncio.ensure_future(sound_of(shutter, show))
    try:
        await look(shutter, finder, show)
        sound = await listening
    finally:
        listening.cancel()
    moment = finder.moment(sound)
    if moment is not None:
        return moment
    if shutter.live:
        raise DeviceError(f"The {shutter.source.name} gave no pictures; no photo was taken.")
    at_s = (shutter.pts_ns - shutter.origin_ns) / NS_PER_S
    raise MediaFileError(
        f"{shutter.source.name} has no picture within 1.5 s of {at_s:g} s; choose another time."
    )


async def look(shutter: Shutter, finder: Viewfinder, show: Show) -> None:
    """Show the finder all pictures until the moment is over."""
    async with aclosing(shutter.source.items(shutter.clock, shutter.origin_ns)) as items:
        async for item in items:
            if isinstance(item, Notice):
                show(item)
            if isinstance(item, Gap) and item.end_ns > shutter.pts_ns + PATIENCE_NS:
                break
            if isinstance(item, CameraFrame) and finder.push(item):
                break


async def sound_of(shutter: Shutter, show: Show) -> tuple[AudioBlock, ...]:
    """Return what is heard around the shutter; `show` is told of notices."""
    if shutter.sound is None:
        return ()
    start_ns, end_ns = shutter.pts_ns - BEFORE_NS, shutter.pts_ns + AFTER_NS
    heard = []
    async with aclosing(shutter.sound.items(shutter.clock, shutter.origin_ns)) as items:
        async for item in items:
            if isinstance(item, Notice):
                show(item)
            if isinstance(item, AudioBlock) and item.end_ns > start_ns:
                heard.append(item)
            if isinstance(item, AudioBlock | Gap) and item.end_ns >= end_ns:
                break
    return tuple(heard)
