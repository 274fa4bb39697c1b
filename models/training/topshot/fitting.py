"""Learns the whole table out of bursts: smile, eyes, then all curves."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.topshot.curves import SHARPNESS, Inputs, Outline, fit_curves
from models.training.topshot.hand_set import blank_table
from models.training.topshot.openness import fit_openness
from models.training.topshot.readings import ReadBurst
from models.training.topshot.smile import KnownFace, fit_smile
from vision.topshot.gam import Gam
from vision.topshot.rating import Baseline, baseline
from vision.topshot.relative import face_inputs, scene_inputs
from vision.topshot.score import FrameScore

# One worth is two log odds in the shipped model, so that scores of common frames lie apart.
WORTH_LOG_ODDS = 2.0

NATS_BELOW_BEST = (-4.0, -3.0, -2.4, -1.9, -1.5, -1.2, -0.9, -0.6, -0.35, -0.15, 0.1)
STOPS = (-1.8, -1.3, -0.9, -0.6, -0.35, -0.2, -0.1, 0.1, 0.2, 0.35, 0.6, 0.9, 1.3, 1.8)
FACE_OUTLINES = {
    "eye": Outline((0.2, 0.35, 0.5, 0.6, 0.68, 0.76, 0.84, 0.92, 1.0), "rising"),
    "smile": Outline((-0.2, 0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.1), "rising"),
    "sharp": Outline(NATS_BELOW_BEST, "rising"),
    "fine": Outline(NATS_BELOW_BEST, "rising"),
    "light": Outline(STOPS, "peaked"),
    "clipped": Outline((0.0, 0.02, 0.1, 0.3, 0.6), "falling"),
}
SCENE_OUTLINES = {
    "sharp": Outline(NATS_BELOW_BEST, "rising"),
    "fine": Outline(NATS_BELOW_BEST, "rising"),
    "light": Outline(STOPS, "peaked"),
    "clipped": Outline((0.0, 0.02, 0.1, 0.3, 0.6), "falling"),
}


def fit_table(bursts: Sequence[ReadBurst], small: Sequence[KnownFace]) -> dict[str, Any]:
    """Return the table of the model, but for what is tuned."""
    table = blank_table()
    table |= fit_smile(bursts, small)
    table |= fit_openness(bursts, Gam.of(table))
    gam = Gam.of(table)
    seen = [burst for burst in bursts if all(frame.faces for frame in burst.frames)]
    blind = [burst for burst in bursts if burst.faceless]
    table["face"] = table["face"] | _curves(
        FACE_OUTLINES,
        [_face_columns(burst.frames, gam) for burst in seen],
        [burst.worths() for burst in seen],
    )
    table["scene"] = _curves(
        SCENE_OUTLINES,
        [_scene_columns(burst.faceless, gam) for burst in blind],
        [_scene_worths(burst) for burst in blind],
    )
    table["trained_on"] = sorted({burst.person.id for burst in bursts})
    return table


def _curves(
    outlines: dict[str, Outline], bursts: list[Inputs], worths: list[NDArray[np.float64]]
) -> dict[str, Any]:
    heights = fit_curves(outlines, bursts, worths)
    scale = WORTH_LOG_ODDS / SHARPNESS
    return {name: outline.curve(heights[name] * scale) for name, outline in outlines.items()}


def _first_face(frame: FrameScore, own: Baseline, gam: Gam) -> dict[str, float]:
    face = frame.faces[0]
    return face_inputs(face, own.faces[face.id], gam)


def _face_columns(frames: Sequence[FrameScore], gam: Gam) -> Inputs:
    own = baseline(frames, gam)
    rows = [_first_face(frame, own, gam) for frame in frames]
    return {name: np.array([row[name] for row in rows]) for name in FACE_OUTLINES}


def _scene_columns(frames: Sequence[FrameScore], gam: Gam) -> Inputs:
    own = baseline(frames, gam).scene
    assert own is not None, "these frames were read without faces"
    rows = [scene_inputs(frame.measures, own) for frame in frames]
    return {name: np.array([row[name] for row in rows]) for name in SCENE_OUTLINES}


def _scene_worths(burst: ReadBurst) -> NDArray[np.float64]:
    """Return (frames,) worth as far as it does not come from a face."""
    return np.array([truth.worth_of_picture for truth in burst.truths])
