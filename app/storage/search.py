"""Finding what was said, by whom, and what a recording is called; full-text search (FTS5).

Speed over 3 million words is measured by `earshot bench search`.
"""

import os
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from app.storage.document import Utterance
from app.storage.library_schema import PASSAGE_BITS
from app.text import valid_text

SNIPPET_TOKENS = 16
MAX_TERMS = 32  # a longer question is cut; FTS5's own limit is 256
MATCH_START = "\x02"  # not found in speech, so it marks the first matching word

_TERM = re.compile(r'"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)')

# Han and kana (Unicode blocks): engines write each as a word, people write them without blanks.
_CHARACTER = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)

_PASSAGES = f"""
SELECT recording.id, folder, started_at, title, start_ns, end_ns, speaker, word_starts_ns,
    highlight(passage, 0, '{MATCH_START}', ''), snippet(passage, 0, '[', ']', '…', {SNIPPET_TOKENS})
FROM passage CROSS JOIN recording ON recording.id = passage.rowid >> {PASSAGE_BITS}
WHERE passage MATCH ?1 AND NOT missing"""  # CROSS: the text index leads
_FIND_PASSAGES = f"{_PASSAGES} ORDER BY passage.rowid DESC LIMIT ?2"
_FIND_FIRST = f"""{_PASSAGES} AND passage.rowid IN (
    SELECT min(rowid) FROM passage WHERE passage MATCH ?1 GROUP BY rowid >> {PASSAGE_BITS}
    ORDER BY 1 DESC LIMIT ?2
) ORDER BY recording.id DESC"""  # by passage.rowid would seek each anew, from the end

_FIND_HEADINGS = """
SELECT recording.id, folder, started_at, recording.title, duration_ns,
    highlight(heading, 0, '[', ']'), highlight(heading, 1, '[', ']')
FROM heading CROSS JOIN recording ON recording.id = heading.rowid
WHERE heading MATCH ? AND NOT missing ORDER BY heading.rowid DESC LIMIT ?
"""


class Where(StrEnum):
    """What of a recording answered a search."""

    WORDS = "words"
    SOUND = "sound"
    HEADING = "title and tags"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage, a sound, or the heading of a recording, that answers a search.

    Attributes:
        folder: the recording.
        recording_started_at: wall time of its start, ISO 8601.
        title: what it is called; empty when nobody called it anything.
        where: whether words were found, a sound, or the title and tags.
        start_ns: when the sound begins, or the first matching word was said, from the recording's
            origin; 0 for a heading. Where only the speaker matched, the start of the passage.
        end_ns: end of the passage or sound; for a heading the end of the recording.
        snippet: text around the match, matching words in [brackets].
        speaker: who said it, where that is known.
        sound: key of the sound that was found.
    """

    folder: Path
    recording_started_at: str
    title: str
    where: Where
    start_ns: int
    end_ns: int
    snippet: str
    speaker: str
    sound: str = ""


def match_expression(query: str) -> str:
    """Turn what a person typed into an FTS5 expression in which every term is quoted.

    Returns:
        Terms that must all occur; empty when there is nothing to look for.
    """
    terms: list[str] = []
    for found in _TERM.finditer(valid_text(query)):  # FTS5 wants UTF-8, and reads up to a NUL
        text = found["word"] if found["phrase"] is None else found["phrase"]
        prefix = found["phrase"] is None and text.endswith("*")
        if any(character.isalnum() for character in text):
            terms.append(_term(text.rstrip("*"), "*" if prefix else ""))
    return " AND ".join(terms[:MAX_TERMS])


def _term(text: str, ending: str) -> str:
    """Return a term in quotes; with the words that its characters may have been written as."""
    written = f'"{text}"{ending}'
    if not _CHARACTER.search(text):
        return written
    apart = " ".join(_CHARACTER.sub(r" \g<0> ", text).split())
    return f'({written} OR "{apart}"{ending})'


def index_passages(db: sqlite3.Connection, recording: int, utterances: Sequence[Utterance]) -> None:
    """Make a recording findable by these words and by no others."""
    first = recording << PASSAGE_BITS
    db.execute(
        "DELETE FROM passage WHERE rowid BETWEEN ? AND ?", (first, first + (1 << PASSAGE_BITS) - 1)
    )
    db.executemany(
        "INSERT INTO passage (rowid, text, speaker, start_ns, end_ns, word_starts_ns) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                *(first + ordinal, said.text, said.speaker or "", said.start_ns, said.end_ns),
                np.array([word.start_ns for word in said.words], "<i8").tobytes(),
            )
            for ordinal, said in enumerate(utterances)
        ),
    )


def find(
    db: sqlite3.Connection, match: str, limit: int, *, first: bool = False
) -> list[tuple[int, Hit]]:
    """Return (recording id, hit) for headings, then passages: newest recordings first, then time.

    With more hits than `limit` the latest are returned; ranking all of them instead would take
    0.3 s for a common word among 200,000 passages, this takes 1 ms.

    Args:
        db: a library.
        match: from `match_expression`, not empty.
        limit: most hits to return.
        first: only the first passage of each recording.
    """
    with closing(db.cursor()) as cursor:
        headings = cursor.execute(_FIND_HEADINGS, (match, limit)).fetchall()
        room, wanted = limit - len(headings), _FIND_FIRST if first else _FIND_PASSAGES
        passages = cursor.execute(wanted, (match, room)).fetchall() if room > 0 else []
    passages.sort(key=lambda row: (-row[0], row[4]))
    return [(row[0], _heading_hit(*row[1:])) for row in headings] + [
        (row[0], _passage_hit(*row[1:])) for row in passages
    ]


def _heading_hit(
    folder: bytes, started_at: str, title: str, duration_ns: int | None, marked: str, tags: str
) -> Hit:
    snippet = " ".join(filter(None, (marked, f"({tags})" if tags else "")))
    path = Path(os.fsdecode(folder))
    return Hit(path, started_at, title, Where.HEADING, 0, duration_ns or 0, snippet, "")


def _passage_hit(
    folder: bytes,
    started_at: str,
    title: str,
    start_ns: int,
    end_ns: int,
    speaker: str,
    starts: bytes,
    marked: str,
    snippet: str,
) -> Hit:
    """Make a hit that jumps to the first matching word, where the words' times are known."""
    before, found, _ = marked.partition(MATCH_START)
    starts_ns = np.frombuffer(starts, "<i8")
    ordinal = before.count(" ")
    if found and ordinal < len(starts_ns):
        start_ns = int(starts_ns[ordinal])
    path = Path(os.fsdecode(folder))
    return Hit(path, started_at, title, Where.WORDS, start_ns, end_ns, snippet, speaker)
