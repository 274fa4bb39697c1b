"""Which speech is for choosing, and how it is lost."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from app.errors import UsageError
from models.training.plc.packs import Clip
from tests.bench.plc_unheard import longest_of_each, unheard


def clip(speaker: str, length_s: float) -> Clip:
    return Clip(Path("pack"), 1.0, 1.0 + length_s, speaker)


def test_two_long_clips_of_each_speaker_are_chosen() -> None:
    clips = [clip("a", 5), clip("b", 3.9), clip("a", 4.5), clip("c", 12), clip("a", 9)]
    assert longest_of_each(clips) == [clips[0], clips[3], clips[4]]


def test_no_speech_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no train"):
        unheard(tmp_path, None)


@pytest.mark.shared_data
def test_a_tenth_is_lost_of_many_speakers(shared_data: Path) -> None:
    spoken = unheard(shared_data / "speech", 10)
    assert len({utterance.name.split()[0] for utterance in spoken}) > 8
    for burst_ms in (20, 60, 120):
        lost = [utterance.lost[burst_ms] for utterance in spoken]
        assert np.concatenate(lost).mean() == pytest.approx(0.1, abs=0.04)
        for one in lost:
            runs = [len(list(run)) for gone, run in itertools.groupby(one) if gone]
            assert set(runs[:-1]) == {burst_ms // 20}
