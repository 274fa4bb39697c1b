"""Instruments made by rule."""

import numpy as np
import pytest

from models.training.tagger.made_instruments import INSTRUMENTS, instrument
from models.training.tagger.tones import SAMPLES, Note, Range, dying, powers, tune


@pytest.mark.parametrize("key", INSTRUMENTS)
def test_plays_a_tune_that_the_draw_alone_decides(key: str) -> None:
    sound = instrument(key, np.random.default_rng(3))
    assert sound.shape == (SAMPLES,)
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() > 0.1
    assert np.array_equal(sound, instrument(key, np.random.default_rng(3)))


def test_a_tune_keeps_to_its_range_and_comes_to_its_end() -> None:
    notes = tune(np.random.default_rng(0), Range(57, 69), chords=0.5)
    assert all(219 < note.pitch_hz < 441 for note in notes)
    assert 4 < max(note.at_s for note in notes) < 5


def test_a_plucked_tone_has_its_pitch_and_dies_away() -> None:
    note = Note(0.0, 1.0, 440.0, 1.0)
    tone = dying(note, np.array([1.0, 2.0]), np.array([1.0, 0.5]), np.array([0.3, 0.1]))
    spectrum = np.abs(np.fft.rfft(tone[:16_000]))
    assert abs(int(spectrum.argmax()) - 440) <= 1
    assert np.abs(tone[8_000:9_000]).max() < 0.3 * np.abs(tone[:1_000]).max()


def test_powers_are_those_of_the_number() -> None:
    turn = complex(0.9, 0.1)
    np.testing.assert_allclose(powers(turn, 600), turn ** np.arange(600), atol=1e-12)
