"""Transcript values read themselves and travel between processes."""

import pickle

import pytest

from audio.speech.transcript import Final, Partial, TranscriptEvent, Word

FINAL = Final(3, (Word("art", 100, 200, 0.5), Word("thou", 250, 400, 0.25)))


def test_a_final_spans_its_words() -> None:
    assert (FINAL.text, FINAL.start_ns, FINAL.end_ns) == ("art thou", 100, 400)


def test_a_final_has_words() -> None:
    with pytest.raises(ValueError, match="without words"):
        Final(0, ())


@pytest.mark.parametrize("event", [FINAL, Partial(3, 100, "art")])
def test_events_pickle(event: TranscriptEvent) -> None:
    assert pickle.loads(pickle.dumps(event)) == event
