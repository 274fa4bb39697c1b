"""Texts with the titles a person would give them; tests/data/titles holds some."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from models.titles.candidates import Key
from models.titles.english import stem, words_of

Utterance = list[tuple[str, float]]
"""Words, each with a confidence."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and its titles.

    Attributes:
        name: of the text.
        lines: what was said, an utterance each.
        titles: a person's, best first.
    """

    name: str
    lines: tuple[str, ...]
    titles: tuple[str, ...]

    def wanted(self) -> set[Key]:
        """Return the titles in the form in which candidates are counted."""
        return {key(title) for title in self.titles}

    def as_written(self) -> list[Utterance]:
        """Return the words as a good engine would: capitals, full confidence."""
        return [[(word, 1.0) for word in words_of(line)] for line in self.lines]

    def in_small_letters(self) -> list[Utterance]:
        """Return the words as a draft engine would that hears all of them."""
        return [[(word.lower(), 1.0) for word in words_of(line)] for line in self.lines]


def key(title: str) -> Key:
    """Return a title in the form in which candidates are counted."""
    return tuple(stem(word) for word in words_of(title))


def read_labelled(path: Path) -> list[Labelled]:
    """Read the texts of one file."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Labelled(text["name"], tuple(text["said"].strip().splitlines()), tuple(text["titles"]))
        for text in table["text"]
    ]
