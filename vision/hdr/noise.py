"""How noisy a camera is, read off the burst itself.

Where nothing moves, two aligned pictures differ by noise alone. A camera's noise depends on how
bright a thing is, and processing inside the camera colours it; so its power is a level for each of
eight brightnesses times one spectrum.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.hdr.tiles import FREQUENCY, WINDOW_ENERGY

LEVELS = 8
# The tiles that differ least are the still ones, if a quarter of the picture is still. The power of
# white noise in a tile has its lower quartile at 0.91 of its mean (measured on 14,000 tiles).
STILL_SHARE = 0.25
QUARTILE_OF_MEAN = 0.91
FEWEST_TILES = 32  # of one brightness, for a level of its own
LEAST_POWER = WINDOW_ENERGY / 6  # of the difference of two pictures rounded to whole numbers
# Noise is judged in bins at least this far from the mean: light and large things lie below.
FINE = FREQUENCY >= 3
# What differs in all tiles alike, such as the light, is not noise: coarse bins have at most so many
# times the usual power, and brightnesses as many times that of all.
MOST_OF_BIN = 1.5
MOST_OF_LEVEL = 4.0
TOP_LUMA = 255.0


@dataclass(frozen=True, slots=True, eq=False)
class Noise:
    """Power of the difference of two aligned pictures that show the same.

    Attributes:
        level: (LEVELS,) float32, mean over the fine bins at brightnesses evenly spaced over 0..255.
        spectrum: (TILE_PX, BINS) float32, by bin, of mean 1 in the fine ones.
    """

    level: NDArray[np.float32]
    spectrum: NDArray[np.float32]

    def power(self, luma: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (rows, columns, TILE_PX, BINS) power for tiles of mean `luma` (rows, columns)."""
        level = np.interp(luma, luma_of_levels(), self.level).astype(np.float32)
        power: NDArray[np.float32] = level[..., np.newaxis, np.newaxis] * self.spectrum
        return power

    def sigma(self) -> NDArray[np.float64]:
        """Return (LEVELS,) standard deviation of one picture's pixels, in steps of 0..255."""
        return np.sqrt(self.level.astype(np.float64) / WINDOW_ENERGY / 2)


def noise_between(difference_power: NDArray[np.float32], luma: NDArray[np.float32]) -> Noise:
    """Measure the noise in the difference of two aligned pictures, some of whose tiles move.

    Args:
        difference_power: (rows, columns, TILE_PX, BINS) squared size of the spectra's difference.
        luma: (rows, columns) mean of each tile.
    """
    tiles = difference_power.reshape(-1, *difference_power.shape[2:])
    total = tiles[:, FINE].mean(axis=-1)
    usual = still_mean(total)
    still = tiles[total <= usual]
    by_bin = still.mean(axis=0) if len(still) else np.ones(tiles.shape[1:], np.float32)
    by_bin = np.minimum(by_bin, MOST_OF_BIN * np.median(by_bin)) + np.float32(LEAST_POWER)
    bins = np.rint(luma.ravel() * ((LEVELS - 1) / TOP_LUMA)).astype(int)
    known = [level for level in range(LEVELS) if np.count_nonzero(bins == level) >= FEWEST_TILES]
    levels = [still_mean(total[bins == level]) for level in known]
    level = np.interp(np.arange(LEVELS), known, levels) if known else np.full(LEVELS, usual)
    bounded = level.clip(LEAST_POWER, max(LEAST_POWER, MOST_OF_LEVEL * usual))
    return Noise(bounded.astype(np.float32), (by_bin / by_bin[FINE].mean()).astype(np.float32))


def still_mean(totals: NDArray[np.float32]) -> float:
    """Return the mean power of noise in tiles, (n,) of which some differ by more than noise."""
    return float(np.quantile(totals, STILL_SHARE)) / QUARTILE_OF_MEAN


def luma_of_levels() -> NDArray[np.float64]:
    """Return (LEVELS,) brightness, 0..255, that each level stands for."""
    return np.linspace(0, TOP_LUMA, LEVELS)
