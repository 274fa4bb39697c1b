"""Learns what a smile is: a weighted sum of six measures of the mouth.

Ridge regression on two kinds of rows at once: mouths as they are, so that it can tell a smile on a
face seen once, and mouths less their own median in the burst, which is how Top Shot uses it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.training.topshot.readings import ReadBurst
from vision.topshot.mesh import mouth_shape
from vision.topshot.score import FrameScore

MOUTH = tuple(mouth_shape(np.zeros((468, 3))))
RIDGE = 1e-2  # of standardised measures, per row


def fit_smile(bursts: Sequence[ReadBurst]) -> tuple[dict[str, float], float]:
    """Return the weight of each measure, and the constant, for 0 neutral and 1 smiling."""
    mouths, smiling = [], []
    for burst in bursts:
        seen = [bool(frame.faces) for frame in burst.frames]
        mouths.append(
            mouth_rows([one for one, face in zip(burst.frames, seen, strict=True) if face])
        )
        smiling.append(np.array([truth.smiling for truth in burst.truths], float)[seen])
    absolute, target = np.concatenate(mouths), np.concatenate(smiling)
    relative = np.concatenate([one - np.median(one, axis=0) for one in mouths])
    scale = relative.std(axis=0)
    # The constant stands for absolute rows alone: a relative neutral mouth is 0 by itself.
    rows = np.concatenate(
        [
            np.column_stack([(absolute - absolute.mean(axis=0)) / scale, np.ones(len(absolute))]),
            np.column_stack([relative / scale, np.zeros(len(relative))]),
        ]
    )
    targets = np.concatenate([target, target])
    penalty = RIDGE * len(rows) * np.diag([*np.ones(len(MOUTH)), 0.0])
    weights = np.linalg.solve(rows.T @ rows + penalty, rows.T @ targets)
    per_unit = weights[:-1] / scale
    constant = float(weights[-1] - absolute.mean(axis=0) @ per_unit)
    return {name: round(float(one), 4) for name, one in zip(MOUTH, per_unit, strict=True)}, constant


def mouth_rows(frames: Sequence[FrameScore]) -> NDArray[np.float64]:
    """Return (frames, 6) measures of the first face's mouth."""
    return np.array([[one.faces[0].measures[name] for name in MOUTH] for one in frames])
