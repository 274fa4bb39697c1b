"""Words that are never a title, read from the assets."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from models.titles.english import stem

ASSETS = Path(__file__).resolve().parents[2] / "assets" / "titles"


@dataclass(frozen=True, slots=True)
class UnfitWords:
    """Stems of words that say nothing (`stop`), or that nobody wants to read (`swear`)."""

    stop: frozenset[str]
    swear: frozenset[str]

    def __contains__(self, word: str) -> bool:
        """Tell whether a word is unfit, in any of its forms."""
        forms = {stem(word), word.lower()}
        return not (forms.isdisjoint(self.stop) and forms.isdisjoint(self.swear))


def load_unfit_words(path: Path = ASSETS / "words.toml") -> UnfitWords:
    """Read the two lists."""
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return UnfitWords(
        *(frozenset(stem(word) for word in lists[name].split()) for name in ("stop", "swear"))
    )
