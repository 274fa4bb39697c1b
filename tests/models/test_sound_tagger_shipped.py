"""The networks that ship: what they are, and that they compute."""

from pathlib import Path

import numpy as np
import pytest

from models.session import Session
from models.sound_classes import load_sound_classes
from models.store import open_store
from models.tagger import EMBEDDED, YAMNET_HEAD, open_embedded_tagger

MOST_BYTES = 4_000_000


def test_the_embedded_tagger_is_small_and_gives_probabilities() -> None:
    path = open_store().path(EMBEDDED)
    assert path.stat().st_size <= MOST_BYTES
    tagger = open_embedded_tagger(path)
    windows = np.random.default_rng(1).normal(-3, 1, (3, 96, 64)).astype(np.float32)
    scores = tagger.scores(windows)
    assert scores.shape == (3, len(load_sound_classes()))
    assert ((scores >= 0) & (scores <= 1)).all()
    np.testing.assert_allclose(tagger.scores(windows[1:2]), scores[1:2], atol=1e-5)


def test_digital_silence_is_silence() -> None:
    tagger = open_embedded_tagger(open_store().path(EMBEDDED))
    silence = np.full((1, 96, 64), np.log(0.001), np.float32)
    assert tagger.scores(silence)[0].argmax() == len(tagger.thresholds) - 1


def test_the_head_is_of_our_classes() -> None:
    head = Session(open_store().path(YAMNET_HEAD), "cpu")
    classes = len(load_sound_classes())
    given = {
        "embedding": np.zeros((2, 1024), np.float32),
        "opinion": np.full((2, classes), 0.5, np.float32),
    }
    assert head.run(given)["scores"].shape == (2, classes)


@pytest.mark.shared_data
def test_yamnet_hears_what_its_converter_heard(shared_data: Path) -> None:
    from models.yamnet import Yamnet

    path = shared_data / "yamnet" / "yamnet_int8w.onnx"
    windows = np.random.default_rng(1).normal(-3, 1, (2, 96, 64)).astype(np.float32)
    folded = Yamnet(Session(path, "cpu", float_weights=True)).listen(windows)
    plain = Yamnet(Session(path, "cpu")).listen(windows)
    np.testing.assert_allclose(folded[0], plain[0], atol=1e-4)
    assert folded[1].shape == (2, 1024)
