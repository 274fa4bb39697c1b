"""`earshot shot`: one photo, with the best pictures of the seconds around it."""

import argparse
import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.numbers import seconds
from app.config import Config
from app.errors import StorageError, UsageError

if TYPE_CHECKING:
    from app.pipelines.ready_faces import FacesSetup
    from app.pipelines.topshot import Moment, Shot

NS_PER_S = 1_000_000_000
DEFAULT_AFTER_S = 3.0
USES = """
The photo is a Motion Photo: a JPEG that any program opens, which carries the 1.5 s before and after
it as a clip, and up to two better pictures of them at full size. Each picture is merged out of up
to eight: less noise, not more range.

  earshot shot --out photos                       the default camera, in 3 s
  earshot shot --camera 1 --after 10 --out photos
  earshot shot --camera 1 --microphone default --out photos
  earshot shot --video party.mp4 --at 12.5 --out photos

The clip keeps a video file's sound, unless --silent, and a camera's only with --microphone.
Until the shutter the camera's picture is judged: too dark, hold still, ... Ctrl-C takes no photo.
"""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "shot",
        help="take one photo, the best of three seconds",
        epilog=USES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    picture = verb.add_mutually_exclusive_group()
    picture.add_argument("--camera", metavar="X", help="camera, by number, name or address")
    picture.add_argument("--video", type=Path, metavar="FILE", help="video file")
    sound = verb.add_mutually_exclusive_group()
    sound.add_argument(
        "--microphone", metavar="X", help="keep sound with the camera's pictures: number or name"
    )
    sound.add_argument("--silent", action="store_true", help="leave the video file's sound out")
    verb.add_argument("--at", type=seconds, metavar="T", help="seconds into the video file")
    verb.add_argument(
        "--after",
        type=seconds,
        metavar="S",
        help=f"seconds until the camera's shutter, {DEFAULT_AFTER_S:g} unless told",
    )
    verb.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the photo")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:
    """Take the photo, write it, and say what is in it."""
    from app.cli.progress import Progress
    from app.pipelines.ready_faces import ready_faces
    from app.storage.motion_photo.photo import write

    check(options)
    options.silent |= not config.photo_sound
    with Progress(sys.stderr) as progress:
        faces = ready_faces(progress.tell)
    moment = asyncio.run(seen(options, faces))
    taken_at = taken(options)
    shot = developed(moment, taken_at)
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make {options.out}: {error.strerror}") from error
    path = free_place(options.out, taken_at)
    write(path, shot.photo)
    print(f"written: {path}")
    for sentence in shot.sentences():
        print(f"  better {sentence}")
    if not shot.sentences():
        print("  no better picture in the seconds around it")
    return 0


def check(options: argparse.Namespace) -> None:
    """Raise UsageError for options that do not belong together, MediaFileError for no video."""
    from app.engine.sources.media_file import check_media_file

    if options.video is None and options.at is not None:
        raise UsageError("--at is a time in a video file; give one with --video FILE")
    if options.video is not None and options.at is None:
        raise UsageError("--video needs --at T, the seconds into it")
    if options.video is not None and options.after is not None:
        raise UsageError("--after is for a camera; a video file has --at T")
    if options.video is not None and options.microphone is not None:
        raise UsageError("--microphone is for a camera; a video file brings its own sound")
    if options.out.exists() and not options.out.is_dir():
        raise UsageError(f"{options.out} is a file; --out takes a folder")
    if options.video is not None:
        check_media_file(options.video, "video")


async def seen(options: argparse.Namespace, faces: "FacesSetup") -> "Moment":
    """Return what was seen around the shutter."""
    from app.engine.clock import MonotonicClock
    from app.engine.sources.audio_file import AudioFile
    from app.engine.sources.by_address import picture_source, sound_source
    from app.engine.sources.media_file import has_track
    from app.engine.sources.video_file import VideoFile
    from app.shooting import Shutter, moment_of

    clock = MonotonicClock()
    scorer = faces.scorer()
    if options.video is not None:
        source = VideoFile(options.video, paced=False)
        heard = not options.silent and has_track(options.video, "audio")
        sound = AudioFile(options.video, paced=False) if heard else None
        shutter = Shutter(source, sound, clock, 0, round(options.at * NS_PER_S), live=False)
        return await moment_of(shutter, scorer, show)
    after_s = DEFAULT_AFTER_S if options.after is None else options.after
    now_ns = clock.now_ns()
    camera = picture_source(options.camera or "0")
    print(f"shutter in {after_s:g} s", file=sys.stderr)
    microphone = None if options.microphone is None else sound_source(options.microphone)
    pts_ns = now_ns + round(after_s * NS_PER_S)
    shutter = Shutter(camera, microphone, clock, now_ns, pts_ns, live=True)
    return await moment_of(shutter, scorer, show)


def show(said: object) -> None:
    """Tell a person of advice, or of what happened to the camera."""
    from app.engine.events import Notice
    from vision.quality import Advice

    if isinstance(said, Notice):
        print(said.text, file=sys.stderr)
    elif isinstance(said, Advice):
        print(" ".join(hint.words for hint in said.hints) or "Good.", file=sys.stderr)


def taken(options: argparse.Namespace) -> datetime:
    """Return the wall time of the photo: now, or that of the moment in the video.

    A video file was last written when what it shows ended.
    """
    from app.hands_file import picture_file

    if options.video is None:
        return datetime.now().astimezone()
    ended_at = datetime.fromtimestamp(options.video.stat().st_mtime).astimezone()
    length_s = (picture_file(options.video).duration_ns or 0) / NS_PER_S
    return ended_at + timedelta(seconds=options.at - length_s)


def free_place(folder: Path, taken_at: datetime) -> Path:
    """Return the path for a photo; where there is one of this time, a later ms is in the name."""
    from app.storage.motion_photo.photo import photo_name

    while (path := folder / photo_name(taken_at)).exists():
        taken_at += timedelta(milliseconds=1)
    return path


def developed(moment: "Moment", taken_at: datetime) -> "Shot":
    """Merge the pictures, and tell how far that is."""
    from app.cli.job_progress import JobProgress
    from app.pipelines.topshot import developing

    steps = developing(moment, taken_at)
    with JobProgress(sys.stderr) as progress:
        done = 0
        while True:
            try:
                share = next(steps)
            except StopIteration as end:
                shot: Shot = end.value
                return shot
            done += 1
            progress.tell(done, share)
