"""The pictures around a moment of a recording: read, scored, the chosen one merged into a photo."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.engine.media import CameraFrame
from app.errors import StorageError
from app.gui.work.fetching import Fetching
from app.pipelines.ready_faces import ready_faces
from app.pipelines.topshot import MODEL_VERSION, best_of
from app.storage.motion_photo.photo import made, photo_name, write
from app.storage.pictures import Pictures
from app.storage.recording import Recording
from vision.ring import AFTER_NS, BEFORE_NS, CAPACITY_FRAMES, I420Frame
from vision.topshot.gam import shipped_gam
from vision.topshot.rating import rate_all
from vision.topshot.score import FrameScore
from vision.topshot.select import Selection, choose

STEP_NS = 8_000_000  # finer than any camera's pictures follow each other
SMALL_PX = 120
MOST_PICTURES = 3  # in one photo: the picked one, the shutter's, the best other

Share = Callable[[float], object]


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """Three seconds of pictures around a shutter.

    Attributes:
        folder: the recording.
        frames: in order of time, from the recording's origin.
        rated: each scored with all of them in view.
        small: each as (height, 120, 4) uint8 BGRA.
        selection: the shutter's picture and what is better.
    """

    folder: Path
    frames: tuple[I420Frame, ...]
    rated: tuple[FrameScore, ...]
    small: tuple[NDArray[np.uint8], ...]
    selection: Selection

    def number_of(self, pts_ns: int) -> int:
        """Return the place of the frame of a time."""
        return next(n for n, frame in enumerate(self.frames) if frame.pts_ns == pts_ns)


class Cancelled(Exception):  # noqa: N818 - nothing is wrong
    """The person does not want it any more."""


def read_strip(
    folder: Path,
    shutter_ns: int,
    progress: Share,
    fetching: Fetching,
    cancelled: Callable[[], bool],
) -> Strip:
    """Read and score the pictures around a moment; blocks while networks are fetched.

    Raises:
        Cancelled: the person said so.
        StorageError: there are no pictures then, or they cannot be read.
        ModelError: a network cannot be had.
    """
    with fetching.awaited() as (tell, given_up):
        scorer = ready_faces(tell, lambda: given_up() or cancelled()).scorer()
    pictures = read_pictures(Recording.open(folder).video_path, shutter_ns)
    scores = []
    for number, picture in enumerate(pictures):
        if cancelled():
            raise Cancelled
        scores.append(scorer.push(picture.rgb()))
        progress((number + 1) / len(pictures))
    gam = shipped_gam()
    rated = rate_all(scores, gam, shutter_ns)
    frames = tuple(picture.i420() for picture in pictures)
    small = tuple(bgra(frame, SMALL_PX) for frame in frames)
    return Strip(folder, frames, rated, small, choose(rated, shutter_ns, gam))


def read_pictures(video: Path, shutter_ns: int) -> list[CameraFrame]:
    """Return the pictures from 1.5 s before to 1.5 s after, each once; raises StorageError."""
    found: list[CameraFrame] = []
    shown = None
    with Pictures(video) as pictures:
        for time_ns in range(max(0, shutter_ns - BEFORE_NS), shutter_ns + AFTER_NS, STEP_NS):
            picture = pictures.at(time_ns)
            if picture is not None and picture is not shown:
                shown = picture
                found.append(CameraFrame(time_ns, picture))
    if not found:
        raise StorageError(f"{video} has no pictures at this moment; choose another")
    return found[:: -(-len(found) // CAPACITY_FRAMES)]


def bgra(frame: I420Frame, width_px: int) -> NDArray[np.uint8]:
    """Return a picture as (height, width, 4) uint8 BGRA, no wider than `width_px`."""
    width = min(width_px, frame.width_px)
    height = max(1, round(frame.height_px * width / frame.width_px))
    rgb = cv2.resize(frame.rgb().rgb, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA), np.uint8)


def keep_photo(
    strip: Strip, picked_ns: int, progress: Share, cancelled: Callable[[], bool]
) -> Path:
    """Merge the picked picture with its neighbours and keep it as a Motion Photo.

    The shutter's picture and the best other go into it as well.

    Raises:
        Cancelled: the person said so; nothing is kept.
        StorageError: it cannot be written.
    """
    offered = [offer.frame.pts_ns for offer in strip.selection.alternatives]
    wanted = dict.fromkeys([picked_ns, strip.selection.shutter.pts_ns, *offered])
    chosen = list(wanted)[:MOST_PICTURES]
    pictures = []
    for done, pts_ns in enumerate(chosen):
        steps = best_of(strip.frames, strip.frames[strip.number_of(pts_ns)])
        while True:
            if cancelled():
                raise Cancelled
            try:
                progress((done + next(steps)) / len(chosen))
            except StopIteration as end:
                pictures.append(end.value)
                break
    recording = Recording.open(strip.folder)
    taken_at = datetime.fromisoformat(recording.meta.started_at) + timedelta(
        microseconds=picked_ns // 1000
    )
    photo = made(
        picture=pictures[0],
        clip=strip.frames,
        alternatives=pictures[1:],
        scores={pts_ns: strip.rated[strip.number_of(pts_ns)].score for pts_ns in chosen},
        model_version=MODEL_VERSION,
        taken_at=taken_at,
    )
    path = recording.photos_path / photo_name(taken_at)
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make {path.parent}: {error.strerror}") from error
    write(path, photo)
    return path
