"""The noise of a burst, against the noise that was added."""

import numpy as np
import pytest

from vision.hdr.noise import noise_between
from vision.hdr.tiles import Tiling

HEIGHT_PX, WIDTH_PX = 240, 320


def measured(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the noise of each brightness that two pictures tell."""
    tiling = Tiling(HEIGHT_PX, WIDTH_PX)
    difference = tiling.spectra(first) - tiling.spectra(second)
    luma = tiling.cut(first).mean(axis=(-1, -2))
    return noise_between(np.abs(difference) ** 2, luma).sigma()


def noisy(clean: np.ndarray, sigma: float | np.ndarray, seed: int) -> np.ndarray:
    """Return a picture with white noise."""
    noise = np.random.default_rng(seed).normal(0, 1, clean.shape) * sigma
    return np.asarray(np.rint(clean + noise).clip(0, 255), np.uint8)


@pytest.mark.parametrize("sigma", [2.0, 5.0, 10.0, 20.0])
def test_white_noise_is_measured(sigma: float) -> None:
    clean = np.full((HEIGHT_PX, WIDTH_PX), 120.0)
    found = measured(noisy(clean, sigma, 0), noisy(clean, sigma, 1))
    assert found == pytest.approx(np.full(8, sigma), rel=0.1)


def test_noise_that_grows_with_brightness_is_told_apart() -> None:
    clean = np.repeat(np.linspace(20, 230, WIDTH_PX)[np.newaxis], HEIGHT_PX, axis=0)
    sigma = 2 + clean / 40
    found = measured(noisy(clean, sigma, 0), noisy(clean, sigma, 1))
    assert found[1] == pytest.approx(2 + 36 / 40, rel=0.2)
    assert found[6] == pytest.approx(2 + 219 / 40, rel=0.2)


def test_half_a_picture_that_moves_is_not_taken_for_noise() -> None:
    rng = np.random.default_rng(3)
    first = np.full((HEIGHT_PX, WIDTH_PX), 120.0)
    second = first.copy()
    first[:, : WIDTH_PX // 2] = rng.uniform(0, 255, (HEIGHT_PX, WIDTH_PX // 2))
    second[:, : WIDTH_PX // 2] = rng.uniform(0, 255, (HEIGHT_PX, WIDTH_PX // 2))
    found = measured(noisy(first, 5, 0), noisy(second, 5, 1))
    assert found.max() < 11  # a mean would say 60


def test_a_still_picture_has_the_noise_of_rounding() -> None:
    clean = np.full((HEIGHT_PX, WIDTH_PX), 120, np.uint8)
    assert measured(clean, clean) == pytest.approx(np.full(8, 12**-0.5), rel=0.01)
