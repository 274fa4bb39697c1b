"""Words and pairs are counted as they are said, in bounded memory."""

import pytest

from models.titles import candidates
from models.titles.candidates import Candidate, Candidates
from models.titles.words import UnfitWords, load_unfit_words
from tests.fakes.language import FakeLanguage

UNFIT = UnfitWords(frozenset({"the", "thing"}), frozenset({"damn"}))


def counted(*utterances: str, confidence: float = 1.0) -> dict[tuple[str, ...], Candidate]:
    found = Candidates(FakeLanguage(), UNFIT)
    for utterance in utterances:
        found.add([(word, confidence) for word in utterance.split()])
    return {one.key: one for one in found.all()}


def test_words_and_pairs() -> None:
    found = counted("the reddish trams slowly", "reddish tram")
    assert set(found) == {("tram",), ("reddish", "tram")}
    pair = found["reddish", "tram"]
    assert (pair.count, pair.first, pair.last) == (2, 1, 4)
    assert found["tram",].forms == {"trams": 1, "tram": 1}


def test_no_pair_across_a_stop_word_a_pause_or_an_adjective_at_its_end() -> None:
    assert set(counted("lake the road", "tram", "ship bluish")) == {
        *(("lake",), ("road",), ("tram",), ("ship",)),
    }


def test_a_word_said_twice_is_no_pair() -> None:
    assert set(counted("lake lakes")) == {("lake",)}


def test_confidence_weighs() -> None:
    assert counted("lake lake", confidence=0.25)["lake",].weight == 0.5


def test_the_commonest_spelling_is_shown() -> None:
    assert counted("lakes Lakes lakes lake")["lake",].text == "lakes"


def test_names_are_counted() -> None:
    assert counted("anna Anna")["anna",].names == 2


def test_unfit_words_are_never_candidates() -> None:
    assert counted("the things damn the thing's DAMN it") == {}


def test_what_was_said_once_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST", 50)
    found = Candidates(FakeLanguage(), UNFIT)
    for number in range(500):
        letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04d}")
        found.add([("again", 1.0), (letters, 1.0)])
        assert len(found.words) <= 50
        assert len(found.pairs) <= 50
    assert found.words["again",].count == 500


def test_the_lists_that_ship() -> None:
    unfit = load_unfit_words()
    for word in ("the", "things", "Okay", "days", "shit", "Whores"):
        assert word in unfit, word
    assert "bread" not in unfit
    assert unfit.stop.isdisjoint(unfit.swear)
