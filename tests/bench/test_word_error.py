"""The score itself is right."""

import pytest

from tests.bench.word_error import WordError, edit_distance, normalise, right_words, word_error


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("a b c", "a b c", 0),
        ("a b c", "a x c", 1),  # changed
        ("a b c", "a c", 1),  # lost
        ("a b c", "a b b c", 1),  # added
        ("a b c", "", 3),
        ("a b", "b a", 2),  # exchanged
        ("Mr. Hale, said:", "mister hale said", 0),
        ("mrs dr", "missus doctor", 0),
        ("don't", "dont", 1),
    ],
)
def test_errors(said: str, heard: str, errors: int) -> None:
    assert word_error(said, heard).errors == errors


def test_rates_add_up_by_words() -> None:
    total = word_error("a b c", "a b c") + word_error("a", "b c")
    assert total == WordError(2, 4)
    assert total.rate == pytest.approx(0.5)


def test_distance_is_symmetric() -> None:
    one, other = normalise("the cat sat on the mat"), normalise("a cat on that mat")
    assert edit_distance(one, other) == edit_distance(other, one) == 3


@pytest.mark.parametrize(
    ("heard", "right"),
    [
        ("the cat sat", [True, True, True]),
        ("the fat cat sat", [True, False, True, True]),
        ("a cat", [False, True]),
        ("", []),
    ],
)
def test_words_that_are_right(heard: str, right: list[bool]) -> None:
    assert right_words("the cat sat", heard.split()) == right
