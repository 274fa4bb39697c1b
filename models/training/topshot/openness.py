"""Learns how far an eye is open: its opening, its contrast, and what a smile narrows.

Least squares on eyes whose lids were drawn down by a known share, each measure over the same eye's
own best; then scaled so that an open eye of a straight face is 1.
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
    rows, wanted = [], []
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
                wanted.append(1 - truth.closed)
    weights = np.linalg.lstsq(np.array(rows), np.array(wanted), rcond=None)[0]
    opening, contrast, smile = weights[:3].clip(0) / weights[:2].clip(0).sum()
    return {
        "eye_opening": round(float(opening), 4),
        "eye_contrast": round(float(contrast), 4),
        "eye_smile": round(float(smile), 4),
    }
