"""What a draft engine would have made of a text: half of the words wrong, and unsure of them.

Wrong words come as often as they are common in English. Confidences are those measured for
pocketsphinx: mean 0.64 of right words, 0.32 of wrong ones.
"""

from collections.abc import Sequence

import numpy as np
from wordfreq import get_frequency_dict

from models.training.titles.labelled import Utterance

RIGHT_CONFIDENCE, WRONG_CONFIDENCE = 0.64, 0.32
CONFIDENCE_SPREAD = 0.25


class Mishearing:
    """Replaces words by others."""

    def __init__(self) -> None:
        """Load the words of English."""
        shares = get_frequency_dict("en", wordlist="small")
        self._words = [word for word in shares if word.isalpha()]
        weights = np.array([shares[word] for word in self._words])
        self._chances = weights / weights.sum()

    def heard(
        self, lines: Sequence[Utterance], word_error: float, rng: np.random.Generator
    ) -> list[Utterance]:
        """Return the utterances with each word wrong at a chance of `word_error`."""
        return [[self._heard(word, word_error, rng) for word, _ in line] for line in lines]

    def _heard(self, word: str, word_error: float, rng: np.random.Generator) -> tuple[str, float]:
        wrong = rng.random() < word_error
        mean = WRONG_CONFIDENCE if wrong else RIGHT_CONFIDENCE
        confidence = float(np.clip(rng.normal(mean, CONFIDENCE_SPREAD), 0.0, 1.0))
        if wrong:
            word = self._words[rng.choice(len(self._words), p=self._chances)]
        return word, confidence
