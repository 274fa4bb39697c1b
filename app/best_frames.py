"""The best frames of video files, and of bursts of photographs, found as fast as they are read."""

from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.engine.clock import MonotonicClock
from app.engine.events import Notice
from app.engine.media import CameraFrame
from app.engine.sources.media_file import check_media_file, plain_name
from app.engine.sources.photograph import photograph
from app.engine.sources.video_file import VideoFile
from app.errors import MediaFileError, UsageError
from app.hands_file import picture_file
from app.pipelines.topshot import MERGED_FRAMES, MERGED_WITHIN_NS, best_of
from app.storage.contact_sheet.sheet import Section, strip_of
from vision.frame import Frame
from vision.ring import I420Frame
from vision.topshot.best import Ranking, ranking
from vision.topshot.score import FrameScore
from vision.topshot.scorer import FrameScorer

STRIP_FRAMES = 16
STRIP_PX, BEST_PX = 240, 640  # widths that are shown
# Photographs of a burst come one by one: further apart than any motion is measured over.
APART_NS = 1_000_000_000
NO_MESH = np.zeros((0, 3), np.float32)
ENDINGS = frozenset((".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"))
CLIP_ENDINGS = frozenset((".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm", ".wmv"))

Tell = Callable[[int, float | None], None]  # so many pictures done, a share of the whole


@dataclass(frozen=True, slots=True)
class Work:
    """What was asked for, looked at.

    Attributes:
        clips: video files.
        burst: photographs, in the order given.
    """

    clips: tuple[Path, ...]
    burst: tuple[Path, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What one clip or burst gave.

    Attributes:
        section: to be shown.
        best: merged pictures of the best frames, the best first; none of photographs.
        notices: what is to be said about the file.
    """

    section: Section
    best: tuple[I420Frame, ...]
    notices: tuple[str, ...]


def work_of(paths: Sequence[Path]) -> Work:
    """Tell clips from photographs; a folder stands for those in it.

    Raises:
        MediaFileError: one can be neither.
        UsageError: a folder holds neither.
    """
    clips: list[Path] = []
    burst: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if not one.name.startswith("."))
            photographs = [one for one in inside if one.suffix.lower() in ENDINGS]
            films = [one for one in inside if one.suffix.lower() in CLIP_ENDINGS]
            if not (photographs or films):
                raise UsageError(
                    f"{path} holds no photographs and no clips; give files or another folder"
                )
            burst += photographs
            clips += films
        elif path.suffix.lower() in ENDINGS or picture_file(path).still:
            check_media_file(path, "video")
            burst.append(path)
        else:
            clips.append(path)
    return Work(tuple(clips), tuple(burst))


def best_of_burst(
    paths: Sequence[Path], scorer: FrameScorer, most: int, tell: Tell, left_out: list[str]
) -> Found | None:
    """Rank photographs; `left_out` gets a sentence for each that cannot be read, maybe all."""
    scores = []
    names = {}
    for number, path in enumerate(paths):
        tell(number + 1, (number + 1) / len(paths))
        pts_ns = number * APART_NS
        try:
            picture = photograph(path)
        except MediaFileError as error:
            left_out.append(str(error))
            continue
        scores.append(without_meshes(scorer.read(Frame(pts_ns, picture))))
        names[pts_ns] = plain_name(path)
    if not scores:
        return None
    ranked = ranking(scores, most)
    strip = strip_of(ranked, STRIP_FRAMES)
    shown = {*strip, *(one.frame.pts_ns for one in ranked.best)}
    pictures = {pts_ns: shrunk(photograph(paths[pts_ns // APART_NS]), BEST_PX) for pts_ns in shown}
    title = plain_name(paths[0].resolve().parent if len(paths) > 1 else paths[0])
    return Found(Section(title, ranked, names, pictures, strip), (), ())


async def best_of_clip(path: Path, scorer: FrameScorer, most: int, tell: Tell) -> Found:
    """Rank the frames of a video file, and merge the best with their neighbours.

    Raises:
        MediaFileError: it holds no picture that can be decoded.
    """
    duration_ns = picture_file(path).duration_ns
    scores = []
    notices = []
    async with aclosing(VideoFile(path, paced=False).items(MonotonicClock(), 0)) as items:
        async for item in items:
            if isinstance(item, Notice):
                notices.append(item.text)
                continue
            scores.append(without_meshes(scorer.read(item.rgb())))
            tell(len(scores), item.pts_ns / duration_ns if duration_ns else None)
    ranked = ranking(scores, most)
    strip = strip_of(ranked, STRIP_FRAMES)
    frames = await frames_of(path, ranked, strip)
    best = tuple(developed(frames, one.frame.pts_ns) for one in ranked.best)
    pictures = {pts_ns: shrunk(frames[pts_ns].rgb().rgb, STRIP_PX) for pts_ns in strip}
    pictures |= {frame.pts_ns: shrunk(frame.rgb().rgb, BEST_PX) for frame in best}
    return Found(Section(plain_name(path), ranked, {}, pictures, strip), best, tuple(notices))


async def frames_of(path: Path, ranked: Ranking, strip: Sequence[int]) -> dict[int, I420Frame]:
    """Return, by time, the best frames with their neighbours, and those of the strip."""
    wanted = set(strip)
    for one in ranked.best:
        away_ns = {frame.pts_ns: abs(frame.pts_ns - one.frame.pts_ns) for frame in ranked.frames}
        nearest = sorted(away_ns, key=away_ns.__getitem__)[:MERGED_FRAMES]
        wanted |= {pts_ns for pts_ns in nearest if away_ns[pts_ns] <= MERGED_WITHIN_NS}
    frames = {}
    async with aclosing(VideoFile(path, paced=False).items(MonotonicClock(), 0)) as items:
        async for item in items:
            if isinstance(item, CameraFrame) and item.pts_ns in wanted:
                frames[item.pts_ns] = item.i420()
    return frames


def developed(frames: dict[int, I420Frame], pts_ns: int) -> I420Frame:
    """Return the frame merged with its neighbours."""
    steps = best_of(sorted(frames.values(), key=lambda one: one.pts_ns), frames[pts_ns])
    while True:
        try:
            next(steps)
        except StopIteration as end:
            picture: I420Frame = end.value
            return picture


def without_meshes(score: FrameScore) -> FrameScore:
    """Return what ranking needs of a frame: a mesh takes more memory than all the rest."""
    faces = tuple(replace(face, landmarks_px=NO_MESH) for face in score.faces)
    return replace(score, faces=faces)


def shrunk(rgb: NDArray[np.uint8], width_px: int) -> NDArray[np.uint8]:
    """Return a picture no wider than `width_px`."""
    height, width = rgb.shape[:2]
    if width <= width_px:
        return rgb
    size = (width_px, max(1, round(height * width_px / width)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
