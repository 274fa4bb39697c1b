"""The stages that take photos while pictures flow, in every graph that takes them.

    CameraFrame -> shot scores -> FrameScore --+
    CameraFrame -------------------------------+-> shot buffer -> Moment -> photos -> Notice
    ActionAsked -------------------------------+
    AudioBlock --------------------------------+          +-> Notice, where it is one too many
    CameraFrame, FrameScore -> advice -> Advice

A busy machine scores fewer frames, and develops one moment at a time, at a low priority.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from app.actions import ActionAsked
from app.engine.events import Gap, Notice
from app.engine.graph import Runs, StageNode
from app.engine.media import CameraFrame
from app.pipelines.hand_stages import Build
from app.pipelines.ready_faces import FacesSetup
from app.pipelines.shot_buffer import LATE_NS, ShotBuffer
from app.pipelines.topshot import Moment
from audio.block import AudioBlock
from vision.quality import Advice, Issue, LiveAdvice, LiveFrame
from vision.topshot.score import FrameScore
from vision.topshot.scorer import FrameScorer


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotParts:
    """What photos are made with.

    Attributes:
        scores: tells how good each frame is.
        photos: develops moments and keeps the photos.
        album: tells a person, on the loop, of photos that were taken, and gives advice.
        sound: photos keep what was heard.
        live: pictures wait for nobody.
    """

    scores: Build
    photos: Build
    album: Build
    sound: bool = True
    live: bool = True


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
            build=functools.partial(ShotBuffer, keeps_sound=shots.sound, live=shots.live),
            takes=(CameraFrame, FrameScore, ActionAsked, Gap, *sound),
            gives=(Moment, Notice),
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
