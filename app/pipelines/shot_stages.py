"""The stages that take photos while pictures flow, in every graph that takes them.

    CameraFrame -> shot scores -> FrameScore --+
    CameraFrame -------------------------------+-> shot buffer -> Moment -> photos -> Notice
    ActionAsked -------------------------------+
    AudioBlock --------------------------------+
    CameraFrame, FrameScore -> advice -> Advice

A busy machine scores fewer frames, and develops one moment at a time, at a low priority.
"""

import functools
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.actions import Action, ActionAsked
from app.engine.events import Gap, Notice
from app.engine.graph import Runs, StageNode
from app.engine.media import CameraFrame
from app.pipelines.hand_stages import Build
from app.pipelines.ready_faces import FacesSetup
from app.pipelines.topshot import Moment
from audio.block import AudioBlock
from audio.recent import RecentSound
from vision.quality import Advice, Issue, LiveAdvice, LiveFrame
from vision.ring import AFTER_NS, BEFORE_NS, FrameRing, I420Frame
from vision.topshot.score import FrameScore
from vision.topshot.scorer import FrameScorer

ShotMedia = CameraFrame | FrameScore | ActionAsked | Gap | AudioBlock

TAKES_A_PHOTO = frozenset((Action.SHUTTER, Action.MARK))
LATE_NS = 500_000_000  # a moment waits no longer for scores and sound that are still to come
KEPT_NS = BEFORE_NS + AFTER_NS + LATE_NS
MOST_PENDING = 2  # shutters within three seconds; each holds its frames


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotParts:
    """What photos are made with.

    Attributes:
        scores: tells how good each frame is.
        photos: develops moments and keeps the photos.
        album: tells a person, on the loop, of photos that were taken, and gives advice.
        sound: photos keep what was heard.
    """

    scores: Build
    photos: Build
    album: Build
    sound: bool = True


class ScoredPictures:
    """A frame scorer that takes the camera's own pictures."""

    def __init__(self, scorer: FrameScorer) -> None:
        self._scorer = scorer

    def push(self, item: CameraFrame) -> Sequence[FrameScore]:
        """Convert and score."""
        return [self._scorer.push(item.rgb())]

    def flush(self) -> Sequence[FrameScore]:
        """Return nothing: no frame is held back."""
        return self._scorer.flush()

    def reset(self) -> None:
        """Forget the past."""
        self._scorer.reset()


def scored_pictures(faces: FacesSetup) -> ScoredPictures:
    """Return what scores pictures; raises ModelError when a network cannot be used."""
    return ScoredPictures(faces.scorer())


@dataclass(slots=True)
class _Pending:
    """A shutter whose moment is not over; `frames` are there once all have come."""

    shutter_ns: int
    frames: tuple[I420Frame, ...] = field(default=())


class ShotBuffer:
    """Keeps the last seconds, and gives the moment around each shutter once it is over."""

    def __init__(self, *, keeps_sound: bool = True) -> None:
        """Set up empty; without `keeps_sound` moments are silent."""
        self._ring = FrameRing()
        self._keeps_sound = keeps_sound
        self._sound = RecentSound(KEPT_NS)
        self._scores: deque[FrameScore] = deque()
        self._pending: list[_Pending] = []

    def push(self, item: ShotMedia) -> Sequence[Moment]:
        """Keep what came; return the moments that are over."""
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
                if item.action in TAKES_A_PHOTO and len(self._pending) < MOST_PENDING:
                    self._pending.append(_Pending(item.pts_ns))
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
        first_ns, last_ns = one.frames[0].pts_ns, one.frames[-1].pts_ns
        scores = tuple(s for s in self._scores if first_ns <= s.pts_ns <= last_ns)
        return Moment(one.shutter_ns, one.frames, scores, self._sound.window(first_ns, last_ns))


class AdviceOfPictures:
    """Gives advice on the camera's pictures, whenever it changes.

    That there is no face is said only where one was before: not all recordings show any.
    """

    def __init__(self) -> None:
        """Set up without a past."""
        self._advice = LiveAdvice()
        self._score: FrameScore | None = None
        self._shows_faces = False
        self._said: tuple[Issue, ...] = ()

    def push(self, item: CameraFrame | FrameScore) -> Sequence[Advice]:
        """Look at a picture, or learn of the faces in it."""
        if isinstance(item, FrameScore):
            self._score = item
            self._shows_faces |= bool(item.faces)
            return ()
        faces = None
        if (
            self._shows_faces
            and self._score is not None
            and item.pts_ns - self._score.pts_ns <= LATE_NS
        ):
            faces = self._score.faces
        (now,) = self._advice.push(LiveFrame(item.pts_ns, item.i420().grey, faces))
        issues = tuple(hint.issue for hint in now.hints)
        if issues == self._said:
            return ()
        self._said = issues
        return [now]

    def flush(self) -> Sequence[Advice]:
        """Return nothing: no advice is held back."""
        return ()

    def reset(self) -> None:
        """Forget the past, but not what was said."""
        self._advice.reset()
        self._score = None


def shot_nodes(shots: ShotParts, *, heard: bool) -> tuple[StageNode, ...]:
    """Return the stages, for pictures alone or with the sound that is `heard`."""
    sound = (AudioBlock,) if heard else ()
    return (
        StageNode(
            name="shot scores",
            build=shots.scores,
            takes=(CameraFrame,),
            gives=(FrameScore,),
            runs=Runs.PROCESS,
        ),
        StageNode(
            name="shot buffer",
            build=functools.partial(ShotBuffer, keeps_sound=shots.sound),
            takes=(CameraFrame, FrameScore, ActionAsked, Gap, *sound),
            gives=(Moment,),
            runs=Runs.THREAD,
        ),
        StageNode(
            name="photos", build=shots.photos, takes=(Moment,), gives=(Notice,), runs=Runs.THREAD
        ),
        StageNode(
            name="advice",
            build=AdviceOfPictures,
            takes=(CameraFrame, FrameScore),
            gives=(Advice,),
            runs=Runs.THREAD,
        ),
        StageNode(
            name="album",
            build=shots.album,
            takes=(Notice, Advice),
            gives=(ActionAsked,),
            runs=Runs.LOOP,
        ),
    )
