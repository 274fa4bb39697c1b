"""The taggers, with networks that are made up."""

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from models.errors import ModelError
from models.sound_classes import load_sound_classes
from models.tagger import EmbeddedTagger, YamnetTagger
from models.yamnet import Yamnet

CLASSES = len(load_sound_classes())


class Loudness:
    """Scores every class with the mean of the window or embedding."""

    def __init__(self, name: str, classes: int = CLASSES) -> None:
        self._name, self._classes = name, classes

    def run(self, inputs: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
        given = inputs[self._name]
        mean = given.reshape(len(given), -1).mean(axis=1, keepdims=True)
        return {
            "scores": np.repeat(mean, self._classes, axis=1),
            "embedding": np.repeat(mean, 1024, axis=1),
            "thresholds": np.full(self._classes, 0.5, np.float32),
        }


def windows(*levels: float) -> NDArray[np.float32]:
    return np.stack([np.full((96, 64), level, np.float32) for level in levels])


def yamnet_tagger(classes: int) -> YamnetTagger:
    embedded = EmbeddedTagger(Loudness("patches"))
    return YamnetTagger(Yamnet(Loudness("patches")), embedded, Loudness("embedding", classes))


@pytest.fixture(params=["embedded", "yamnet"])
def tagger(request: pytest.FixtureRequest) -> EmbeddedTagger | YamnetTagger:
    if request.param == "embedded":
        return EmbeddedTagger(Loudness("patches"))
    return yamnet_tagger(CLASSES)


def test_scores_each_window(tagger: EmbeddedTagger | YamnetTagger) -> None:
    scores = tagger.scores(windows(0.25, 0.5))
    assert scores.shape == (2, CLASSES)
    np.testing.assert_allclose(scores[:, 0], [0.25, 0.5])
    assert tagger.thresholds.shape == (CLASSES,)


def test_no_window_no_scores(tagger: EmbeddedTagger | YamnetTagger) -> None:
    assert tagger.scores(windows(0.1)[:0]).shape == (0, CLASSES)


def test_refuses_a_network_of_other_classes() -> None:
    with pytest.raises(ModelError, match="tells 7 classes"):
        EmbeddedTagger(Loudness("patches", 7))
    with pytest.raises(ModelError, match="tells 7 classes"):
        yamnet_tagger(7)


def test_the_head_hears_the_embedded_tagger_too() -> None:
    embedded = EmbeddedTagger(Loudness("patches"))
    tagger = YamnetTagger(Yamnet(Loudness("patches")), embedded, Loudness("opinion"))
    np.testing.assert_allclose(tagger.scores(windows(0.25, 0.5))[:, 0], [0.25, 0.5])
