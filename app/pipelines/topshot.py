"""A shot: out of the pictures around a shutter the best, merged, in one Motion Photo.

Pictures and their scores -> select -> for each of the chosen: merge with its neighbours, finish ->
Motion Photo. The shutter's picture comes first and is the photo; better ones are in it.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from app.storage.motion_photo.photo import MotionPhoto, made
from audio.block import AudioBlock
from vision.hdr.finish import finished
from vision.hdr.merge import merging
from vision.ring import I420Frame
from vision.topshot.gam import Gam
from vision.topshot.score import FrameScore
from vision.topshot.select import Selection, select

NS_PER_S = 1_000_000_000
MERGED_FRAMES = 8  # more cost as much again and gain less each
# Neighbours further off than this rarely show the same: at 30 Hz it takes eight frames.
MERGED_WITHIN_NS = 250_000_000
MODEL_VERSION = 1  # told in the photo, beside the scores

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Moment:
    """What was seen around a shutter.

    Attributes:
        shutter_ns: when it was pressed.
        frames: at least one, in order of time.
        scores: of those frames that were scored, in order of time.
        sound: what was heard meanwhile, in order of time.
    """

    shutter_ns: int
    frames: tuple[I420Frame, ...]
    scores: tuple[FrameScore, ...]
    sound: tuple[AudioBlock, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A photo, and why it holds what it holds.

    Attributes:
        photo: the file's content.
        selection: the choice; None where no frame was scored.
    """

    photo: MotionPhoto
    selection: Selection | None

    def sentences(self) -> list[str]:
        """Return what to tell a person about the better pictures, a line for each."""
        if self.selection is None:
            return []
        shutter_ns = self.selection.shutter.pts_ns
        return [
            f"{how_far(offer.frame.pts_ns - shutter_ns)}: {offer.reason}"
            for offer in self.selection.alternatives
        ]


def how_far(elapsed_ns: int) -> str:
    """Return a time from the shutter in words."""
    return f"{abs(elapsed_ns) / NS_PER_S:.1f} s {'later' if elapsed_ns >= 0 else 'earlier'}"


def developing(
    moment: Moment, taken_at: datetime, gam: Gam | None = None
) -> Generator[float, None, Shot]:
    """Make the photo of a moment; `gam` chooses its pictures, the shipped one unless given.

    Yields the share that is done, 0..1; closing the generator cancels. Its return value is the
    shot.
    """
    frames = {frame.pts_ns: frame for frame in moment.frames}
    scored = [score for score in moment.scores if score.pts_ns in frames]
    selection = select(scored, moment.shutter_ns, gam) if scored else None
    if selection is None:
        shutter_ns = nearest(moment.frames, moment.shutter_ns).pts_ns
        chosen = {shutter_ns: 0.0}
    else:
        shutter_ns = selection.shutter.pts_ns
        offered = (offer.frame for offer in selection.alternatives)
        chosen = {one.pts_ns: one.score for one in (selection.shutter, *offered)}
    pictures = []
    for done, pts_ns in enumerate(chosen):
        steps = best_of(moment.frames, frames[pts_ns])
        pictures.append((yield from part_of(steps, done / len(chosen), 1 / len(chosen))))
    photo = made(
        picture=pictures[0],
        clip=moment.frames,
        alternatives=pictures[1:],
        scores=chosen,
        model_version=MODEL_VERSION,
        taken_at=taken_at,
        sound=moment.sound,
    )
    yield 1.0
    return Shot(photo, selection)


def best_of(frames: Sequence[I420Frame], chosen: I420Frame) -> Generator[float, None, I420Frame]:
    """Merge a frame with its neighbours and finish it; yields the share done."""
    return finished((yield from merging(chosen, neighbours(frames, chosen))))


def neighbours(frames: Sequence[I420Frame], chosen: I420Frame) -> list[I420Frame]:
    """Return the frames that a frame is merged with, the nearest first."""
    near = [
        frame
        for frame in frames
        if 0 < abs(frame.pts_ns - chosen.pts_ns) <= MERGED_WITHIN_NS
        and frame.i420.shape == chosen.i420.shape
    ]
    near.sort(key=lambda frame: abs(frame.pts_ns - chosen.pts_ns))
    return near[: MERGED_FRAMES - 1]


def nearest(frames: Sequence[I420Frame], pts_ns: int) -> I420Frame:
    """Return the frame closest in time."""
    return min(frames, key=lambda frame: abs(frame.pts_ns - pts_ns))


def part_of(
    steps: Generator[float, None, Result], start: float, share: float
) -> Generator[float, None, Result]:
    """Go through steps that are a share of a larger work, from where that work stands."""
    try:
        while True:
            try:
                fraction = next(steps)
            except StopIteration as end:
                result: Result = end.value
                return result
            yield start + share * fraction
    finally:
        steps.close()
