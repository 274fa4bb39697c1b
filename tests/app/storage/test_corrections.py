"""What a person puts right lies beside the hearing: ids and hearing stay, all can go back."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import StorageError
from app.storage.corrections import (
    FOLDER,
    correct,
    corrected,
    name_speaker,
    read_corrections,
)
from app.storage.document import SpokenWord, Transcript, Utterance

MADE = "2026-11-21T09:00:00+00:00"
TAKE = "live"
FREE = 100


def word(number: int, text: str, start_ns: int, end_ns: int) -> SpokenWord:
    return SpokenWord(id=number, start_ns=start_ns, end_ns=end_ns, text=text, confidence=0.4)


HEARD = Transcript(
    engine="e",
    draft=True,
    created_at=MADE,
    utterances=(
        Utterance(
            id=0,
            start_ns=0,
            end_ns=900,
            speaker="1",
            words=(word(0, "eye", 0, 200), word(1, "scream", 200, 800), word(2, "now", 800, 900)),
        ),
        Utterance(
            id=1, start_ns=1000, end_ns=1100, speaker="2", words=(word(3, "uh", 1000, 1100),)
        ),
    ),
)


def put_right(folder: Path, number: int, text: str | None) -> tuple[SpokenWord, ...]:
    heard = next(w for said in HEARD.utterances for w in said.words if w.id == number)
    return correct(folder, TAKE, MADE, heard, text, FREE)


def shown(folder: Path) -> Transcript:
    return corrected(HEARD, read_corrections(folder, TAKE, MADE))


def test_nothing_is_changed_without_corrections(tmp_path: Path) -> None:
    assert shown(tmp_path) is HEARD


def test_a_word_is_put_right_and_keeps_its_id_and_time(tmp_path: Path) -> None:
    assert put_right(tmp_path, 2, "today") == (replace(word(2, "today", 800, 900), confidence=1.0),)
    assert shown(tmp_path).utterances[0].text == "eye scream today"
    assert HEARD.utterances[0].text == "eye scream now"


def test_one_word_becomes_two_that_share_its_time_by_letters(tmp_path: Path) -> None:
    ice, cream = put_right(tmp_path, 1, " ice  cream ")
    assert (ice.id, cream.id) == (1, FREE)
    assert (ice.start_ns, ice.end_ns, cream.start_ns, cream.end_ns) == (200, 425, 425, 800)


def test_ids_stay_when_a_word_is_put_right_again_and_are_never_used_twice(tmp_path: Path) -> None:
    put_right(tmp_path, 1, "ice cream")
    put_right(tmp_path, 2, "right now")
    ids = [w.id for w in put_right(tmp_path, 1, "ice cold cream")]
    assert ids == [1, FREE, FREE + 2]
    every = [w.id for said in shown(tmp_path).utterances for w in said.words]
    assert len(every) == len(set(every))


def test_a_word_that_was_never_said_goes_and_an_empty_utterance_with_it(tmp_path: Path) -> None:
    assert put_right(tmp_path, 3, "") == ()
    assert [said.id for said in shown(tmp_path).utterances] == [0]


def test_what_was_heard_comes_back(tmp_path: Path) -> None:
    put_right(tmp_path, 3, "")
    assert put_right(tmp_path, 3, None) == (HEARD.utterances[1].words[0],)
    assert shown(tmp_path) == HEARD


def test_a_speaker_has_one_name_everywhere_and_loses_it_again(tmp_path: Path) -> None:
    name_speaker(tmp_path, TAKE, MADE, "1", "Ada")
    assert [said.speaker for said in shown(tmp_path).utterances] == ["Ada", "2"]
    name_speaker(tmp_path, TAKE, MADE, "1", "")
    assert shown(tmp_path) == HEARD


def test_corrections_of_another_hearing_are_passed_over(tmp_path: Path) -> None:
    put_right(tmp_path, 2, "today")
    assert not read_corrections(tmp_path, TAKE, "2027-01-01T00:00:00+00:00").words
    assert not read_corrections(tmp_path, "other", MADE).words


@pytest.mark.parametrize("text", ["{}", "no json", '{"format": "other", "version": 1}', "[1]"])
def test_a_damaged_file_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "live.json").write_text(text)
    with pytest.raises(StorageError, match=r"live\.json"):
        read_corrections(tmp_path, TAKE, MADE)
