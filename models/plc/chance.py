"""Chance that can be repeated from any place: the k-th number of a seed, without those before it.

Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014 (SplitMix64).
"""

import numpy as np

from models.plc.compiled import compiled


@compiled
def chance(seed: np.uint64, place: int) -> np.float32:
    """Return the number 0..1 (without 1) at `place` 0, 1, ... of a seed."""
    bits = seed + np.uint64(place + 1) * np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    bits = bits ^ (bits >> np.uint64(31))
    return np.float32(bits >> np.uint64(40)) * np.float32(2.0**-24)
