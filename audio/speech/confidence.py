"""How likely a word of the draft is right, from the decoder's own belief in it and its neighbours.

The decoder is far too sure of single words in a stretch it did not understand. But it searches
twice, and of the words that it heard in the second search alone only a quarter is right. A logistic
regression on all that, fitted to clips with known texts, says probabilities that hold: of the words
it gives 0.7, seven in ten are right.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

NEIGHBOURS = 2  # to either side
LEAST_BELIEF = 1e-6

# log belief, belief, mean of the neighbourhood, mean of the utterance, heard in both searches, 1.
# Those of the beliefs were fitted to 1,419 words of clean and noisy read speech (LibriSpeech,
# LJ Speech, ARCTIC, spoken commands), their common scale and the others to 832 of those words.
WEIGHTS = np.array([0.03, 1.26, 2.14, 1.23, 2.27, -3.42])


def confidences(beliefs: Sequence[float], agreed: Sequence[bool]) -> NDArray[np.float64]:
    """Return the probability that each word of an utterance is right.

    Args:
        beliefs: of the decoder, 0..1.
        agreed: whether the decoder's first search heard the word there too.
    """
    regressors = features(beliefs, agreed)
    sure: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-regressors @ WEIGHTS))
    return sure


def features(beliefs: Sequence[float], agreed: Sequence[bool]) -> NDArray[np.float64]:
    """Return (words, 6) regressors."""
    if not beliefs:
        return np.zeros((0, len(WEIGHTS)))
    belief = np.clip(np.asarray(beliefs, np.float64), LEAST_BELIEF, 1.0)
    width = 2 * NEIGHBOURS + 1
    known = np.convolve(np.ones_like(belief), np.ones(width))[NEIGHBOURS:][: len(belief)]
    near = np.convolve(belief, np.ones(width))[NEIGHBOURS:][: len(belief)] / known
    whole = np.full_like(belief, belief.mean())
    both = np.asarray(agreed, np.float64)
    return np.column_stack((np.log(belief), belief, near, whole, both, np.ones_like(belief)))
