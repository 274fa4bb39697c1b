"""Learns how far an eye is open: its opening, its contrast, and what a smile narrows.

Least squares on eyes whose lids were drawn down by a known share, each measure over the same eye's
own best, scaled so that an open eye of a straight face is 1; then by least squares again what a
smile takes off eyes that are open.
"""

from collections.abc import Sequence

import numpy as np

from models.training.topshot.readings import ReadBurst
from models.training.topshot.smile import MOST_BLUR_PX
from vision.topshot.gam import Gam
from vision.topshot.rating import baseline
from vision.topshot.relative import eyes_over_best


def fit_openness(bursts: Sequence[ReadBurst], gam: Gam) -> dict[str, float]:
    """Return the table's `eye_opening`, `eye_contrast` and `eye_smile`."""
    rows, closed = [], []
    for burst in bursts:
        own = baseline(burst.frames, gam)
        for truth, frame in zip(burst.truths, burst.frames, strict=True):
            if not frame.faces or truth.blur_px > MOST_BLUR_PX:
                continue
            face = frame.faces[0]
            best = own.faces[face.id]
            smile = min(max(gam.smile_of(face) - best.smile, 0.0), 1.0)
            for opening, contrast in eyes_over_best(face, best):
                rows.append((opening, contrast, smile, 1.0))
                closed.append(truth.closed)
    measured, shut = np.array(rows), np.array(closed)
    weights = np.linalg.lstsq(measured, 1 - shut, rcond=None)[0][:2].clip(0)
    weights /= weights.sum()
    openings = measured[shut == 0]
    narrowed, _ = np.polyfit(openings[:, 2], openings[:, :2] @ weights, 1)
    return {
        "eye_opening": round(float(weights[0]), 4),
        "eye_contrast": round(float(weights[1]), 4),
        "eye_smile": round(max(-float(narrowed), 0.0), 4),
    }
