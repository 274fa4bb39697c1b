"""How far to trust each landmark, 0..1.

The network gives one presence for the whole hand. The confidence of a landmark is the product

    presence * inside * unhidden * steady * recent

- inside: 1 within the picture, falling to 0 at half a hand's size beyond its edge, since what is
  out there is guessed;
- unhidden: lower the more clearly another finger's bone lies over the landmark, nearer to the
  camera by the network's own depth;
- steady (by `SteadyHands`): lower the farther the landmark jumped from where its motion led;
- recent: 1 for a seen hand, falling with the time for which it is bridged.

Each factor is a heuristic and monotone in what it measures; the product is no probability.
"""

import itertools
import math

import numpy as np
from numpy.typing import NDArray

from vision.geometry import RotatedSquare
from vision.hands.roi import HAND_SCALE

# Guesses beyond the picture's edge are worthless from here on, in sizes of the hand.
MAX_OUTSIDE_HANDS = 0.5
# A finger is about a tenth of the hand wide: a bone nearer than half of that covers a landmark.
COVERING_HANDS = 0.05
# Depths of the network this far apart tell front from back, in sizes of the hand.
CLEAR_DEPTH_HANDS = 0.15
# A hidden landmark is still guessed from the rest of the hand.
HIDDEN_FACTOR = 0.3
# A jump by a tenth of the hand in one frame halves the trust.
HALF_TRUST_JUMP_HANDS = 0.1
# Bridging halves the trust within 100 ms.
HALF_TRUST_BRIDGED_S = 0.1

# Chains of bones that can hide what is not their own: the four fingers and the thumb.
FINGERS = (
    (1, 2, 3, 4),
    (5, 6, 7, 8),
    (9, 10, 11, 12),
    (13, 14, 15, 16),
    (17, 18, 19, 20),
)
_BONES = np.array([pair for f in FINGERS for pair in itertools.pairwise(f)])  # (15, 2)
_OWNER = np.array([number for number, f in enumerate(FINGERS) for _ in f[1:]])  # (15,)
_FINGER_OF = np.array(
    [next((n for n, f in enumerate(FINGERS) if mark in f), -1) for mark in range(21)]
)  # the wrist has none


def seen_confidence(
    presence: float,
    landmarks_px: NDArray[np.floating],
    roi: RotatedSquare,
    width_px: int,
    height_px: int,
) -> NDArray[np.float32]:
    """Return (21,) presence * inside * unhidden of (21, 3) landmarks in picture pixels."""
    hand_px = roi.side_px / HAND_SCALE
    factors = inside(landmarks_px, hand_px, width_px, height_px) * unhidden(landmarks_px, hand_px)
    return (presence * factors).astype(np.float32)


def inside(
    landmarks_px: NDArray[np.floating], hand_px: float, width_px: int, height_px: int
) -> NDArray[np.float64]:
    """Return (21,) 1 within the picture, 0 from half a hand's size beyond its edge on."""
    points = landmarks_px[:, :2].astype(np.float64)
    beyond_px = np.maximum(-points, points - (width_px - 1, height_px - 1)).clip(min=0)  # (21, 2)
    outside_hands = np.linalg.norm(beyond_px, axis=1) / hand_px
    factor: NDArray[np.float64] = (1 - outside_hands / MAX_OUTSIDE_HANDS).clip(0, 1)
    return factor


def unhidden(landmarks_px: NDArray[np.floating], hand_px: float) -> NDArray[np.float64]:
    """Return (21,) 1 where no other finger lies over a landmark, else down to `HIDDEN_FACTOR`.

    Args:
        landmarks_px: (21, 3); z as `Hand.landmarks_px`, smaller nearer to the camera.
        hand_px: size of the hand.
    """
    points = landmarks_px.astype(np.float64) / hand_px
    start, end = points[_BONES[:, 0]], points[_BONES[:, 1]]  # (15, 3)
    along, to_mark = (end - start)[:, :2], points[:, np.newaxis, :2] - start[:, :2]
    length_squared = np.maximum((along**2).sum(axis=1), np.finfo(np.float64).tiny)
    place = ((to_mark * along).sum(axis=2) / length_squared).clip(0, 1)  # (21, 15) 0..1 on bones
    foot = start + place[..., np.newaxis] * (end - start)  # (21, 15, 3)
    distance = np.linalg.norm(foot[..., :2] - points[:, np.newaxis, :2], axis=2)
    behind = points[:, np.newaxis, 2] - foot[..., 2]
    over = (1 - distance / COVERING_HANDS).clip(0, 1) * (behind / CLEAR_DEPTH_HANDS).clip(0, 1)
    over[_FINGER_OF[:, np.newaxis] == _OWNER] = 0
    hidden: NDArray[np.float64] = over.max(axis=1)
    return 1 - (1 - HIDDEN_FACTOR) * hidden


def steady(jump_hands: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the trust in landmarks that jumped so far, in sizes of the hand."""
    factor: NDArray[np.float64] = 1 / (1 + np.square(jump_hands / HALF_TRUST_JUMP_HANDS))
    return factor


def recent(bridged_s: float) -> float:
    """Return the trust in a hand not seen for `bridged_s` >= 0."""
    return math.exp2(-bridged_s / HALF_TRUST_BRIDGED_S)
