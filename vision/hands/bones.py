"""A hand's bones keep their length: world landmarks are held to what was learned of them.

The network guesses each frame's depth anew, so the bones of its world landmarks breathe: by a
quarter of their length (standard deviation) over an evaluation clip of one hand.
"""

import math

import numpy as np
from numpy.typing import NDArray

# Bone i joins landmark i + 1 to the one before it on the way to the wrist.
PARENTS = np.array([0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19])  # (20,)
# Time over which lengths are averaged: many poses long, so that no pose's error is learned, and
# short enough to forget a wrong start.
MEMORY_S = 10.0
FIRST_WEIGHT_S = 1 / 30  # the first frame weighs as one of a 30 Hz camera
MIN_LENGTH_M = 1e-6  # a shorter bone has no direction


class BoneLengths:
    """The mean length of each bone of one hand."""

    def __init__(self, world_m: NDArray[np.floating]) -> None:
        """Start with the first (21, 3) landmarks, in metres."""
        self.lengths_m = bone_lengths(world_m)  # (20,) float64
        self._weight_s = FIRST_WEIGHT_S

    def learn(self, world_m: NDArray[np.floating], elapsed_s: float) -> None:
        """Take the next landmarks, `elapsed_s` >= 0 after the last."""
        kept = math.exp(-elapsed_s / MEMORY_S)
        weight_s = MEMORY_S * (1 - kept)
        self._weight_s = self._weight_s * kept + weight_s
        gain = weight_s / self._weight_s
        self.lengths_m = self.lengths_m + gain * (bone_lengths(world_m) - self.lengths_m)

    def hold(self, world_m: NDArray[np.floating]) -> NDArray[np.float32]:
        """Return (21, 3) landmarks with bones of the mean lengths.

        Each bone keeps its direction, and the hand its centre; a bone without length stays so.
        """
        bones = _bones(world_m)
        short = np.linalg.norm(bones, axis=1) < MIN_LENGTH_M
        scale = np.where(short, 0, self.lengths_m) / np.where(short, 1, bone_lengths(world_m))
        held = np.zeros((len(world_m), 3))
        for bone, parent in enumerate(PARENTS.tolist()):
            held[bone + 1] = held[parent] + scale[bone] * bones[bone]
        held += world_m.mean(axis=0) - held.mean(axis=0)
        return held.astype(np.float32)


def bone_lengths(world_m: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return (20,) metres between each of (21, 3) landmarks and the one before it."""
    lengths: NDArray[np.float64] = np.linalg.norm(_bones(world_m), axis=1)
    return lengths


def _bones(world_m: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return (20, 3) the way from each landmark's parent to it."""
    points = world_m.astype(np.float64)
    bones: NDArray[np.float64] = points[1:] - points[PARENTS]
    return bones
