"""Each format says what it should, to the letter."""

import csv
import io
from dataclasses import replace

import pytest

from app.storage.document import as_json, from_json
from app.storage.events import StoredSound
from app.storage.export.formats import (
    FORMATS,
    as_csv,
    as_labels,
    as_markdown,
    as_sound_labels,
    as_srt,
    as_text,
    as_vtt,
    defused,
)
from tests.app.storage.export.spoken import document, utterance

TWO = document(
    utterance("good morning", 1000, speaker="Anna"),
    utterance("a < b & c --> d", 3_661_000, speaker="Ben", first=2),
)


def test_text() -> None:
    assert as_text(TWO) == "Anna: good morning\nBen: a < b & c --> d\n"


def test_markdown() -> None:
    assert as_markdown(TWO) == (
        "# Yearly budget\n\n"
        "- begun 2026-03-01T12:30:00+00:00\n- 1:02:03 long\n- tags: work, old\n\n"
        "**0:00:01** Anna: good morning\n\n"
        "**1:01:01** Ben: a \\< b \\& c \\-\\-\\> d\n"
    )


def test_subrip() -> None:
    assert as_srt(TWO) == (
        "1\n00:00:01,000 --> 00:00:01,900\nAnna: good morning\n\n"
        "2\n01:01:01,000 --> 01:01:03,100\nBen: a < b & c -> d\n"
    )


def test_webvtt() -> None:
    assert as_vtt(TWO) == (
        "WEBVTT\n\n"
        "00:00:01.000 --> 00:00:01.833\n<v Anna>good morning\n\n"
        "01:01:01.000 --> 01:01:03.100\n<v Ben>a &lt; b &amp; c --&gt; d\n"
    )


def test_audacity_labels() -> None:
    assert as_labels(TWO) == (
        "1.000000\t1.600000\tAnna: good morning\n3661.000000\t3663.100000\tBen: a < b & c --> d\n"
    )


def test_csv_is_read_back() -> None:
    odd = document(utterance('say "a,b" x'))
    rows = list(csv.DictReader(io.StringIO(as_csv(odd), newline="")))
    assert [row["text"] for row in rows] == ["say", '"a,b"', "x"]
    assert rows[1] == {
        "utterance": "0",
        "word": "1",
        "speaker": "",
        "start_s": "0.300",
        "end_s": "0.600",
        "text": '"a,b"',
        "confidence": "0.750",
    }


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\t=1", " =HYPERLINK(0)"])
def test_no_cell_of_a_csv_is_a_formula(cell: str) -> None:
    odd = document(utterance("word", speaker=cell))
    [row] = csv.DictReader(io.StringIO(as_csv(odd), newline=""))
    assert row["speaker"] == f"'{cell}"
    assert defused("rock-and-roll = fun") == "rock-and-roll = fun"


@pytest.mark.parametrize("name", ["txt", "md", "vtt"])
def test_a_draft_says_so(name: str) -> None:
    draft = document(utterance("hello"), draft=True)
    note = "draft transcript by parakeet: many words may be wrong"
    assert note in FORMATS[name].render(draft)
    assert note not in FORMATS[name].render(TWO)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_said_is_no_error(name: str) -> None:
    text = FORMATS[name].render(document(title=""))
    assert isinstance(text, str)
    if name == "json":
        assert from_json(text, name) == document(title="")


def test_no_line_is_forged_by_what_was_said() -> None:
    said = utterance("x", speaker="An\n\nna\t\r")
    word = "a\n\n2\n00:00:00,000 --> 00:00:09,000\nforged"
    forged = document(
        type(said)(
            id=0,
            start_ns=0,
            end_ns=said.end_ns,
            speaker=said.speaker,
            words=(type(said.words[0])(id=0, start_ns=0, end_ns=9, text=word, confidence=1.0),),
        )
    )
    assert len(as_text(forged).splitlines()) == 1
    assert len(as_labels(forged).splitlines()) == 1
    assert as_labels(forged).count("\t") == 2
    assert as_srt(forged).count(" --> ") == 1
    assert as_vtt(forged).count("-->") == 1


def test_audacity_labels_of_sounds() -> None:
    sounds = (
        StoredSound(1_250_000_000, 2_000_000_000, "baby_cry", 0.9),
        StoredSound(3_000_000_000, 3_500_000_000, "dog", 0.8),
    )
    heard = replace(TWO, sounds=sounds)
    assert as_sound_labels(heard) == ("1.250000\t2.000000\tbaby cry\n3.000000\t3.500000\tdog\n")
    assert from_json(as_json(heard), "heard") == heard
