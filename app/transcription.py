"""Transcribing files and recordings, several at a time, each as fast as it goes.

The transcript of a job is put in place whole at the end, with the digest of the sound, the engine
and its settings inside; so a job that is run again, here or on another machine, sees that it is
done, and one that is cut off leaves nothing.
"""

import asyncio
import functools
import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.engine.child import ChildError, ChildProcessor
from app.engine.clock import NS_PER_S, MonotonicClock
from app.engine.events import Gap
from app.engine.sources.audio_file import AudioFile
from app.errors import EarshotError, MediaFileError, StorageError
from app.hearing import Hearing
from app.storage.document import (
    Document,
    SpokenWord,
    Transcript,
    Utterance,
)
from app.storage.meta import State
from app.storage.recording import Recording, one_line
from app.storage.repair import repair
from app.storage.sidecar import own_sidecar, read_sidecar, write_sidecar
from app.storage.takes import add_take, read_take, slug, take_names
from app.transcription_jobs import Job
from audio.block import AudioBlock
from audio.speech.transcript import Final

ID_DIGITS = 32  # of the digest, as long as the id of a recording
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: its transcript, and whether it was there before; or what went wrong.

    `out` is the file that the transcript is in, None for a recording. `before` is the transcript of
    the same engine that was there before the job, if any.
    """

    job: Job
    document: Document | None
    was_done: bool
    problem: str
    out: Path | None = None
    before: Document | None = None


async def transcribe(
    jobs: Sequence[Job],
    hearing: Hearing,
    workers: int,
    heard: Callable[[Job, float], None],
    ended: Callable[[Outcome], None],
) -> None:
    """Do all jobs, `workers` at a time, each in its own process; one that fails stops no other.

    Args:
        jobs: from `find_jobs`.
        hearing: the engine.
        workers: processes.
        heard: told now and then how many seconds of a job's sound have been heard.
        ended: told of each job as it ends.

    Cancelled, it ends the processes at once; jobs that had ended stay done. So it does when `heard`
    or `ended` raises, and raises that.
    """
    waiting = iter(jobs)

    async def work() -> None:
        for job in waiting:
            ended(await _outcome(job, hearing, functools.partial(heard, job)))

    try:
        async with asyncio.TaskGroup() as group:
            for number in range(workers):
                group.create_task(work(), name=f"transcribing {number}")
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None


async def _outcome(job: Job, hearing: Hearing, heard: Callable[[float], None]) -> Outcome:
    try:
        if job.out is None:
            await asyncio.to_thread(_check_ended, job.named)
        out = job.out and await asyncio.to_thread(own_sidecar, job.out, hearing.engine)
        digest = await asyncio.to_thread(_digest, job.sound)
        made_at = await asyncio.to_thread(_made_at, job.sound)
        before = await asyncio.to_thread(_before, job, out, hearing)
        if before is not None and _is_done(before, out, hearing, digest):
            return Outcome(job, before, was_done=True, problem="", out=out, before=before)
        with closing(ChildProcessor(hearing.build)) as child:
            finals, length_ns = await _listen(job.sound, child, heard)
        document = _document(job, hearing, digest, made_at, finals, length_ns)
        kept = await asyncio.to_thread(_keep, job, out, document)
        return Outcome(job, kept, was_done=False, problem="", out=out, before=before)
    except (EarshotError, ChildError) as error:
        return Outcome(job, None, was_done=False, problem=str(error))


def _check_ended(folder: Path) -> None:
    """Mend a recording that was cut off; raise StorageError for one that goes on."""
    repair(folder)
    if Recording.open(folder).meta.state is State.RECORDING:
        raise StorageError(f"{folder} is still being recorded; transcribe it when it has ended")


async def _listen(
    sound: Path, child: ChildProcessor, heard: Callable[[float], None]
) -> tuple[list[Final], int]:
    """Return what was said, and the length of the sound in ns."""
    finals: list[Final] = []
    end_ns = 0

    async def take(function: Callable[..., Sequence[object]], *block: AudioBlock) -> None:
        events = await asyncio.to_thread(function, *block)
        finals.extend(event for event in events if isinstance(event, Final))

    async for item in AudioFile(sound, paced=False).items(MonotonicClock(), 0):
        if isinstance(item, AudioBlock):
            await take(child.push, item)
            end_ns = item.end_ns
            heard(end_ns / NS_PER_S)
        elif isinstance(item, Gap):
            await take(child.flush)
    await take(child.flush)
    return finals, end_ns


def _digest(path: Path) -> str:
    """Return the first digits of the SHA-256 of a file; raises MediaFileError."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
    except OSError as error:
        raise MediaFileError(f"{path} cannot be read: {error.strerror}") from error
    return digest.hexdigest()[:ID_DIGITS]


def _made_at(path: Path) -> datetime:
    """Return when a file was last written; raises MediaFileError."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError) as error:
        raise MediaFileError(f"{path} does not tell when it was written: {error}") from error


def _before(job: Job, out: Path | None, hearing: Hearing) -> Document | None:
    """Return the transcript that is there already, None when this engine has yet to hear this."""
    if out is not None:
        return read_sidecar(out)
    return _taken(Recording.open(job.named), slug(hearing.engine))


def _is_done(before: Document, out: Path | None, hearing: Hearing, digest: str) -> bool:
    """Tell whether a transcript is what this engine, set like this, hears in this sound."""
    # that of a recording does not change once it has ended
    same_sound = out is None or before.recording_id == digest
    made = (before.transcript.engine, before.transcript.settings)
    return same_sound and made == (hearing.engine, hearing.settings)


def _taken(recording: Recording, name: str) -> Document | None:
    """Return a take that can be read; one that cannot is made anew."""
    try:
        return read_take(recording, name) if name in take_names(recording) else None
    except StorageError:
        return None


def _document(
    job: Job,
    hearing: Hearing,
    digest: str,
    made_at: datetime,
    finals: Sequence[Final],
    length_ns: int,
) -> Document:
    first = 0
    utterances: list[Utterance] = []
    for final in finals:
        utterances.append(_utterance(len(utterances), first, final))
        first += len(final.words)
    return Document(
        recording_id=digest,
        started_at=made_at.isoformat(timespec="seconds"),
        duration_ns=length_ns,
        title=one_line(job.sound.stem),
        tags=(),
        transcript=Transcript(
            engine=hearing.engine,
            draft=hearing.draft,
            settings=hearing.settings,
            created_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            utterances=tuple(utterances),
        ),
    )


def _utterance(number: int, first: int, final: Final) -> Utterance:
    words = tuple(
        SpokenWord(
            id=first + place,
            start_ns=word.start_ns,
            end_ns=word.end_ns,
            text=word.text,
            confidence=word.confidence,
        )
        for place, word in enumerate(final.words)
    )
    return Utterance(
        id=number, start_ns=final.start_ns, end_ns=final.end_ns, speaker=None, words=words
    )


def _keep(job: Job, out: Path | None, document: Document) -> Document:
    """Put the transcript in place, whole, and return what is there; raises StorageError."""
    if out is not None:
        write_sidecar(out, document)
        return document
    recording = Recording.open(job.named)
    return read_take(recording, add_take(recording, document.transcript))
