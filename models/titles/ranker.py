"""Which candidates stand for the whole: features, and a weighted sum of them learnt from people.

The weights are assets/models/title_ranker.json, made by `python -m models.training.titles`.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.titles.candidates import Candidate, Candidates
from models.titles.english import Language

RANKER = Path(__file__).resolve().parents[2] / "assets" / "models" / "title_ranker.json"
FEATURES = (
    "often",  # logarithm of its weight
    "leading",  # the same, as a share of the strongest candidate's
    "rare",  # in the language at large, 0..1
    "often_and_rare",
    "unlisted",  # too rare for the word list: a name, or misheard
    "pair",
    "pair_again",  # a pair that came back
    "glue",  # how much of the rarer part's life was spent in this pair
    "in_pair",  # a word that was mostly said inside one pair
    "noun",  # share of times
    "name",
    "gerund",
    "early",
    "spread",
    "sure",  # the engine's confidence, on average
    "length",
)
COMMONEST_ZIPF, RAREST_ZIPF = 7.0, 2.5
EARLY_WORDS = 30.0
LONG_CHARACTERS = 20.0

Features = NDArray[np.float64]
"""(candidates, len(FEATURES))"""


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights of standardised features.

    Attributes:
        mean: (len(FEATURES),) subtracted from the features.
        scale: (len(FEATURES),) they are then divided by.
        weights: (len(FEATURES),) they are then summed with.
    """

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]

    def scores(self, features: Features) -> NDArray[np.float64]:
        """Return (candidates,) scores; the highest is the best title."""
        return ((features - self.mean) / self.scale) @ self.weights


def load_ranker(path: Path = RANKER) -> Ranker:
    """Read the learnt weights."""
    table = json.loads(path.read_text(encoding="utf-8"))
    columns = np.array([[row[name] for name in ("mean", "scale", "weight")] for row in table])
    assert tuple(row["feature"] for row in table) == FEATURES, f"{path} is of another version"
    return Ranker(*columns.T)


def save_ranker(ranker: Ranker, path: Path) -> None:
    """Write the weights as a small table; raises OSError."""
    rows = zip(FEATURES, ranker.mean, ranker.scale, ranker.weights, strict=True)
    table = [
        {"feature": name, "mean": round(m, 6), "scale": round(s, 6), "weight": round(w, 6)}
        for name, m, s, w in rows
    ]
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def features(found: Candidates, language: Language, shown: Sequence[Candidate]) -> Features:
    """Return the features of `shown`, (candidates, features) in the order of FEATURES."""
    strongest = max((math.log1p(c.weight) for c in shown), default=1.0)
    in_pair: dict[str, int] = {}
    for pair in found.pairs.values():
        for part in pair.key:
            in_pair[part] = max(in_pair.get(part, 0), pair.count)
    rows = [_features(c, found, language, strongest, in_pair) for c in shown]
    return np.array(rows, np.float64).reshape(-1, len(FEATURES))


def _features(
    candidate: Candidate,
    found: Candidates,
    language: Language,
    strongest: float,
    in_pair: dict[str, int],
) -> list[float]:
    often = math.log1p(candidate.weight)
    words = candidate.text.split()
    zipfs = [language.zipf(word) for word in words]
    rare = sum(_rarity(zipf) for zipf in zipfs) / len(zipfs)
    is_pair = len(words) > 1
    parts = [found.words[(part,)].count for part in candidate.key if (part,) in found.words]
    glue = candidate.count / min(parts) if is_pair and parts else 0.0
    inside = in_pair.get(candidate.key[0], 0) if not is_pair else 0
    return [
        often,
        often / strongest if strongest else 0.0,
        rare,
        often * rare,
        float(any(zipf <= RAREST_ZIPF for zipf in zipfs)),
        float(is_pair),
        math.log(candidate.count) if is_pair else 0.0,
        min(glue, 1.0),
        inside / candidate.count if inside > 1 else 0.0,
        candidate.nouns / candidate.count,
        candidate.names / candidate.count,
        float(words[-1].endswith("ing")),
        1 / (1 + candidate.first / EARLY_WORDS),
        (candidate.last - candidate.first) / max(found.said, 1),
        candidate.weight / candidate.count,
        min(len(candidate.text) / LONG_CHARACTERS, 1.0),
    ]


def _rarity(zipf: float) -> float:
    return min(max((COMMONEST_ZIPF - zipf) / (COMMONEST_ZIPF - RAREST_ZIPF), 0.0), 1.0)
