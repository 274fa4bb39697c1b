"""What is known of English words comes out of the installed packages."""

import pytest

from models.titles.english import English, stem, words_of


@pytest.fixture(scope="module")
def english() -> English:
    return English()


def test_kinds_of_words_in_small_letters(english: English) -> None:
    words = ["we", "walked", "slowly", "to", "the", "old", "bakery", "in", "london"]
    tags = dict(zip(words, english.tags(words), strict=True))
    assert tags["bakery"] == "NN"
    assert tags["old"] == "JJ"
    assert tags["slowly"] == "RB"
    assert tags["walked"] == "VBD"
    assert tags["london"] == "NNP"


def test_an_adjective_that_stands_for_a_thing_is_a_noun(english: English) -> None:
    assert english.tags(["the", "sourdough", "needs", "time"])[1] == "NN"
    assert english.tags(["the", "sourdough", "bread"])[1] == "JJ"
    assert english.tags(["feed", "the", "sourdough"])[2] == "NN"


def test_how_common_a_word_is(english: English) -> None:
    assert english.zipf("the") > english.zipf("house") > english.zipf("glacier") > 2.9
    assert english.zipf("xqzzy") == 2.5
    assert english.zipf("The") == english.zipf("the")


def test_names(english: English) -> None:
    assert english.is_name("norway")
    assert english.is_name("Norway")
    assert not english.is_name("house")
    assert not english.is_name("may"), "it may be something else as well"
    assert not english.is_name("xqzzy")


def test_no_words_have_no_kinds(english: English) -> None:
    assert english.tags([]) == []


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("tomatoes", "tomatoe"),  # good enough to count by, never shown
        ("bees", "bee"),
        ("Bee's", "bee"),
        ("boxes", "box"),
        ("stories", "story"),
        ("churches", "church"),
        ("glass", "glass"),
        ("bus", "bus"),
        ("analysis", "analysis"),
        ("gas", "gas"),
    ],
)
def test_one_and_many_count_together(word: str, same: str) -> None:
    assert stem(word) == same


def test_words_without_punctuation() -> None:
    curly = "\u2019"
    assert words_of(f"Don{curly}t, 3 mother-in-law's (über) -- x2!") == [
        *("Don't", "mother-in-law's", "über", "x"),
    ]
