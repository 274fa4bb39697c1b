"""The demo clip: its three sentences are heard, its telephone, applause and whistle are not."""

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from audio.block import NS_PER_S, AudioBlock
from audio.speech.transcriber import draft_transcriber
from audio.speech.transcript import Final, Word

DEMO = Path(__file__).resolve().parents[3] / "assets" / "samples" / "demo.mkv"
SENTENCES_END_S = 8.5
RATE_HZ = 48_000


def demo_sound() -> NDArray[np.int16]:
    """The clip's sound, (n, 1) int16 at RATE_HZ."""
    resampler = av.AudioResampler("s16", "mono", RATE_HZ)
    with av.open(str(DEMO)) as container:
        parts = [
            part.to_ndarray()[0]
            for frame in container.decode(audio=0)
            for part in resampler.resample(frame)
        ]
    return np.concatenate(parts)[:, None]


@pytest.fixture(scope="module")
def words() -> list[Word]:
    transcriber = draft_transcriber()
    sound = demo_sound()
    events = [
        event
        for start in range(0, len(sound), RATE_HZ // 50)
        for event in transcriber.push(
            AudioBlock(start * NS_PER_S // RATE_HZ, sound[start : start + RATE_HZ // 50], RATE_HZ)
        )
    ]
    events += transcriber.flush()
    return [word for event in events if isinstance(event, Final) for word in event.words]


def test_its_sentences_are_heard(words: list[Word]) -> None:
    said = {*("there", "music", "room", "one", "two", "three", "four", "five", "meeting")}
    assert len(said & {word.text for word in words}) >= len(said) - 2


def test_no_words_are_made_of_its_telephone_applause_and_whistle(words: list[Word]) -> None:
    assert [word for word in words if word.start_ns >= SENTENCES_END_S * NS_PER_S] == []
