"""What hand tracking says of a frame."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vision.geometry import RotatedSquare

Handedness = Literal["left", "right"]
State = Literal["seen", "bridged"]


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """One hand in one frame; the arrays are read-only.

    The 21 landmarks are MediaPipe's: 0 the wrist, then four of each finger from its root to its
    tip: thumb 1-4, index 5-8, middle 9-12, ring 13-16, little finger 17-20.

    Attributes:
        id: number that stays with this hand while it is followed.
        landmarks_px: (21, 3) float32; x, y in picture pixels; z in pixels, relative to the wrist,
            smaller nearer to the camera.
        landmarks_norm: (21, 3) float32; x in widths, y in heights, z in widths of the picture.
        world_m: (21, 3) float32 metres around the hand's centre, axes as the picture's.
        handedness: the person's own left or right.
        handedness_score: probability of that, 0.5..1.
        presence: probability that there is a hand, 0..1; of a bridged hand, when last seen.
        roi: the region the landmarks were read from, or where a bridged hand is presumed.
        state: "seen" in this frame, or "bridged": hidden for a moment, its place extrapolated.
        confidence: (21,) float32, trust in each landmark, 0..1; see `vision.hands.confidence`.
    """

    id: int
    landmarks_px: NDArray[np.float32]
    landmarks_norm: NDArray[np.float32]
    world_m: NDArray[np.float32]
    handedness: Handedness
    handedness_score: float
    presence: float
    roi: RotatedSquare
    state: State
    confidence: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class HandsResult:
    """The hands of one frame, perhaps none.

    Attributes:
        pts_ns: time of the frame.
        hands: the longest followed first.
        palm_ran: whether the whole frame was searched for palms.
    """

    pts_ns: int
    hands: tuple[Hand, ...]
    palm_ran: bool
