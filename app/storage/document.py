"""A recording's words and sounds as one value: exported, imported, kept as a further take.

The live words are rows of `events.db`; everything else handles documents, in memory or as JSON.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from app.errors import StorageError
from app.storage.events import StoredSound
from app.storage.limits import finite, moment, time_ns
from app.text import valid_text

FORMAT = "earshot-transcript"
VERSION = 1
# What reading JSON of another shape raises.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenWord:
    """One word of a transcript.

    Attributes:
        id: stays the same through export and import; unique within its transcript.
        start_ns: from the recording's origin, as all times here.
        end_ns: just after its last sound.
        text: as the engine spells it.
        confidence: 0..1.
    """

    id: int
    start_ns: int
    end_ns: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What was said in one breath; `speaker` is None where nobody knows."""

    id: int
    start_ns: int
    end_ns: int
    speaker: str | None
    words: tuple[SpokenWord, ...]

    @property
    def text(self) -> str:
        """The words joined by blanks, each free of white space inside."""
        return " ".join("".join(word.text.split()) for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One engine's hearing of a recording.

    Attributes:
        engine: which heard it.
        draft: whether a better engine should hear it again.
        settings: of the engine, where they are not its usual ones.
        created_at: wall time of the hearing, ISO 8601 with its offset from UTC.
        utterances: in order of time.
    """

    engine: str
    draft: bool
    created_at: str
    settings: str = ""
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A transcript and the recording it is of, whose attributes are those of RecordingMeta.

    `sounds` are what else was heard in it, in order of time.
    """

    recording_id: str
    started_at: str
    duration_ns: int
    title: str
    tags: tuple[str, ...]
    transcript: Transcript
    sounds: tuple[StoredSound, ...] = ()


def as_json(document: Document) -> str:
    """Return the document as JSON that `from_json` reads back to an equal document."""
    transcript = document.transcript
    fields = {
        "format": FORMAT,
        "version": VERSION,
        "recording": {
            "id": document.recording_id,
            "started_at": document.started_at,
            "duration_ns": document.duration_ns,
            "title": document.title,
            "tags": document.tags,
        },
        "engine": transcript.engine,
        "draft": transcript.draft,
        "settings": transcript.settings,
        "created_at": transcript.created_at,
        "utterances": [_utterance_fields(utterance) for utterance in transcript.utterances],
        "sounds": [asdict(sound) for sound in document.sounds],
    }
    return json.dumps(fields, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str | bytes, name: str) -> Document:
    """Read what `as_json` wrote; unknown keys are passed over.

    Args:
        text: the JSON.
        name: what to call it in an error.

    Raises:
        StorageError: it is something else, or a newer program wrote it.
    """
    try:
        fields = json.loads(text)
        if fields["format"] != FORMAT:
            raise ValueError(f"its format is {fields['format']!r}")
        if fields["version"] == VERSION:
            return _parse(fields)
    except UNREADABLE as error:
        raise StorageError(f"{name} is not a transcript that Earshot exported ({error})") from error
    raise StorageError(
        f"{name} has transcript version {fields['version']}, this program reads {VERSION}; "
        "update the program"
    )


def _utterance_fields(utterance: Utterance) -> dict[str, Any]:
    return {
        "id": utterance.id,
        "start_ns": utterance.start_ns,
        "end_ns": utterance.end_ns,
        "speaker": utterance.speaker,
        "words": [
            {
                "id": word.id,
                "start_ns": word.start_ns,
                "end_ns": word.end_ns,
                "text": word.text,
                "confidence": word.confidence,
            }
            for word in utterance.words
        ],
    }


def _parse(fields: dict[str, Any]) -> Document:
    """Check types by converting; raises KeyError, TypeError, ValueError or OverflowError."""
    recording = fields["recording"]
    return Document(
        recording_id=valid_text(recording["id"]),
        started_at=moment(recording["started_at"]),
        duration_ns=time_ns(recording["duration_ns"]),
        title=valid_text(recording["title"]),
        tags=tuple(valid_text(tag) for tag in recording["tags"]),
        transcript=Transcript(
            engine=valid_text(fields["engine"]),
            draft=bool(fields["draft"]),
            settings=valid_text(fields["settings"]),
            created_at=moment(fields["created_at"]),
            utterances=tuple(_parse_utterance(said) for said in fields["utterances"]),
        ),
        sounds=tuple(_parse_sound(sound) for sound in fields.get("sounds", ())),
    )


def _parse_sound(fields: dict[str, Any]) -> StoredSound:
    return StoredSound(
        start_ns=time_ns(fields["start_ns"]),
        end_ns=time_ns(fields["end_ns"]),
        sound=valid_text(fields["sound"]),
        probability=finite(fields["probability"]),
    )


def _parse_utterance(fields: dict[str, Any]) -> Utterance:
    speaker = fields["speaker"]
    return Utterance(
        id=int(fields["id"]),
        start_ns=time_ns(fields["start_ns"]),
        end_ns=time_ns(fields["end_ns"]),
        speaker=None if speaker is None else valid_text(speaker),
        words=tuple(
            SpokenWord(
                id=int(word["id"]),
                start_ns=time_ns(word["start_ns"]),
                end_ns=time_ns(word["end_ns"]),
                text=valid_text(word["text"]),
                confidence=finite(word["confidence"]),
            )
            for word in fields["words"]
        ),
    )
