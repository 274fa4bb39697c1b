"""Word error rate: the fewest words to change, add or drop, per word really said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

SPELLED_OUT = {"mr": "mister", "mrs": "missus", "dr": "doctor"}


@dataclass(frozen=True, slots=True)
class WordError:
    """Words to change, add or drop, and the words of the reference; sums with `+`."""

    errors: int
    reference_words: int

    @property
    def rate(self) -> float:
        """Errors per word of the reference; may exceed 1. The reference must not be empty."""
        return self.errors / self.reference_words

    def __add__(self, other: "WordError") -> "WordError":
        return WordError(self.errors + other.errors, self.reference_words + other.reference_words)


def normalise(text: str) -> list[str]:
    """Return lower-case words of letters, digits and apostrophes, with titles spelled out."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    return [SPELLED_OUT.get(word, word) for word in words]


def word_error(reference: str, hypothesis: str) -> WordError:
    """Compare two texts after `normalise`."""
    said = normalise(reference)
    return WordError(edit_distance(said, normalise(hypothesis)), len(said))


def edit_distance(first: Sequence[str], second: Sequence[str]) -> int:
    """Return the Levenshtein distance with unit costs."""
    previous = list(range(len(second) + 1))
    for row, one in enumerate(first, start=1):
        current = [row]
        for column, other in enumerate(second, start=1):
            current.append(
                min(
                    previous[column] + 1,
                    current[column - 1] + 1,
                    previous[column - 1] + (one != other),
                )
            )
        previous = current
    return previous[-1]


def right_words(reference: str, hypothesis: Sequence[str]) -> list[bool]:
    """Tell of each word of `hypothesis` whether a best alignment pairs it with its like."""
    said = normalise(reference)
    heard = [" ".join(normalise(word)) for word in hypothesis]
    costs = [list(range(len(heard) + 1))]
    for row, one in enumerate(said, start=1):
        costs.append([row])
        for column, other in enumerate(heard):
            change = costs[row - 1][column] + (one != other)
            costs[row].append(min(change, costs[row - 1][column + 1] + 1, costs[row][column] + 1))
    right = [False] * len(heard)
    row, column = len(said), len(heard)
    while row and column:
        same = said[row - 1] == heard[column - 1]
        if costs[row][column] == costs[row - 1][column - 1] + (not same):
            right[column - 1] = same
            row, column = row - 1, column - 1
        elif costs[row][column] == costs[row][column - 1] + 1:
            column -= 1
        else:
            row -= 1
    return right
