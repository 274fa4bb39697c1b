"""One recording, from its sources to a finished and searchable folder; every front end's way."""

import asyncio
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from app.actions import Action
from app.engine.clock import NS_PER_S, MonotonicClock
from app.engine.events import Failure, Notice
from app.engine.session import Session
from app.engine.sources.said import Said
from app.engine.sources.source import Source
from app.engine.sources.until import Until
from app.errors import MediaFileError
from app.hearing import Hearing, draft_hearing
from app.pipelines.hand_stages import HandParts, follower
from app.pipelines.hands import HandsSetup
from app.pipelines.loop_stages import Album, Control, Heading, Watch
from app.pipelines.photographer import Photographer
from app.pipelines.preview import Preview
from app.pipelines.ready_faces import FacesSetup
from app.pipelines.record import Parts, record_graph
from app.pipelines.shot_stages import ShotParts, scored_pictures
from app.pipelines.sounds import sound_timeline
from app.storage.audio_track import AudioTrack
from app.storage.ending import drop_without_media, ended
from app.storage.event_log import EventLog
from app.storage.library import Library
from app.storage.pyramid import GrowingPyramid
from app.storage.recording import Recording
from app.storage.run_report import RunReport, summarised
from app.storage.video_track import VideoTrack
from audio.speech.titles import english_titler

DRAIN_S = 30.0  # the transcriber may hold as much as its queue when the sources end
GRACE_NS = NS_PER_S  # beyond a stated duration, for a device that has gone quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One recording to be made.

    Attributes:
        camera: where pictures come from; None for sound alone.
        microphone: where sound comes from; None for pictures alone.
        hands: how hands are followed; None follows none.
        stop_by_gesture: the gesture for it in the table of actions ends the recording.
        folder: where the recording goes; absent or empty.
        library: the database that will find it.
        live: media comes in real time and waits for nobody.
        duration_ns: length; None until the media ends or `ending` is set.
        notices: what the person was told before the recording began, kept with it.
        preview: the watch is shown the pictures as well.
        shots: how faces are read for photos; None takes none.
        photo_sound: photos keep what was heard around them.
        hearing: the engine that writes down the words.
    """

    camera: Source[object] | None
    microphone: Source[object] | None
    hands: HandsSetup | None
    stop_by_gesture: bool
    folder: Path
    library: Path
    live: bool
    duration_ns: int | None
    notices: Sequence[str] = ()
    preview: bool = False
    shots: FacesSetup | None = None
    photo_sound: bool = True
    hearing: Hearing = field(default_factory=draft_hearing)


def tell_nobody(_: Session) -> None:
    """Take a session that nobody asked about."""


async def record(
    job: Job,
    watch: Watch,
    ending: asyncio.Event,
    started: Callable[[Session], object] = tell_nobody,
) -> RunReport:
    """Record until the media ends, the duration is over or `ending` is set.

    `watch` is shown every event on the loop; `started` gets the session, for its figures. Whatever
    happens, what was recorded stays. Raises StorageError when it cannot be kept, MediaFileError
    when a file cannot be read; where nothing else was recorded, nothing is left.
    """
    clock = MonotonicClock()
    origin_ns = clock.now_ns()
    recording = begun(job, origin_ns)

    def failed(failure: Failure) -> None:
        watch.push(
            Notice(failure.pts_ns, failure.stage, f"{failure.stage} stopped: {failure.text}")
        )

    watch.begin(origin_ns)
    heading = Heading()
    parts = parts_of(job, recording, origin_ns, watch, heading, ending)
    session = Session(record_graph(parts, live=job.live), clock, failed)
    unreadable = False
    try:
        await session.start(origin_ns)
        started(session)
        duration_ns = job.duration_ns if job.live else None  # files end themselves, at any speed
        await until_the_end(session, clock, origin_ns, duration_ns, ending)
    except MediaFileError:
        unreadable = True
        raise
    finally:
        try:
            await session.stop(DRAIN_S)
        finally:
            report = summarised(session.report())
            # A long recording takes half a second to index: others on the loop go on meanwhile.
            errors = await asyncio.to_thread(ended, recording, heading.titles, report, job.library)
            if unreadable:
                await asyncio.to_thread(drop_without_media, recording, job.library)
    if errors:
        raise errors[0]
    return report


def begun(job: Job, origin_ns: int) -> Recording:
    """Make the recording's folder, and list it from the start, so that a crash is repaired."""
    with Library(job.library) as library:
        recording = Recording.create(
            job.folder,
            started_at=datetime.now().astimezone(),
            origin_ns=origin_ns,
            app_version=version("earshot"),
            sources=tuple(s.name for s in (job.camera, job.microphone) if s is not None),
        )
        library.add(job.folder)
    return recording


def parts_of(
    job: Job,
    recording: Recording,
    origin_ns: int,
    watch: Watch,
    heading: Heading,
    ending: asyncio.Event,
) -> Parts:
    """Return the parts of the graph for this job."""
    sound = job.microphone.name if job.microphone is not None else ""
    return Parts(
        said=Said(job.notices),
        camera=limited(job.camera, job.duration_ns),
        microphone=limited(job.microphone, job.duration_ns),
        video_file=functools.partial(VideoTrack, recording.video_path, origin_ns),
        audio_file=functools.partial(AudioTrack, recording.audio_path, origin_ns, sound),
        hands=(
            None
            if job.hands is None
            else hand_parts(job.hands, job.stop_by_gesture, ending, photos=job.shots is not None)
        ),
        transcriber=job.hearing.build,
        titler=english_titler,
        heading=lambda: heading,
        log=functools.partial(
            EventLog,
            recording.events_path,
            origin_ns,
            sound,
            job.hearing.engine,
            draft=job.hearing.draft,
        ),
        watch=lambda: watch,
        sounds=functools.partial(sound_timeline, live=job.live),
        waveform=functools.partial(GrowingPyramid, recording),
        preview=Preview if job.preview and job.camera is not None else None,
        shots=None
        if job.shots is None
        else shot_parts(job, job.shots, recording, origin_ns, watch),
    )


def hand_parts(
    hands: HandsSetup, stop_by_gesture: bool, ending: asyncio.Event, *, photos: bool = False
) -> HandParts:
    """Return what is done with hands."""
    possible = {Action.MARK}
    if stop_by_gesture:
        possible.add(Action.TOGGLE_RECORDING)
    if photos:
        possible.add(Action.SHUTTER)
    return HandParts(
        follower=functools.partial(follower, hands),
        actions=lambda: hands.actions(possible),
        control=lambda: Control(ending),
    )


def shot_parts(
    job: Job, faces: FacesSetup, recording: Recording, origin_ns: int, watch: Watch
) -> ShotParts:
    """Return what photos are made with."""
    started_at = datetime.fromisoformat(recording.meta.started_at)
    return ShotParts(
        scores=functools.partial(scored_pictures, faces),
        photos=lambda: Photographer(recording.photos_path, started_at, origin_ns, faces.scorer()),
        album=lambda: Album(watch),
        sound=job.photo_sound,
        live=job.live,
    )


def limited(source: Source[object] | None, duration_ns: int | None) -> Source[object] | None:
    """Return `source`, ending after `duration_ns` of media."""
    return source if source is None or duration_ns is None else Until(source, duration_ns)


async def until_the_end(
    session: Session,
    clock: MonotonicClock,
    origin_ns: int,
    duration_ns: int | None,
    ending: asyncio.Event,
) -> None:
    """Return when the media has ended, time is up, or someone asked for the end."""
    waits = {
        asyncio.create_task(session.finished(), name="media"),
        asyncio.create_task(ending.wait(), name="asked to end"),
    }
    if duration_ns is not None:
        latest_ns = origin_ns + duration_ns + GRACE_NS
        waits.add(asyncio.create_task(clock.sleep_until_ns(latest_ns), name="time is up"))
    try:
        done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in waits:
            task.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
