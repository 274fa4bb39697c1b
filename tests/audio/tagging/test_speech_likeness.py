"""The tagger's opinion for the voice gate."""

import numpy as np
from numpy.typing import NDArray

from audio.tagging.ontology import CLASSES, INDEX
from audio.tagging.speech_likeness import MOST_MOVED, SpeechLikeness


class LoudIsSpeech:
    """Takes whatever is loud in the middle for speech."""

    name = "loud"
    thresholds = np.full(len(CLASSES), 0.5, np.float32)

    def __init__(self) -> None:
        self.looks = 0

    def scores(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        self.looks += len(windows)
        scores = np.zeros((len(windows), len(CLASSES)), np.float32)
        scores[:, INDEX["speech"]] = windows[:, 48].mean(axis=1) > -3
        return scores


VOICE_ODDS = 0.5

NOISE = (np.random.default_rng(2).standard_normal(32_000) * 0.3).astype(np.float32)


def always_the_same(_: NDArray[np.float32]) -> float:
    return VOICE_ODDS


def odds_of(sound: NDArray[np.float32], tagger: LoudIsSpeech) -> list[float]:
    likeness = SpeechLikeness(tagger, lambda: always_the_same)
    return [likeness(frame) for frame in sound[: len(sound) // 480 * 480].reshape(-1, 480)]


def test_the_tagger_moves_the_odds_of_a_voice_so_far_and_no_farther() -> None:
    tagger = LoudIsSpeech()
    odds = odds_of(NOISE, tagger)
    assert odds[0] == VOICE_ODDS
    assert odds[-1] == VOICE_ODDS + MOST_MOVED
    assert odds_of(NOISE * 0, tagger)[-1] == VOICE_ODDS - MOST_MOVED


def test_looks_no_oftener_than_it_must() -> None:
    tagger = LoudIsSpeech()
    odds_of(NOISE, tagger)
    assert 7 <= tagger.looks <= 9
