"""Confidences are probabilities that follow the decoder's belief in a word and around it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from audio.speech.confidence import confidences


def both(beliefs: list[float]) -> NDArray[np.float64]:
    """Return the confidences of words that both searches heard and half of the graph."""
    return confidences(beliefs, [True] * len(beliefs), [0.5] * len(beliefs))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.floats(0, 1)), max_size=20))
def test_each_word_gets_a_probability(words: list[tuple[float, bool, float]]) -> None:
    beliefs = [belief for belief, _, _ in words]
    sure = confidences(beliefs, [both for _, both, _ in words], [share for *_, share in words])
    assert len(sure) == len(words)
    assert np.all((sure > 0) & (sure < 1))


def test_a_surer_word_is_likelier_right() -> None:
    assert np.all(np.diff([both([b])[0] for b in (0.0, 0.2, 0.5, 0.9, 1.0)]) > 0)


@pytest.mark.parametrize("others", [0.0, 0.3])
def test_sure_words_among_doubtful_ones_are_doubted(others: float) -> None:
    alone = both([others] * 3 + [0.9] + [others] * 3)[3]
    assert alone < both([0.9] * 7)[3]


def test_a_word_of_the_second_search_alone_is_doubted() -> None:
    one, other = confidences([0.9, 0.9], [True, False], [0.5, 0.5])
    assert one > other + 0.1


def test_a_word_is_doubted_where_much_else_could_have_been_said() -> None:
    one, _, other = confidences([0.9] * 3, [True] * 3, [0.9, 0.5, 0.1])
    assert one > other + 0.2
