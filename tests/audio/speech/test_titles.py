"""Titles are ready at any moment and say what was talked about."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.speech.titles import Titler, Titles, english_titler
from audio.speech.transcript import Final, Word
from models.titles.ranker import load_ranker
from models.titles.words import UnfitWords, load_unfit_words
from tests.fakes.language import FakeLanguage

BREAD = [
    "okay so this is about the sourdough",
    "the sourdough needs a warm oven and the starter must be fed",
    "in norway they feed the starter with rye flour",
    "then the oven the oven must be really hot for the sourdough",
]


def final(text: str, confidence: float = 0.9) -> Final:
    words = [
        Word(word, n * 10**9, (n + 1) * 10**9, confidence) for n, word in enumerate(text.split())
    ]
    return Final(0, tuple(words))


def fake_titler() -> Titler:
    unfit = UnfitWords(frozenset({"the"}), frozenset({"damn"}))
    return Titler(FakeLanguage(), load_ranker(), unfit)


@pytest.fixture(scope="module")
def english() -> Titler:
    return english_titler()


def test_what_was_talked_about(english: Titler) -> None:
    english.reset()
    for line in BREAD:
        assert english.push(final(line)) == ()
    (titles,) = english.flush()
    assert set(titles.texts) == {"Sourdough", "Oven", "Starter"}


def test_names_get_their_capitals(english: Titler) -> None:
    english.reset()
    english.push(final("norway norway norway and its railway lines"))
    assert "Norway" in english.suggest()


def test_nothing_said_has_no_title() -> None:
    titler = fake_titler()
    assert titler.flush() == ()
    titler.push(final("the the"))
    assert titler.flush() == ()


def test_suggesting_in_between_changes_nothing() -> None:
    asked, unasked = fake_titler(), fake_titler()
    for line in BREAD:
        asked.push(final(line))
        unasked.push(final(line))
        asked.suggest()
        asked.flush()
    assert asked.flush() == unasked.flush() != ()


def test_a_reset_forgets() -> None:
    titler = fake_titler()
    titler.push(final("lake lake lake"))
    titler.reset()
    titler.push(final("road"))
    assert titler.flush() == (Titles(("Road",)),)


def test_doubtful_words_come_after_sure_ones() -> None:
    titler = fake_titler()
    titler.push(final("road road", confidence=0.9))
    titler.push(final("lake lake", confidence=0.1))
    assert titler.suggest(1) == ("Road",)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=12), st.floats(0, 1))
def test_any_words_are_safe(words: list[str], confidence: float) -> None:
    titler = Titler(FakeLanguage(), load_ranker(), load_unfit_words())
    titler.push(Final(0, tuple(Word(word, 0, 1, confidence) for word in words)))
    titles = titler.suggest()
    assert len(titles) <= 3
    assert len({word for title in titles for word in title.lower().split()}) == sum(
        len(title.split()) for title in titles
    ), "no two share a word"
    assert all(title and title[0] == title[0].upper() for title in titles)


@given(st.lists(st.sampled_from(["damn", "lakes", "DAMN", "road", "the"]), min_size=1, max_size=20))
def test_nobody_reads_a_swear_word(words: list[str]) -> None:
    titler = fake_titler()
    titler.push(final(" ".join(words)))
    assert "damn" not in " ".join(titler.suggest()).lower()


def test_it_can_be_made_in_another_process() -> None:
    assert pickle.loads(pickle.dumps(english_titler)) is english_titler
