"""Whole clips, as the head of the teacher learns them."""

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from models.sound_classes import SoundClass
from models.training.tagger.made_instruments import INSTRUMENTS
from models.training.tagger.mixes import UNKNOWN
from models.training.tagger.plain import SPOILED, plain_windows, tunes
from models.training.tagger.recordings import Recording
from models.yamnet import Yamnet

CLASSES = [SoundClass(key, key, "f", (key,)) for key in ("speech", "dog", "background", "silence")]


class Deaf:
    """Hears nothing in anything."""

    def run(self, inputs: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
        count = len(inputs["patches"])
        return {
            "scores": np.zeros((count, 521), np.float32),
            "embedding": np.zeros((count, 1024), np.float32),
        }


def recording(key: str, sounding_s: float) -> Recording:
    sound = np.zeros(48_000, np.int16)
    sound[: int(sounding_s * 16_000)] = 1000
    return Recording(sound, key, key, False)


def test_every_recording_is_heard_as_it_is_and_spoiled() -> None:
    found = plain_windows([recording("dog", 3.0)], CLASSES, Yamnet(Deaf()), 0)
    assert len(found.truth) == pytest.approx(13 + 7 * SPOILED, rel=0.15)  # by the pitch
    np.testing.assert_array_equal(found.truth[0], [0, 1, 0, 0])


def test_a_recording_of_background_may_hold_anything() -> None:
    found = plain_windows([recording("background", 2.0)], CLASSES, Yamnet(Deaf()), 0)
    np.testing.assert_array_equal(found.truth[0], [UNKNOWN, UNKNOWN, 1, UNKNOWN])


def test_a_rare_class_is_drawn_oftener_than_it_is_there() -> None:
    many = [recording("dog", 3.0)] * 9 + [recording("background", 3.0)]
    found = plain_windows(many, CLASSES, Yamnet(Deaf()), 0)
    rare = found.truth[:, 2] == 1
    assert found.weights[rare].sum() > 1.5 * rare.mean()


def test_tunes_are_made_of_every_instrument(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.training.tagger.plain.TUNES", 1)
    made = tunes(0)
    assert [one.key for one in made] == list(INSTRUMENTS)
    assert not any(one.held_out for one in made)
    assert all(np.abs(one.samples).max() > 20_000 for one in made)
