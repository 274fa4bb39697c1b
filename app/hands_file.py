"""The hands of a picture or video file, read as fast as they can be followed."""

from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path

from app.engine.clock import MonotonicClock
from app.engine.events import Notice
from app.engine.media import CameraFrame
from app.engine.sources.media_file import open_media_file
from app.engine.sources.photograph import photograph
from app.engine.sources.video_file import VideoFile
from app.errors import MediaFileError
from app.pipelines.hands import HandsSetup
from app.storage.hands_export.look import Look
from vision.frame import Frame
from vision.hands.captions import Captions
from vision.hands.deliberate import GestureMade
from vision.hands.gestures import Gestures
from vision.hands.smoothing import SteadyHands

# FFmpeg's names for files that hold one picture begin or end like this.
STILL_PREFIX, STILL_SUFFIX = "image2", "_pipe"


@dataclass(frozen=True, slots=True)
class PictureFile:
    """What a file is, known before its pictures are decoded.

    Attributes:
        path: where it is.
        still: it holds a single picture.
        duration_ns: length of a video; None where the file does not say.
    """

    path: Path
    still: bool
    duration_ns: int | None


def picture_file(path: Path) -> PictureFile:
    """Look at a file; MediaFileError when it can be neither picture nor video."""
    with open_media_file(path, "video") as decoding:
        container = decoding.stream.container
        name = container.format.name
        duration_us = getattr(container, "duration", None)
        return PictureFile(
            path,
            still=name.startswith(STILL_PREFIX) or name.endswith(STILL_SUFFIX),
            duration_ns=None if duration_us is None else duration_us * 1000,
        )


async def looks(file: PictureFile, setup: HandsSetup) -> AsyncGenerator[Look | Notice, None]:
    """Yield what is found in each picture of the file, and a notice of damage at the end.

    Raises:
        MediaFileError: it holds no picture that can be decoded.
        ModelError: a network cannot be used.
    """
    read = StillReader(setup) if file.still else VideoReader(setup)
    async with aclosing(pictures(file)) as items:
        async for item in items:
            yield item if isinstance(item, Notice) else read(item)


async def pictures(file: PictureFile) -> AsyncGenerator[Frame | Notice, None]:
    """Yield the pictures of the file, upright, and a notice of damage; raises MediaFileError."""
    async with aclosing(VideoFile(file.path, paced=False).items(MonotonicClock(), 0)) as items:
        async for item in items:
            yield upright(file, item) if isinstance(item, CameraFrame) else item


def upright(file: PictureFile, picture: CameraFrame) -> Frame:
    """Return a picture of the file; a photograph may be mirrored as well, which PyAV hides."""
    if file.still:
        with suppress(MediaFileError):  # a kind that FFmpeg alone reads, or a damaged one
            return Frame(picture.pts_ns, photograph(file.path))
    return picture.rgb()


class VideoReader:
    """Follows hands from picture to picture."""

    def __init__(self, setup: HandsSetup) -> None:
        self._tracker = setup.tracker()
        self._steady = SteadyHands()
        self._gestures = setup.gestures()
        self._captions = Captions()

    def __call__(self, frame: Frame) -> Look:
        """Return what is found in the next picture."""
        (seen,) = self._tracker.push(frame)
        made = self._gestures.push(seen)
        for gesture in made:
            self._captions.push(gesture)
        (steady,) = self._steady.push(seen)
        return Look(frame, steady, made, self._captions.at(frame.pts_ns))


class StillReader:
    """Finds the hands of one picture; a gesture counts at once."""

    def __init__(self, setup: HandsSetup) -> None:
        self._tracker = setup.tracker(static=True)
        self._gestures = Gestures(setup.vocabularies())

    def __call__(self, frame: Frame) -> Look:
        """Return what is found in the picture."""
        (result,) = self._tracker.push(frame)
        made = [
            GestureMade(seen.pts_ns, seen.hand_id, seen.handedness, seen.gesture)
            for seen in self._gestures.push(result)
        ]
        captions = Captions()
        for gesture in made:
            captions.push(gesture)
        return Look(frame, result, made, captions.at(frame.pts_ns))
