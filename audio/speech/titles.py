"""What a recording might be called: three short titles, ready the moment it ends."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audio.speech.transcript import Final
from models.titles.candidates import Candidate, Candidates
from models.titles.english import English, Language
from models.titles.ranker import Ranker, features, load_ranker
from models.titles.words import UnfitWords, load_unfit_words

TITLES = 3


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles for all that was said so far, best first; a later one replaces it."""

    texts: tuple[str, ...]


class Titler:
    """Processor of finals into titles; it counts as words come, so that the end takes no time."""

    def __init__(self, language: Language, ranker: Ranker, unfit: UnfitWords) -> None:
        self._language = language
        self._ranker = ranker
        self._unfit = unfit
        self._found = Candidates(language, unfit)

    def push(self, final: Final) -> Sequence[Titles]:
        """Count the words of an utterance."""
        self._found.add([(word.text, word.confidence) for word in final.words])
        return ()

    def flush(self) -> Sequence[Titles]:
        """Return the titles for what was said, if there are any."""
        texts = self.suggest()
        return (Titles(texts),) if texts else ()

    def reset(self) -> None:
        """Forget what was said."""
        self._found = Candidates(self._language, self._unfit)

    def suggest(self, most: int = TITLES) -> tuple[str, ...]:
        """Return the best titles, no two of which share a word; none when nothing fits."""
        shown = list(self._found.all())
        scores = self._ranker.scores(features(self._found, self._language, shown))
        titles: list[str] = []
        used: set[str] = set()
        for place in np.argsort(-scores, kind="stable"):
            candidate = shown[place]
            if len(titles) < most and used.isdisjoint(candidate.key):
                titles.append(self._spelt(candidate))
                used.update(candidate.key)
        return tuple(titles)

    def _spelt(self, candidate: Candidate) -> str:
        """Return a candidate as a title is written: a capital first, names with theirs."""
        words = [
            word[0].upper() + word[1:] if self._language.is_name(word) else word
            for word in candidate.text.split()
        ]
        text = " ".join(words)
        return text[0].upper() + text[1:]


def english_titler() -> Titler:
    """Return the titler for English; picklable by name, loads for about a second."""
    return Titler(English(), load_ranker(), load_unfit_words())
