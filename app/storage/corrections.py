"""What a person put right in a hearing: kept beside it, so that the hearing itself never changes.

`corrections/TAKE.json` tells what was really said where the engine heard something else, and what
speakers are called. It names the moment its take was made: when another hearing of that name takes
its place, these corrections are of words that are no longer there, and are passed over.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.disk import cannot_write, replace_file
from app.errors import StorageError
from app.storage.document import SpokenWord, Transcript, Utterance
from app.text import valid_text

FOLDER = "corrections"
FORMAT, VERSION = "earshot-corrections", 1
CERTAIN = 1.0  # how much is believed of what a person wrote

Spelling = tuple[tuple[int, str], ...]  # id and text of each word that takes a heard word's place


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of one take.

    Attributes:
        words: for the id of a heard word, the words that were really said; none if nothing was.
        speakers: for a speaker as the engine names it, a person's name.
    """

    words: Mapping[int, Spelling] = field(default_factory=dict)
    speakers: Mapping[str, str] = field(default_factory=dict)


def read_corrections(folder: Path, take: str, created_at: str) -> Corrections:
    """Return the corrections of a take that was made at a moment; raises StorageError."""
    path = _path(folder, take)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Corrections()
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"cannot read {path}: {error}") from error
    try:
        fields = json.loads(text)
        if (fields["format"], fields["version"]) != (FORMAT, VERSION):
            raise ValueError("its format is another")
        if fields["take_created_at"] != created_at:
            return Corrections()
        return _parse(fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StorageError(f"{path} holds no corrections that this program reads") from error


def correct(
    folder: Path, take: str, created_at: str, heard: SpokenWord, text: str | None, free_id: int
) -> tuple[SpokenWord, ...]:
    """Keep what was really said in the place of a heard word.

    Args:
        folder: the recording.
        take: which hearing.
        created_at: when it was made.
        heard: the word as the engine heard it.
        text: one word, several, or none at all; None gives back what was heard.
        free_id: no word of the hearing has it or a greater one.

    Returns:
        The words that stand in the place of `heard` now.

    Raises:
        StorageError: it cannot be kept.
    """
    known = read_corrections(folder, take, created_at)
    words = dict(known.words)
    before = words.pop(heard.id, ())
    if text is not None:
        taken = [number for spelling in (*words.values(), before) for number, _ in spelling]
        words[heard.id] = _spelling(heard.id, text, before, max([free_id - 1, *taken]) + 1)
    _write(folder, take, created_at, replace(known, words=words))
    return respelt(heard, words.get(heard.id))


def name_speaker(folder: Path, take: str, created_at: str, speaker: str, name: str) -> None:
    """Call a speaker by a name, wherever that one speaks; an empty name takes it back."""
    known = read_corrections(folder, take, created_at)
    speakers = {**known.speakers, speaker: name}
    if not name:
        del speakers[speaker]
    _write(folder, take, created_at, replace(known, speakers=speakers))


def corrected(transcript: Transcript, corrections: Corrections) -> Transcript:
    """Return a hearing as a person put it right; what nobody touched is as it was heard."""
    if not (corrections.words or corrections.speakers):
        return transcript
    said = (_corrected(utterance, corrections) for utterance in transcript.utterances)
    return replace(transcript, utterances=tuple(one for one in said if one.words))


def respelt(heard: SpokenWord, spelling: Spelling | None) -> tuple[SpokenWord, ...]:
    """Return the words in the place of a heard one; its time is shared out by their letters."""
    if spelling is None:
        return (heard,)
    letters = sum(len(text) for _, text in spelling)
    words, start_ns, done = [], heard.start_ns, 0
    for number, text in spelling:
        done += len(text)
        end_ns = heard.start_ns + (heard.end_ns - heard.start_ns) * done // max(1, letters)
        words.append(
            SpokenWord(id=number, start_ns=start_ns, end_ns=end_ns, text=text, confidence=CERTAIN)
        )
        start_ns = end_ns
    return tuple(words)


def _spelling(heard_id: int, text: str, before: Spelling, free_id: int) -> Spelling:
    """Give each word an id: the heard word's, those it had before, then new ones."""
    texts = valid_text(text).split()
    known = [heard_id, *(number for number, _ in before[1:])]
    fresh = range(free_id, free_id + len(texts))
    return tuple(zip([*known, *fresh], texts, strict=False))


def _corrected(said: Utterance, corrections: Corrections) -> Utterance:
    words = tuple(
        word for heard in said.words for word in respelt(heard, corrections.words.get(heard.id))
    )
    speaker = None if said.speaker is None else corrections.speakers.get(said.speaker, said.speaker)
    return replace(said, words=words, speaker=speaker)


def _path(folder: Path, take: str) -> Path:
    return folder / FOLDER / f"{take}.json"


def _parse(fields: dict[str, Any]) -> Corrections:
    return Corrections(
        words={
            int(one["heard"]): tuple(
                (int(word["id"]), valid_text(word["text"])) for word in one["said"]
            )
            for one in fields["words"]
        },
        speakers={str(who): valid_text(name) for who, name in fields["speakers"].items()},
    )


def _write(folder: Path, take: str, created_at: str, corrections: Corrections) -> None:
    path = _path(folder, take)
    fields = {
        "format": FORMAT,
        "version": VERSION,
        "take_created_at": created_at,
        "words": [
            {"heard": heard, "said": [{"id": number, "text": text} for number, text in spelling]}
            for heard, spelling in corrections.words.items()
        ],
        "speakers": dict(corrections.speakers),
    }
    text = json.dumps(fields, indent=1, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(exist_ok=True)
        replace_file(path, text.encode())
    except OSError as error:
        raise cannot_write(path, error) from error
