"""A language of few rules: a word in -ly is no noun, one in -ish is an adjective, capitals name."""

from collections.abc import Sequence


class FakeLanguage:
    """Common words are the short ones."""

    def tags(self, words: Sequence[str]) -> list[str]:
        return [self._tag(word) for word in words]

    def zipf(self, word: str) -> float:
        return 7.5 - 0.5 * len(word)

    def is_name(self, word: str) -> bool:
        return word.lower() in ("norway", "anna")

    def _tag(self, word: str) -> str:
        if self.is_name(word) or word[0].isupper():
            return "NNP"
        return "RB" if word.endswith("ly") else "JJ" if word.endswith("ish") else "NN"
