"""Silences are found against the noise of the room, and never where a word was heard."""

import numpy as np
import pytest

from app.gui.work.quiet import MARGIN_S, quiet_stretches

PER_S = 100
NO_WORDS = np.zeros((0, 2))


def sound(*stretches: tuple[float, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.concatenate([np.full(round(s * PER_S), level, np.uint8) for s, level in stretches])


def test_a_silence_is_found_with_a_margin_on_both_sides() -> None:
    peaks = sound((2, 200), (3, 5), (2, 200))
    found = quiet_stretches(peaks, PER_S, NO_WORDS)
    assert found == pytest.approx(np.array([[2 + MARGIN_S, 5 - MARGIN_S]]))


def test_short_pauses_and_loud_rooms_are_no_silence() -> None:
    assert len(quiet_stretches(sound((2, 200), (0.8, 5), (2, 200)), PER_S, NO_WORDS)) == 0
    assert len(quiet_stretches(sound((9, 120)), PER_S, NO_WORDS)) == 0


def test_the_noise_of_the_room_counts_as_silence() -> None:
    assert len(quiet_stretches(sound((2, 200), (3, 60), (2, 200)), PER_S, NO_WORDS)) == 1


def test_a_whispered_word_is_no_silence() -> None:
    peaks = sound((2, 200), (4, 5), (2, 200))
    found = quiet_stretches(peaks, PER_S, np.array([[3.5, 4.0]]))
    assert found == pytest.approx(
        np.array([[2 + MARGIN_S, 3.5 - MARGIN_S], [4 + MARGIN_S, 6 - MARGIN_S]])
    )


def test_without_sound_there_is_no_silence() -> None:
    assert quiet_stretches(np.zeros(0, np.uint8), PER_S, NO_WORDS).shape == (0, 2)
