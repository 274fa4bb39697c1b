"""Delays are counted from where speech ends, not from where the last sure word does."""

import numpy as np
from numpy.typing import NDArray

from tests.bench.live_words import RATE_HZ, speech_end_ns

MS = 1_000_000
BAR_NS = 50 * MS


def sound(*parts: tuple[float, int]) -> NDArray[np.int16]:
    """Stretches of (seconds, amplitude)."""
    rng = np.random.default_rng(0)
    pieces = [rng.uniform(-1, 1, int(s * RATE_HZ)) * amplitude for s, amplitude in parts]
    return np.concatenate(pieces).astype(np.int16)


def test_doubtful_words_after_the_last_sure_one_are_speech() -> None:
    heard = sound((2, 9000), (1, 30))
    assert abs(speech_end_ns(heard, 1000 * MS, 2900 * MS) - 2000 * MS) <= BAR_NS


def test_a_consonants_closure_is_no_end() -> None:
    heard = sound((1, 9000), (0.1, 30), (0.5, 9000), (1, 30))
    assert abs(speech_end_ns(heard, 900 * MS, 2500 * MS) - 1600 * MS) <= BAR_NS


def test_what_was_cut_in_running_speech_ends_with_its_word() -> None:
    assert speech_end_ns(sound((3, 9000)), 1000 * MS, 1500 * MS) == 1000 * MS


def test_the_longest_pause_ended_it() -> None:
    heard = sound((1, 9000), (0.3, 30), (1, 9000), (0.6, 30), (0.3, 9000), (1, 30))
    assert abs(speech_end_ns(heard, 900 * MS, 3200 * MS) - 2300 * MS) <= BAR_NS
