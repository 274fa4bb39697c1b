"""Several hearings of one recording: the live one, and a file for each engine that came later.

The live take is in `events.db` and is never changed. A later take is a document in the folder
`transcripts`, put there whole; the same engine hearing again replaces its own take. What a person
corrects lies beside them, see `corrections`.
"""

import hashlib
import re
from dataclasses import replace
from datetime import datetime

from app.disk import cannot_write, replace_file
from app.errors import StorageError
from app.storage.corrections import corrected, read_corrections
from app.storage.document import (
    Document,
    SpokenWord,
    Transcript,
    Utterance,
    as_json,
    from_json,
)
from app.storage.events import StoredWord, open_events
from app.storage.recording import Recording
from app.storage.segments import segments

TAKES_NAME = "transcripts"
LIVE = "live"
NOT_HEARD = ""  # the engine of a live take that holds no words
SLUG_CHARACTERS = 40


def take_names(recording: Recording) -> list[str]:
    """Return the takes there are, the live one first."""
    later = sorted(path.stem for path in (recording.folder / TAKES_NAME).glob("*.json"))
    return [LIVE, *later]


def read_take(recording: Recording, name: str) -> Document:
    """Return one take as a person put it right; raises StorageError when absent or damaged."""
    heard = read_heard(recording, name)
    known = read_corrections(recording.folder, name, heard.transcript.created_at)
    return replace(heard, transcript=corrected(heard.transcript, known))


def read_heard(recording: Recording, name: str) -> Document:
    """Return one take as it was heard; raises StorageError when it is absent or damaged."""
    if name == LIVE:
        return _live(recording)
    if name not in take_names(recording):
        there = ", ".join(take_names(recording))
        raise StorageError(f"{recording.folder} has no take {name!r}; it has: {there}")
    path = recording.folder / TAKES_NAME / f"{name}.json"
    try:
        heard = from_json(path.read_bytes(), str(path))
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error
    return _document(recording, heard.transcript)  # title and tags may have changed since


def preferred_take(recording: Recording) -> Document:
    """Return the take that is searched and exported: no draft if there is another, the newest.

    One without words counts like any other: where a better engine hears nothing, nothing was said.

    Raises:
        StorageError: a take cannot be read.
    """
    takes = [read_take(recording, name) for name in take_names(recording)]
    return max(takes, key=lambda take: rank(take.transcript))


def rank(transcript: Transcript) -> tuple[bool, bool, datetime]:
    """Return what is compared: heard at all, no draft, when; naive times are local."""
    made_at = datetime.fromisoformat(transcript.created_at)
    made_at = made_at if made_at.tzinfo else made_at.astimezone()
    return transcript.engine != NOT_HEARD, not transcript.draft, made_at


def add_take(recording: Recording, transcript: Transcript) -> str:
    """Keep a further take beside the others; return its name.

    Raises:
        StorageError: it cannot be written; the other takes stand.
    """
    name = slug(transcript.engine)
    path = recording.folder / TAKES_NAME / f"{name}.json"
    try:
        path.parent.mkdir(exist_ok=True)
        replace_file(path, as_json(_document(recording, transcript)).encode())
    except OSError as error:
        raise cannot_write(path, error) from error
    return name


def slug(engine: str) -> str:
    """Return a file name for an engine's take: small letters, digits and hyphens, told apart.

    A name that had to be changed gets a piece of its hash, so that two engines never share a file.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", engine.lower()).strip("-")[:SLUG_CHARACTERS]
    if plain and plain == engine and plain != LIVE:
        return plain
    digest = hashlib.sha256(engine.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{plain}-{digest}" if plain else digest


def _live(recording: Recording) -> Document:
    """Read the words that were heard while recording."""
    with open_events(recording.events_path) as events:
        utterances, words = events.utterances(), events.words()
    by_utterance: dict[int, list[StoredWord]] = {}
    for word in words:
        by_utterance.setdefault(word.utterance_id, []).append(word)
    transcript = Transcript(
        engine=utterances[-1].engine if utterances else NOT_HEARD,
        draft=utterances[-1].draft if utterances else True,
        created_at=recording.meta.started_at,
        utterances=tuple(
            Utterance(
                id=utterance.id,
                start_ns=utterance.start_ns,
                end_ns=utterance.end_ns,
                speaker=utterance.speaker,
                words=tuple(_spoken(word) for word in by_utterance.get(utterance.id, ())),
            )
            for utterance in utterances
        ),
    )
    return _document(recording, transcript)


def _spoken(word: StoredWord) -> SpokenWord:
    return SpokenWord(
        id=word.id,
        start_ns=word.start_ns,
        end_ns=word.end_ns,
        text=word.text,
        confidence=word.confidence,
    )


def _document(recording: Recording, transcript: Transcript) -> Document:
    meta = recording.meta
    if meta.speaker:
        named = (
            replace(said, speaker=said.speaker or meta.speaker) for said in transcript.utterances
        )
        transcript = replace(transcript, utterances=tuple(named))
    with open_events(recording.events_path) as events:
        sounds = segments(events.sounds())
    return Document(
        recording_id=meta.id,
        started_at=meta.started_at,
        duration_ns=meta.duration_ns or 0,
        title=meta.title,
        tags=meta.tags,
        transcript=transcript,
        sounds=tuple(sounds),
    )
