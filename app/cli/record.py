"""`earshot record`: camera and microphone, or files, into a recording."""

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.cli.numbers import duration
from app.config import Config, home
from app.errors import UsageError

if TYPE_CHECKING:
    from app.engine.sources.source import Source
    from app.pipelines.hands import HandsSetup
    from app.pipelines.job import Job
    from app.pipelines.ready_faces import FacesSetup

Result = TypeVar("Result")

NS_PER_S = 1_000_000_000
USES = """
what is recorded:
  (nothing named)    the default camera and microphone
  --camera X         camera X and the default microphone
  --microphone X     microphone X alone, as a voice recorder
  --video FILE       picture and sound of FILE
  --audio FILE       sound of FILE alone
  --video FILE --audio OTHER, --camera X --audio FILE ... : just what is named

gestures while recording:
  thumbs up          mark this moment; `earshot show` lists the marks
  victory sign       take a photo, with --shots: the best pictures of the 3 s around it
  rock sign          end the recording, with --stop-by-gesture
"""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "record",
        help="record camera and microphone, or files",
        epilog=USES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    picture = verb.add_mutually_exclusive_group()
    picture.add_argument("--camera", metavar="X", help="camera, by number, name or address")
    picture.add_argument("--video", metavar="FILE", help="video file")
    sound = verb.add_mutually_exclusive_group()
    sound.add_argument("--microphone", metavar="X", help="microphone, by number or part of name")
    sound.add_argument("--audio", metavar="FILE", help="sound file")
    verb.add_argument("--duration", type=duration, metavar="S", help="end after S seconds of media")
    verb.add_argument("--out", type=Path, metavar="DIR", help="folder of the recording")
    verb.add_argument("--engine", metavar="NAME", help="what writes down the words")
    verb.add_argument(
        "--fast", action="store_true", help="read files as fast as they can be worked"
    )
    verb.add_argument(
        "--stop-by-gesture", action="store_true", help="end when the sign for it is shown"
    )
    verb.add_argument(
        "--shots", action="store_true", help="take a photo at the sign for it and at each mark"
    )
    verb.add_argument("--json", action="store_true", help="print each event as a line of JSON")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:
    """Make one recording."""
    from app.cli.console import Console
    from app.cli.json_lines import JsonLines
    from app.pipelines.job import record
    from app.storage.recording import drop_empty
    from app.storage.repair import mend

    for mended in mend(home() / "library.db"):
        print(f"repaired {mended.folder}, which had been cut off", file=sys.stderr)
        for problem in mended.problems:
            print(f"  {problem}", file=sys.stderr)
    job = job_of(options, config)
    watch = JsonLines(sys.stdout) if options.json else Console(sys.stdout)
    try:
        report = asyncio.run(interruptible(lambda ending: record(job, watch, ending)))
    finally:
        if options.out is None:
            drop_empty(job.folder)
    watch.finished(job.folder, report)
    return 0


def job_of(options: argparse.Namespace, config: Config) -> "Job":
    """Turn the options into a job; raises EarshotError for what cannot be recorded."""
    from app.hearing import hearing_of, ready_hearing
    from app.pipelines.job import Job
    from app.storage.recording import new_folder

    camera, microphone = sources(options)
    live = not options.fast
    if options.fast and (
        options.camera or options.microphone or not (options.video or options.audio)
    ):
        raise UsageError("--fast works with files; a device cannot be hurried")
    for option, wanted in (("shots", options.shots), ("stop-by-gesture", options.stop_by_gesture)):
        if wanted and camera is None:
            raise UsageError(f"--{option} needs pictures; name some with --camera or --video")
    notices: list[str] = []
    if options.engine:
        hearing = hearing_of(options.engine, live=live)
    else:
        hearing = ready_hearing(config, notices)
    return Job(
        camera=camera,
        microphone=microphone,
        hands=hands(config, notices) if camera is not None else None,
        stop_by_gesture=options.stop_by_gesture,
        folder=options.out or new_folder(config.recordings),
        library=home() / "library.db",
        live=live,
        duration_ns=round(options.duration * NS_PER_S) if options.duration else None,
        notices=notices,
        shots=faces(notices) if options.shots and camera is not None else None,
        photo_sound=config.photo_sound,
        hearing=hearing,
    )


def sources(options: argparse.Namespace) -> "tuple[Source[object] | None, Source[object] | None]":
    """Return the camera and the microphone that the options mean."""
    from app.engine.sources.audio_file import AudioFile
    from app.engine.sources.by_address import picture_source, sound_source
    from app.engine.sources.media_file import check_media_file, has_track
    from app.engine.sources.video_file import VideoFile

    paced = not options.fast
    camera: Source[object] | None = None
    microphone: Source[object] | None = None
    if options.video:
        check_media_file(Path(options.video), "video")
        camera = VideoFile(Path(options.video), paced=paced)
        if not (options.audio or options.microphone) and has_track(Path(options.video), "audio"):
            microphone = AudioFile(Path(options.video), paced=paced)
    elif options.camera or not (options.microphone or options.audio):
        camera = picture_source(options.camera or "0", paced=paced)
    if options.audio:
        check_media_file(Path(options.audio), "audio")
        microphone = AudioFile(Path(options.audio), paced=paced)
    elif options.microphone or not options.video:
        microphone = sound_source(options.microphone or "default", paced=paced)
    return camera, microphone


def hands(config: Config, notices: list[str]) -> "HandsSetup | None":
    """Return how hands are followed; without its networks a recording goes on."""
    from app.cli.progress import Progress
    from app.pipelines.ready_hands import ready_hands
    from models.errors import ModelError

    try:
        with Progress(sys.stderr) as progress:
            return ready_hands(config, progress.tell)
    except ModelError as error:
        notices.append(f"hands are not tracked: {error}")
        return None


def faces(notices: list[str]) -> "FacesSetup | None":
    """Return how faces are read for photos; without its networks a recording goes on."""
    from app.cli.progress import Progress
    from app.pipelines.ready_faces import ready_faces
    from models.errors import ModelError

    try:
        with Progress(sys.stderr) as progress:
            return ready_faces(progress.tell)
    except ModelError as error:
        notices.append(f"no photos are taken: {error}")
        return None


async def interruptible(work: Callable[[asyncio.Event], Awaitable[Result]]) -> Result:
    """Run `work` with an event that Ctrl-C, the system's wish to end and a closed terminal set."""
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    endings = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        endings.append(signal.SIGHUP)  # under nohup a closed terminal is to end nothing
    for number in endings:
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises as usual
            loop.add_signal_handler(number, ending.set)
    return await work(ending)
