"""The training learns what a person prefers, from texts that are never measured on."""

from pathlib import Path

import numpy as np

from models.titles.ranker import FEATURES
from models.training.titles.__main__ import TEXTS, is_hit
from models.training.titles.labelled import key, read_labelled
from models.training.titles.listwise import train
from models.training.titles.misheard import Mishearing

EVAL = Path(TEXTS).with_name("eval.toml")


def test_a_preference_is_learnt() -> None:
    rng = np.random.default_rng(1)
    rare = FEATURES.index("rare")
    lists = []
    for _ in range(30):
        candidates = rng.normal(size=(20, len(FEATURES)))
        chosen = np.zeros(20, bool)
        chosen[np.argsort(-candidates[:, rare])[:3]] = True
        lists.append((candidates, chosen))
    ranker = train(lists[:20])
    assert np.argmax(ranker.weights) == rare
    assert all(is_hit(ranker, *one) for one in lists[20:])


def test_a_list_in_which_nothing_was_chosen_teaches_nothing() -> None:
    rng = np.random.default_rng(2)
    told = (rng.normal(size=(9, len(FEATURES))), np.arange(9) < 3)
    untold = (told[0], np.zeros(9, bool))
    np.testing.assert_allclose(train([told, untold]).weights, train([told]).weights)


def test_texts_to_learn_from_and_to_measure_on_are_apart() -> None:
    dev, held = read_labelled(TEXTS), read_labelled(EVAL)
    assert len(held) == 30
    assert {text.name for text in dev}.isdisjoint(text.name for text in held)
    lines = {line for text in dev for line in text.lines}
    assert lines.isdisjoint(line for text in held for line in text.lines)
    for text in (*dev, *held):
        assert len({key(title) for title in text.titles}) == 5, text.name
        assert all(1 <= len(key(title)) <= 3 for title in text.titles)


def test_half_of_the_words_are_misheard_and_doubted() -> None:
    rng = np.random.default_rng(3)
    said = [[("glacier", 1.0)] * 1000]
    (heard,) = Mishearing().heard(said, 0.5, rng)
    right = np.array([word == "glacier" for word, _ in heard])
    confidences = np.array([confidence for _, confidence in heard])
    assert 0.45 < right.mean() < 0.55
    assert confidences[right].mean() > confidences[~right].mean() + 0.2
    assert 0 <= confidences.min() <= confidences.max() <= 1
