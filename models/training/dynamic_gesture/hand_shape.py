"""A flat hand of our own that opens, folds and pinches: the body of every training motion.

Lengths are in hand sizes (wrist to index root is about 1); x right, y down, fingers upwards.
"""

import numpy as np
from numpy.typing import NDArray

# Roots and tips of thumb, index, middle, ring and little finger of an open hand, our own drawing;
# the wrist lies at the origin.
_ROOTS = np.array([(-0.30, -0.20), (-0.28, -0.93), (-0.04, -0.97), (0.17, -0.91), (0.36, -0.79)])
_TIPS = np.array([(-0.95, -0.85), (-0.42, -1.75), (-0.06, -1.93), (0.24, -1.78), (0.58, -1.42)])
_MEETING = np.array([-0.55, -1.25])  # of thumb and index tip in a pinch
_FOLDED = np.array([0.0, 0.15])  # of a folded finger's tip from its root
_FOLDED_THUMB = np.array([-0.10, -0.85])  # across the fingers of a fist
_JOINTS = np.array([0.0, 0.45, 0.75, 1.0])  # along a finger


def shape(random: np.random.Generator, pose: NDArray[np.float64]) -> NDArray[np.float64]:
    """Draw one person's hand in every instant.

    Args:
        random: decides the proportions of this hand.
        pose: (n, 4), each 0..1: thumb and index tip together; index finger folded; the other
            fingers folded (the thumb too where all are); thumb laid on one of the other fingers.

    Returns:
        (n, 21, 2) points, wrist at the origin.
    """
    pinch, index_fold, rest_fold, touch = pose.T
    roots = _ROOTS * random.normal(1, 0.05, (5, 2))
    tips = roots + (_TIPS - _ROOTS) * random.normal(1, 0.08, (5, 1))
    fold = np.stack((np.minimum(index_fold, rest_fold), index_fold, *[rest_fold] * 3), axis=1)
    folded = np.vstack((_FOLDED_THUMB, roots[1:] + _FOLDED)) + random.normal(0, 0.08, (5, 2))
    ends = tips + fold[..., np.newaxis] * (folded - tips)  # (n, 5, 2)
    finger = int(random.integers(2, 5))
    _bring_together(ends, finger, touch, (tips[0] + roots[finger]) / 2 + random.normal(0, 0.1, 2))
    _bring_together(ends, 1, pinch, _MEETING + random.normal(0, 0.1, 2))
    ends[:, 0] += pinch[:, np.newaxis] * random.normal(0, 0.06, 2)  # skin keeps tips apart
    chains = roots[:, np.newaxis] + _JOINTS[:, np.newaxis] * (ends - roots)[:, :, np.newaxis]
    points = np.zeros((len(pose), 21, 2))
    points[:, 1:] = chains.reshape(len(pose), 20, 2)
    return points


def _bring_together(
    ends: NDArray[np.float64],
    finger: int,
    share: NDArray[np.float64],
    place: NDArray[np.float64],
) -> None:
    """Move the tips of thumb and a finger in (n, 5, 2) `ends` to a place by a share (n,)."""
    for digit in (0, finger):
        ends[:, digit] += share[:, np.newaxis] * (place - ends[:, digit])
