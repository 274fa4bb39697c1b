"""What Top Shot says of a frame: what was measured, what the model makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

NOTHING: Mapping[str, float] = MappingProxyType({})
NO_PICTURE = np.zeros((0, 0), np.uint8)
NO_PICTURE.flags.writeable = False
UNKNOWN = np.zeros(0, np.float32)
UNKNOWN.flags.writeable = False


@dataclass(frozen=True, slots=True, eq=False)
class FaceReading:
    """One face in one frame; arrays are read-only.

    Attributes:
        id: number that stays with this face while it is followed.
        box_px: x_min, y_min, x_max, y_max of its landmarks in picture pixels.
        landmarks_px: (468, 3) float32 MediaPipe face mesh; x, y in picture pixels; z in pixels,
            smaller nearer to the camera.
        presence: probability that there is a face, 0..1.
        measures: absolute measures by name, in the units of `vision.topshot.faces.MEASURES`.
        mouth: (60,) float32 what the mouth looks like, see `vision.topshot.mouth`; empty when not
            known.
        features: (416,) float32, see `models.face_landmark.FaceCrop`; empty when not known.
    """

    id: int
    box_px: tuple[float, float, float, float]
    landmarks_px: NDArray[np.float32]
    presence: float
    measures: Mapping[str, float]
    mouth: NDArray[np.float32] = field(default_factory=lambda: UNKNOWN)
    features: NDArray[np.float32] = field(default_factory=lambda: UNKNOWN)


@dataclass(frozen=True, slots=True, eq=False)
class FrameScore:
    """How good a frame is.

    Attributes:
        pts_ns: time of the frame.
        score: 0..1; provisional when it comes from a scorer, which knows no future.
        terms: what each idea added to the log odds of the score, by name; positive is good. They
            sum to the log odds.
        faces: the faces of the frame, the longest followed first.
        measures: absolute measures of the whole frame, by name, in the units told by
            `vision.topshot.scorer.MEASURES`.
        thumbnail: (height, 32) uint8 luma, by which near-duplicates are told; empty when unknown.
    """

    pts_ns: int
    score: float
    terms: Mapping[str, float]
    faces: tuple[FaceReading, ...]
    measures: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    thumbnail: NDArray[np.uint8] = field(default_factory=lambda: NO_PICTURE)

    @property
    def log_odds(self) -> float:
        """Return the log odds of the score: what the terms sum to."""
        return sum(self.terms.values())
