"""Features say what their names say, and the table of weights is kept whole."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from models.titles.candidates import Candidates
from models.titles.ranker import FEATURES, Ranker, features, load_ranker, save_ranker
from models.titles.words import UnfitWords
from tests.fakes.language import FakeLanguage

NONE_UNFIT = UnfitWords(frozenset(), frozenset())


@pytest.fixture
def table() -> dict[str, dict[str, float]]:
    """The features of each candidate of a short text, by name."""
    found = Candidates(FakeLanguage(), NONE_UNFIT)
    for text in ("reddish tram", "lake skating", "reddish tram", "telescopes tram"):
        found.add([(word, 0.5) for word in text.split()])
    shown = list(found.all())
    rows = features(found, FakeLanguage(), shown)
    assert rows.shape == (len(shown), len(FEATURES))
    return {
        c.text: dict(zip(FEATURES, row, strict=True)) for c, row in zip(shown, rows, strict=True)
    }


def test_features(table: dict[str, dict[str, float]]) -> None:
    assert table["tram"]["leading"] == 1.0
    assert table["lake"]["leading"] < 1.0
    assert table["tram"]["often"] == pytest.approx(np.log1p(1.5))
    assert table["telescopes"]["rare"] == table["telescopes"]["unlisted"] == 1.0
    assert table["tram"]["rare"] < table["skating"]["rare"]
    assert table["reddish tram"]["pair"] == table["reddish tram"]["glue"] == 1.0
    assert table["reddish tram"]["pair_again"] == pytest.approx(np.log(2))
    assert table["telescopes tram"]["pair_again"] == 0.0
    assert table["tram"]["in_pair"] == pytest.approx(2 / 3)
    assert table["lake"]["in_pair"] == 0.0, "a pair that was said once is no pair"
    assert table["skating"]["gerund"] == 1.0
    assert table["lake"]["early"] > table["telescopes"]["early"]
    assert table["tram"]["spread"] == pytest.approx(6 / 8)
    assert table["tram"]["sure"] == 0.5


def test_no_candidates_have_no_features() -> None:
    found = Candidates(FakeLanguage(), NONE_UNFIT)
    assert features(found, FakeLanguage(), []).shape == (0, len(FEATURES))


def test_weights_are_read_as_they_were_written(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    ranker = Ranker(*rng.normal(1, 0.1, (3, len(FEATURES))).round(6))
    save_ranker(ranker, tmp_path / "ranker.json")
    again = load_ranker(tmp_path / "ranker.json")
    for field in fields(Ranker):
        np.testing.assert_array_equal(getattr(again, field.name), getattr(ranker, field.name))


def test_the_weights_that_ship_prefer_what_is_said_often_and_rare_elsewhere() -> None:
    ranker = load_ranker()
    weights = dict(zip(FEATURES, ranker.weights, strict=True))
    assert weights["often"] > 0
    assert weights["often_and_rare"] > 0
    assert weights["in_pair"] < 0
