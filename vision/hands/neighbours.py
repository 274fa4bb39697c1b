"""Gestures learned from examples: a hand means what the most similar hands meant.

Similarity is the distance between the angles of two hands, which neither the size of the hand nor
its turn in space changes. A hand far from every example means nothing that was learned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from vision.hands.angles import HandAngles

# Flexions in right angles, distances in half palm lengths: a finger that bends and a thumb that
# moves from one tip to the next then change the features by about as much.
FLEXION_UNIT_DEG = 90.0
DISTANCE_UNIT_PALMS = 0.5
FEATURES = 9

NEIGHBOURS = 3
# Unknown beyond this distance. Of 308 ASL digits, 4 (1.3 %) lie farther from all others; with
# all examples of a digit taken away, 84 % of its hands do, at 1.3 only 59 %.
MAX_DISTANCE = 1.0


@dataclass(frozen=True, slots=True)
class Match:
    """What a hand resembles.

    Attributes:
        label: the learned gesture; None when the hand is far from every example.
        score: share of the nearest examples that mean it, weighted by nearness, 0..1.
        distance: distance to the nearest of all examples, in feature units; infinite without any.
    """

    label: str | None
    score: float
    distance: float


def angle_features(angles: HandAngles) -> NDArray[np.float32]:
    """Return (9,) five flexions and four distances of the thumb's tip, in comparable units."""
    return np.concatenate(
        [angles.flexion_deg / FLEXION_UNIT_DEG, angles.tip_distances / DISTANCE_UNIT_PALMS]
    ).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Hands and what they mean; a value: `add` makes a new one.

    Attributes:
        features: (n, 9) float32 rows of `angle_features`.
        labels: n gestures, one for each row.
    """

    features: NDArray[np.float32]
    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        """Hold features and labels together; ValueError where they do not fit."""
        if self.features.shape != (len(self.labels), FEATURES):
            raise ValueError(
                f"{len(self.labels)} labels need features of shape "
                f"({len(self.labels)}, {FEATURES}), not {self.features.shape}"
            )
        if not np.isfinite(self.features).all():
            raise ValueError("the features of an example hold a number that is not finite")

    @classmethod
    def empty(cls) -> Self:
        """Return no examples."""
        return cls(np.empty((0, FEATURES), np.float32), ())

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Rebuild what `as_json` gave; ValueError when it is something else."""
        try:
            labels = tuple(str(label) for label in document["labels"])
            rows = np.array(document["features"], np.float32)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"these are no examples of gestures: {error!r}") from error
        return cls(rows if rows.size else rows.reshape(0, FEATURES), labels)

    def as_json(self) -> dict[str, list[Any]]:
        """Return plain lists for a file."""
        return {"features": self.features.tolist(), "labels": list(self.labels)}

    def add(self, label: str, angles: HandAngles) -> Self:
        """Return these examples and one more."""
        features = np.vstack([self.features, angle_features(angles)])
        return type(self)(features, (*self.labels, label))

    def without(self, label: str) -> Self:
        """Return the examples of all other gestures."""
        kept = [place for place, known in enumerate(self.labels) if known != label]
        return type(self)(self.features[kept], tuple(self.labels[place] for place in kept))

    def classify(self, angles: HandAngles) -> Match:
        """Name the gesture that the nearest examples mean, the nearer counting more."""
        return self.classify_features(angle_features(angles))

    def classify_features(self, features: NDArray[np.float32]) -> Match:
        """Do as `classify` for the (9,) features of a hand."""
        if not self.labels:
            return Match(None, 0.0, float("inf"))
        distances = np.linalg.norm(self.features - features, axis=1)  # (n,)
        nearest = np.argsort(distances, kind="stable")[:NEIGHBOURS]
        distance = float(distances[nearest[0]])
        if not distance <= MAX_DISTANCE:
            return Match(None, 0.0, distance)
        label, score = _vote([self.labels[place] for place in nearest], distances[nearest])
        return Match(label, score, distance)


def _vote(labels: Sequence[str], distances: NDArray[np.float32]) -> tuple[str, float]:
    """Return the label with the most weight and its share of all; weights fall with distance."""
    weights = np.maximum(0.0, 1 - distances / (2 * MAX_DISTANCE))
    shares: dict[str, float] = {}
    for label, weight in zip(labels, weights.tolist(), strict=True):
        shares[label] = shares.get(label, 0.0) + weight / float(weights.sum())
    best = max(shares, key=shares.__getitem__)
    return best, shares[best]
