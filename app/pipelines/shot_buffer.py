"""The last seconds of pictures and sound, out of which each shutter gets its moment."""

import weakref
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.actions import Action, ActionAsked
from app.engine.events import Gap, Notice
from app.engine.media import CameraFrame
from app.pipelines.topshot import MERGED_WITHIN_NS, Moment
from audio.block import AudioBlock
from audio.recent import RecentSound
from vision.ring import AFTER_NS, BEFORE_NS, FrameRing, I420Frame
from vision.topshot.score import FrameScore

ShotMedia = CameraFrame | FrameScore | ActionAsked | Gap | AudioBlock

TAKES_A_PHOTO = frozenset((Action.SHUTTER, Action.MARK))
LATE_NS = 500_000_000  # a moment waits no longer for scores and sound that are still to come
KEPT_NS = BEFORE_NS + AFTER_NS + LATE_NS
MOST_WHOLE = 2  # moments in memory; each holds 3 s of pictures, 124 MB of 720p
MOST_MOMENTS = 5  # the others hold the half second that is merged
TOO_MANY = "No photo: {0} are still being made, try again in some seconds."


@dataclass(slots=True)
class _Pending:
    """A shutter whose moment is not over; `frames` are there once all have come."""

    shutter_ns: int
    frames: tuple[I420Frame, ...] = field(default=())


class ShotBuffer:
    """Keeps the last seconds, and gives the moment around each shutter once it is over."""

    def __init__(self, *, keeps_sound: bool = True, live: bool = True) -> None:
        """Set up empty.

        Args:
            keeps_sound: else moments are silent.
            live: the camera waits for nobody, so that moments must be cut down or refused while
                others are developed; else whoever takes them is waited for.
        """
        self._ring = FrameRing()
        self._keeps_sound, self._live = keeps_sound, live
        self._sound = RecentSound(KEPT_NS)
        self._scores: deque[FrameScore] = deque()
        self._pending: list[_Pending] = []
        self._given: list[weakref.ref[Moment]] = []

    def push(self, item: ShotMedia) -> Sequence[Moment | Notice]:
        """Keep what came; return the moments that are over, or why there will be no photo."""
        match item:
            case CameraFrame():
                self._end_moments(item.pts_ns)
                self._ring.push(item.i420())
                return self._over(item.pts_ns)
            case AudioBlock():
                if self._keeps_sound:
                    self._sound.push(item)
            case FrameScore():
                self._scores.append(item)
                while self._scores[0].pts_ns < item.pts_ns - KEPT_NS:
                    self._scores.popleft()
            case ActionAsked():
                if item.action in TAKES_A_PHOTO:
                    return self._begin(item.pts_ns)
            case Gap():
                return self.flush()
        return ()

    def flush(self) -> Sequence[Moment]:
        """Return the moments that were cut short."""
        for one in self._pending:
            one.frames = one.frames or self._ring.window(one.shutter_ns)
        moments = [self._moment(one) for one in self._pending if one.frames]
        self._pending.clear()
        self._ring.reset()
        return moments

    def reset(self) -> None:
        """Forget pictures and shutters."""
        self._ring.reset()
        self._sound.reset()
        self._scores.clear()
        self._pending.clear()

    def _begin(self, shutter_ns: int) -> Sequence[Notice]:
        if len(self._pending) + self._undeveloped() >= MOST_MOMENTS:
            return [Notice(shutter_ns, "photos", TOO_MANY.format(MOST_MOMENTS))]
        self._pending.append(_Pending(shutter_ns))
        return ()

    def _undeveloped(self) -> int:
        """Return how many moments are still held by those who develop them; 0 out of files."""
        self._given = [moment for moment in self._given if moment() is not None]
        return len(self._given) if self._live else 0

    def _end_moments(self, next_ns: int) -> None:
        """Take the pictures of the moments that the next one comes after: the ring lets go of them.

        A moment without any is given up.
        """
        for one in self._pending:
            if not one.frames and next_ns > one.shutter_ns + AFTER_NS:
                one.frames = self._ring.window(one.shutter_ns)
        self._pending = [
            one for one in self._pending if one.frames or next_ns <= one.shutter_ns + AFTER_NS
        ]

    def _over(self, now_ns: int) -> list[Moment]:
        for one in self._pending:
            if not one.frames and self._ring.complete(one.shutter_ns):
                one.frames = self._ring.window(one.shutter_ns)
        over = [one for one in self._pending if self._is_over(one, now_ns)]
        self._pending = [one for one in self._pending if one not in over]
        return [self._moment(one) for one in over]

    def _is_over(self, one: _Pending, now_ns: int) -> bool:
        """Tell whether all frames are there, scored and with their sound, or these are late."""
        if not one.frames:
            return False
        last_ns = one.frames[-1].pts_ns
        scored = bool(self._scores) and self._scores[-1].pts_ns >= last_ns
        heard = self._sound.end_ns is None or self._sound.end_ns >= last_ns
        return (scored and heard) or now_ns >= last_ns + LATE_NS

    def _moment(self, one: _Pending) -> Moment:
        """Return a moment; while others wait to be developed, only the middle of it."""
        frames = one.frames
        if self._undeveloped() >= MOST_WHOLE:
            near = min(abs(frame.pts_ns - one.shutter_ns) for frame in frames)
            within_ns = max(near, MERGED_WITHIN_NS)
            frames = tuple(f for f in frames if abs(f.pts_ns - one.shutter_ns) <= within_ns)
        first_ns, last_ns = frames[0].pts_ns, frames[-1].pts_ns
        scores = tuple(s for s in self._scores if first_ns <= s.pts_ns <= last_ns)
        sound = self._sound.window(first_ns, last_ns)
        moment = Moment(one.shutter_ns, frames, scores, sound)
        self._given.append(weakref.ref(moment))
        return moment
