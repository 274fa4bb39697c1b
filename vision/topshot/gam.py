"""The additive model: curves that turn measures into log odds, and how they are summed.

Layer 1, a face:   q = sum of face curves over its inputs
Layer 2, faces:    Q = (1 - worst) * sum(w * q) / sum(w) + worst * min(q)
                   w = area ^ area_power * exp(-centre_distance / centre_reach)
Layer 3, frame:    total = Q, or the scene's curves without a face, + sum of frame curves
Score:             1 / (1 + exp(-(total + offset)))

Every curve is piecewise linear and can be drawn; all numbers stand in assets/topshot/model.json.
Inputs are those of `vision.topshot.relative`. The design is that of Google's Top Shot (2018).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.topshot import read_table
from vision.topshot.score import FaceReading

NUMBERS = (
    "smile_at",
    "eye_opening",
    "eye_contrast",
    "eye_smile",
    "area_power",
    "centre_reach",
    "worst",
    "lost_face",
    "offset",
    "margin",
    "spacing_s",
)


@dataclass(frozen=True, slots=True)
class Curve:
    """A piecewise linear function, flat beyond its ends.

    Attributes:
        knots: rising inputs.
        values: log odds at the knots.
    """

    knots: tuple[float, ...]
    values: tuple[float, ...]

    def __call__(self, value: float) -> float:
        """Return the log odds that an input adds."""
        return float(np.interp(value, self.knots, self.values))


Curves = Mapping[str, Curve]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gam:
    """All numbers of the model.

    Attributes:
        face: a curve for each input of a face.
        scene: a curve for each input of a frame without a face.
        frame: a curve for each input that every frame has.
        smile: weight of each measure of the mouth's shape.
        smile_patch: (60,) weight of each value of the mouth's patch.
        smile_features: (416,) weight of each feature of the mesh's network; with the two above and
            `smile_at` they sum to about 0 for neutral faces and 1 for smiling ones.
        smile_at: the smile's constant.
        eye_opening: weight of an eye's opening over its own best, for how far it is open, 0..1.
        eye_contrast: weight of its contrast over its own best.
        eye_smile: what a full smile narrows an eye by, made up for.
        area_power: see above.
        centre_reach: see above; half diagonals of the frame.
        worst: see above, 0..1.
        lost_face: log odds of a frame without a face where others have one.
        offset: added to the total.
        margin: least log odds by which an alternative beats the shutter frame.
        spacing_s: least time between two frames shown.
        trained_on: people that were learnt from, to be left out of any evaluation.
    """

    face: Curves
    scene: Curves
    frame: Curves
    smile: Mapping[str, float]
    smile_patch: NDArray[np.float32]
    smile_features: NDArray[np.float32]
    smile_at: float
    eye_opening: float
    eye_contrast: float
    eye_smile: float
    area_power: float
    centre_reach: float
    worst: float
    lost_face: float
    offset: float
    margin: float
    spacing_s: float
    trained_on: tuple[str, ...]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Gam":
        """Return the model of a table as it stands in the file.

        Raises:
            KeyError: a number is missing.
        """

        def curves(layer: str) -> Curves:
            return {
                name: Curve(tuple(curve["knots"]), tuple(curve["values"]))
                for name, curve in table[layer].items()
            }

        return cls(
            face=curves("face"),
            scene=curves("scene"),
            frame=curves("frame"),
            smile=dict(table["smile"]),
            smile_patch=np.array(table["smile_patch"], np.float32),
            smile_features=np.array(table["smile_features"], np.float32),
            trained_on=tuple(table["trained_on"]),
            **{name: float(table[name]) for name in NUMBERS},
        )

    def smile_of(self, face: FaceReading) -> float:
        """Return the smile of a face, about 0 neutral and 1 smiling, without knowing the face."""
        shape = sum(weight * face.measures[name] for name, weight in self.smile.items())
        looks = float(self.smile_patch @ face.mouth) if face.mouth.size else 0.0
        features = float(self.smile_features @ face.features) if face.features.size else 0.0
        return self.smile_at + shape + looks + features

    def face_weight(self, measures: Mapping[str, float]) -> float:
        """Return how much a face matters among others."""
        nearness = np.exp(-measures["centre_distance"] / self.centre_reach)
        return float(max(measures["area"], 1e-9) ** self.area_power * nearness)


@cache
def shipped_gam() -> Gam:
    """Return the model that ships with Earshot."""
    return Gam.of(read_table())


def evaluate(curves: Curves, inputs: Mapping[str, float]) -> dict[str, float]:
    """Return the log odds that each input adds, by name."""
    return {name: curve(inputs[name]) for name, curve in curves.items()}


def shares(
    weights: NDArray[np.float64], worths: NDArray[np.float64], worst: float
) -> NDArray[np.float64]:
    """Return (faces,) the share of each face in layer 2; they sum to 1.

    Args:
        weights: (faces,) how much each matters.
        worths: (faces,) log odds of each.
        worst: what the worst face counts extra, 0..1.
    """
    parts: NDArray[np.float64] = (1 - worst) * weights / weights.sum()
    parts[int(worths.argmin())] += worst
    return parts


def probability(log_odds: float) -> float:
    """Return 0..1 of log odds."""
    return float(1 / (1 + np.exp(-np.clip(log_odds, -50, 50))))
