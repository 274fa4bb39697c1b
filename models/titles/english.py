"""What is known of English words: their kinds (TextBlob's pattern tagger) and how common they are.

Both come with data inside their wheels, so nothing is fetched. Loading takes a second of CPU and
about 60 MB: a live recording does it in a process of its own.
"""

import math
import re
import warnings
from collections.abc import Sequence
from typing import Protocol

PER_BILLION = 1e9
UNLISTED_ZIPF = 2.5  # wordfreq's small list ends at 3, one word in a million
ARTICLES = ("DT", "PRP$")
QUALIFIED = ("NN", "NNS", "NNP", "NNPS", "VBG", "JJ", "CD", "CC", "RB")  # what adjectives precede
CURLY_APOSTROPHE = "\u2019"
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


class Language(Protocol):
    """What must be known of a language to find titles in it."""

    def tags(self, words: Sequence[str]) -> list[str]:
        """Return the Penn tag of each word of an utterance."""
        ...

    def zipf(self, word: str) -> float:
        """Return how common a word is: the logarithm of its count in a billion words."""
        ...

    def is_name(self, word: str) -> bool:
        """Tell whether a word, whatever its capitals, can only be a name."""
        ...


class English:
    """English, out of the textblob and wordfreq packages."""

    def __init__(self) -> None:
        """Load the word lists."""
        from wordfreq import get_frequency_dict

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # textblob leaves its files open
            from textblob.en import lexicon, parser

            parser.find_tags(["word"])  # loads the lexicon
        self._kinds = lexicon
        self._tagger = parser
        self._frequencies = get_frequency_dict("en", wordlist="small")

    def tags(self, words: Sequence[str]) -> list[str]:
        """Return the Penn tag of each word; a name is one also in small letters.

        The tagger takes some things for adjectives whatever their place (sourdough); one that has
        an article and no noun after it is used as a noun.
        """
        tags = [str(tag) for _, tag in self._tagger.find_tags(list(words))]
        tags = ["NNP" if self.is_name(w) else tag for w, tag in zip(words, tags, strict=True)]
        around = zip(["", *tags], tags, [*tags[1:], ""], strict=False)
        return [
            "NN" if tag == "JJ" and before in ARTICLES and after not in QUALIFIED else tag
            for before, tag, after in around
        ]

    def zipf(self, word: str) -> float:
        """Return how common a word is, 2.5 to 7.7."""
        share = self._frequencies.get(word.lower())
        return math.log10(share * PER_BILLION) if share else UNLISTED_ZIPF

    def is_name(self, word: str) -> bool:
        """Tell whether the lexicon knows a word as a name and not as anything else."""
        small = word.lower()
        kind = self._kinds.get(small.capitalize(), "")
        return str(kind).startswith("NNP") and small not in self._kinds


def words_of(text: str) -> list[str]:
    """Return the words in a text, without punctuation and numbers."""
    return _WORD.findall(text.replace(CURLY_APOSTROPHE, "'"))


def stem(word: str) -> str:
    """Return what is the same for one and many, capital and small; good enough to count by."""
    word = word.lower().removesuffix("'s").removesuffix("'")
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "zes", "sses")):
        return word[:-2]
    return word[:-1]
