"""The recordings that a window asks for: live ones, and media files brought into the library."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from app.config import Config
from app.engine.clock import NS_PER_S
from app.engine.sources.by_address import picture_source, sound_source, sources_of_file
from app.engine.sources.source import Source
from app.gui.work.fetching import Fetching
from app.hearing import ready_hearing
from app.pipelines.hands import HandsSetup
from app.pipelines.job import Job
from app.pipelines.ready_faces import FacesSetup, ready_faces
from app.pipelines.ready_hands import ready_hands
from app.pipelines.rehearsal import Rehearsal
from models.errors import ModelError

DEMO = Path(__file__).resolve().parents[3] / "assets" / "samples" / "demo.mkv"


def live_job(
    folder: Path,
    camera: str,
    microphone: str,
    config: Config,
    library: Path,
    fetching: Fetching,
) -> Job:
    """Return the recording of these devices to `folder`; blocks while networks are fetched.

    Raises:
        EarshotError: the addresses name nothing.
    """
    pictures = picture_source(camera) if camera else None
    sound = sound_source(microphone) if microphone else None
    job = plain_job(folder, pictures, sound, config, library, fetching)
    notices = list(job.notices)
    return replace(
        job,
        stop_by_gesture=True,
        live=True,
        preview=True,
        shots=faces_or_notice(fetching, notices) if pictures and config.photos else None,
        photo_sound=config.photo_sound,
        notices=notices,
    )


def rehearsal_of(camera: str, microphone: str, config: Config, fetching: Fetching) -> Rehearsal:
    """Return what is seen and heard before a recording; blocks while networks are fetched.

    Raises:
        EarshotError: the addresses name nothing.
    """
    pictures = picture_source(camera) if camera else None
    hands = None if pictures is None else hands_or_notice(config, fetching, [])
    sound = sound_source(microphone) if microphone else None
    return Rehearsal(camera=pictures, microphone=sound, hands=hands)


def import_job(folder: Path, file: Path, config: Config, library: Path, fetching: Fetching) -> Job:
    """Return the job that brings a media file into `folder`; blocks while networks are fetched.

    Raises:
        EarshotError: the file cannot be read.
    """
    return plain_job(folder, *sources_of_file(file, paced=False), config, library, fetching)


def plain_job(
    folder: Path,
    pictures: Source[object] | None,
    sound: Source[object] | None,
    config: Config,
    library: Path,
    fetching: Fetching,
) -> Job:
    """Return the recording of media that waits for us, without preview and photos; blocks."""
    notices: list[str] = []
    hands = None if pictures is None else hands_or_notice(config, fetching, notices)
    return Job(
        hearing=ready_hearing(config, notices),
        camera=pictures,
        microphone=sound,
        hands=hands,
        stop_by_gesture=False,
        folder=folder,
        library=library,
        live=False,
        duration_ns=None,
        notices=notices,
    )


def hands_or_notice(config: Config, fetching: Fetching, notices: list[str]) -> HandsSetup | None:
    """Return how hands are followed; where they cannot be, None and a notice of why."""
    try:
        with fetching.awaited() as told:
            return ready_hands(config, *told)
    except ModelError as error:
        notices.append(f"hands are not tracked: {error}")
        return None


def faces_or_notice(fetching: Fetching, notices: list[str]) -> FacesSetup | None:
    """Return how faces are read for photos; where they cannot be, None and a notice of why."""
    try:
        with fetching.awaited() as told:
            return ready_faces(*told)
    except ModelError as error:
        notices.append(f"no photos are taken: {error}")
        return None


class ImportWatch:
    """Tells how many seconds of a file have been worked."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        """Call `tell` with each whole second."""
        self._tell = tell
        self._origin_ns = 0
        self._told_s = 0

    def begin(self, origin_ns: int) -> None:
        """Count times from `origin_ns`."""
        self._origin_ns = origin_ns

    def push(self, item: object) -> Sequence[object]:
        """Look at the time of one event."""
        pts_ns = getattr(item, "pts_ns", None)
        if pts_ns is not None:
            done_s = (pts_ns - self._origin_ns) // NS_PER_S
            if done_s > self._told_s:
                self._told_s = done_s
                self._tell(done_s)
        return ()

    def flush(self) -> Sequence[object]:
        """Tell nothing more."""
        return ()

    def reset(self) -> None:
        """Nothing is remembered that a gap would end."""
