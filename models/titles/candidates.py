"""Words and pairs of words that might be a title, counted while they are being said."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from models.titles.english import Language, stem, words_of
from models.titles.words import UnfitWords

MOST = 20_000  # of a kind; beyond, what was said only once is forgotten (hours of speech)
SHORTEST = 3  # letters
NOUNS = ("NN", "NNS", "NNP", "NNPS", "VBG")  # a gerund is one: running, roasting
BEFORE_NOUNS = (*NOUNS, "JJ")

Key = tuple[str, ...]


@dataclass(slots=True)
class Candidate:
    """A word, or a pair of words, and how it was said.

    Attributes:
        key: the stems.
        weight: how often, each time counted by the engine's confidence.
        count: how often.
        nouns: how often as a noun.
        names: how often as a name.
        first: the place among all words where it was said first.
        last: and last.
        forms: how it was spelt.
    """

    key: Key
    first: int
    weight: float = 0.0
    count: int = 0
    nouns: int = 0
    names: int = 0
    last: int = 0
    forms: Counter[str] = field(default_factory=Counter)

    @property
    def text(self) -> str:
        """The commonest spelling."""
        return self.forms.most_common(1)[0][0]

    def say(self, place: int, text: str, confidence: float, *, noun: bool, name: bool) -> None:
        """Count it once more."""
        self.weight += confidence
        self.count += 1
        self.nouns += noun
        self.names += name
        self.last = place
        self.forms[text] += 1


class Candidates:
    """All words and pairs so far; grows by utterances, any split between two gives the same."""

    def __init__(self, language: Language, unfit: UnfitWords) -> None:
        self.words: dict[Key, Candidate] = {}
        self.pairs: dict[Key, Candidate] = {}
        self.said = 0
        self._language = language
        self._unfit = unfit

    def add(self, spoken: Sequence[tuple[str, float]]) -> None:
        """Count an utterance: its words, as written, each with the engine's confidence."""
        said = list(_clean(spoken))
        if not said:
            return
        texts = [text for text, _ in said]
        tags = self._language.tags(texts)
        fit = [len(text) >= SHORTEST and text not in self._unfit for text in texts]
        for i, (text, confidence) in enumerate(said):
            if fit[i]:
                self._say(self.words, (i,), [text], [tags[i]], confidence)
        for i, j in pairwise(range(len(said))):
            twice = stem(texts[i]) == stem(texts[j])
            if fit[i] and fit[j] and not twice and tags[i] in BEFORE_NOUNS and tags[j] in NOUNS:
                sure = min(said[i][1], said[j][1])
                self._say(self.pairs, (i, j), [texts[i], texts[j]], [tags[i], tags[j]], sure)
        self.said += len(said)
        self.words, self.pairs = _pruned(self.words), _pruned(self.pairs)

    def all(self) -> Iterator[Candidate]:
        """Yield what was a noun at least once, and every pair."""
        for candidate in self.words.values():
            if candidate.nouns:
                yield candidate
        yield from self.pairs.values()

    def _say(
        self,
        table: dict[Key, Candidate],
        places: Iterable[int],
        texts: list[str],
        tags: list[str],
        confidence: float,
    ) -> None:
        place = self.said + next(iter(places))
        key = tuple(map(stem, texts))
        candidate = table.setdefault(key, Candidate(key, place))
        candidate.say(
            place,
            " ".join(texts),
            confidence,
            noun=tags[-1] in NOUNS,
            name=all(tag.startswith("NNP") for tag in tags),
        )


def _clean(spoken: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """Yield words without punctuation; a hyphenated one that was said once stays one."""
    for text, confidence in spoken:
        for word in words_of(text):
            yield word, confidence


def _pruned(table: dict[Key, Candidate]) -> dict[Key, Candidate]:
    if len(table) <= MOST:
        return table
    return {key: candidate for key, candidate in table.items() if candidate.count > 1}
