"""The embedded sound tagger, and YAMNet under a head of ours: both tell the same classes.

The last layer of either is calibrated on mixes of recordings it was not trained on, so that its
scores are probabilities. `python -m models.training.tagger` makes both.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelError
from models.log_mel import BANDS, PATCH_FRAMES
from models.session import Session
from models.sound_classes import load_sound_classes
from models.yamnet import EMBEDDING, Yamnet

EMBEDDED, YAMNET, YAMNET_HEAD = "sound_tagger", "yamnet", "yamnet_head"
"""Their names in the list of models."""


class Network(Protocol):
    """Computes named arrays from named arrays, as `models.session.Session` does."""

    def run(self, inputs: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
        """Return all outputs."""
        ...


class EmbeddedTagger:
    """Our own small network.

    Attributes:
        name: of the model.
        thresholds: (classes,) probability from which a class counts as heard.
    """

    def __init__(self, network: Network) -> None:
        """Use a network of input `patches`, outputs `scores` and `thresholds`."""
        self._network = network
        self.name = EMBEDDED
        silence = np.full((1, PATCH_FRAMES, BANDS), np.log(0.001), np.float32)
        self.thresholds = _checked(network.run({"patches": silence})["thresholds"])

    def scores(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n, classes) probabilities for the middle 100 ms of (n, 96, 64) windows."""
        if not len(windows):
            return np.zeros((0, len(self.thresholds)), np.float32)
        return self._network.run({"patches": np.ascontiguousarray(windows, np.float32)})["scores"]


class YamnetTagger:
    """YAMNet's embedding under a head of ours, which hears the embedded tagger's opinion too.

    Attributes:
        name: of the model.
        thresholds: (classes,) probability from which a class counts as heard.
    """

    def __init__(self, yamnet: Yamnet, embedded: EmbeddedTagger, head: Network) -> None:
        """Use a head of inputs `embedding` and `opinion`, outputs `scores` and `thresholds`."""
        self._yamnet, self._embedded, self._head = yamnet, embedded, head
        self.name = YAMNET
        nothing = {
            "embedding": np.zeros((1, EMBEDDING), np.float32),
            "opinion": np.zeros((1, len(embedded.thresholds)), np.float32),
        }
        self.thresholds = _checked(head.run(nothing)["thresholds"])

    def scores(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n, classes) probabilities for the middle 100 ms of (n, 96, 64) windows."""
        _, embedding = self._yamnet.listen(windows)
        if not len(embedding):
            return np.zeros((0, len(self.thresholds)), np.float32)
        opinion = self._embedded.scores(windows)
        return self._head.run({"embedding": embedding, "opinion": opinion})["scores"]


def open_embedded_tagger(path: Path) -> EmbeddedTagger:
    """Return the embedded tagger out of its file; raise ModelError when it cannot be used."""
    return EmbeddedTagger(Session(path, "cpu"))


def open_yamnet_tagger(yamnet: Path, embedded: Path, head: Path) -> YamnetTagger:
    """Return YAMNet with what stands beside it; raise ModelError when a file is unusable."""
    network = Yamnet(Session(yamnet, "cpu", float_weights=True))
    return YamnetTagger(network, open_embedded_tagger(embedded), Session(head, "cpu"))


def _checked(thresholds: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the thresholds; raise ModelError when they are of other classes than ours."""
    classes = len(load_sound_classes())
    if thresholds.shape != (classes,):
        raise ModelError(
            f"the sound tagger tells {thresholds.size} classes where Earshot knows {classes}; "
            "run 'earshot models sync sound_tagger yamnet_head'"
        )
    return thresholds
