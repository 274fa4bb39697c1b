"""What the figures of the speech gate rest on."""

from pathlib import Path

import pytest

from models.training.tagger.recordings import read_rows


@pytest.mark.shared_data
def test_no_reader_of_the_missed_speech_has_trained_the_gate(shared_data: Path) -> None:
    folder = shared_data / "speech"
    heard = {row["speaker"] for row in read_rows(folder / "asr_eval" / "transcripts.tsv")}
    trained = {
        row["speaker"]
        for part in ("train", "train2")
        for row in read_rows(folder / part / "index.tsv")
    }
    assert len(heard) > 10
    assert not heard & trained
