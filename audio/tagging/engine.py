"""What tells the sounds of a window: the role that every network for it plays."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Tagger(Protocol):
    """Tells how probable each class of `audio.tagging.ontology.CLASSES` is.

    Attributes:
        name: what the tagger is called, for events and figures.
        thresholds: (classes,) probability from which a class is said to be heard, for the
            precision stated with the tagger.
    """

    @property
    def name(self) -> str:
        """What the tagger is called."""
        ...

    @property
    def thresholds(self) -> NDArray[np.float32]:
        """Probabilities from which a class counts as heard."""
        ...

    def scores(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n, classes) calibrated probabilities for the middle 100 ms of each window.

        Args:
            windows: (n, 96, 64) log-mel patches, 960 ms each, of `audio.mel.LogMel`'s rows.
        """
        ...
