"""Confidences are probabilities that follow the decoder's belief in a word and around it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.speech.confidence import confidences


@given(st.lists(st.floats(0, 1), max_size=20))
def test_each_word_gets_a_probability(beliefs: list[float]) -> None:
    sure = confidences(beliefs)
    assert len(sure) == len(beliefs)
    assert np.all((sure > 0) & (sure < 1))


def test_a_surer_word_is_likelier_right() -> None:
    assert np.all(np.diff([confidences([b])[0] for b in (0.0, 0.2, 0.5, 0.9, 1.0)]) > 0)


@pytest.mark.parametrize("others", [0.0, 0.3])
def test_sure_words_among_doubtful_ones_are_doubted(others: float) -> None:
    alone = confidences([others] * 3 + [0.9] + [others] * 3)[3]
    assert alone < confidences([0.9] * 7)[3]
