"""Sharpness on made-up texture."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vision.topshot.blur import sharpness


def texture() -> NDArray[np.uint8]:
    noise = np.random.default_rng(3).normal(size=(120, 120)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), 1.2)
    picture: NDArray[np.uint8] = (110 + 40 * smooth / smooth.std()).clip(0, 255).astype(np.uint8)
    return picture


def moved(picture: NDArray[np.uint8], length: int, *, across: bool) -> NDArray[np.uint8]:
    kernel = np.full((1, length) if across else (length, 1), 1 / length, np.float32)
    return np.asarray(cv2.filter2D(picture, -1, kernel), np.uint8)


def nats(picture: NDArray[np.uint8]) -> float:
    found = sharpness(picture)
    assert found is not None
    return found.sharp_nats


@pytest.mark.parametrize("across", [True, False])
def test_the_longer_the_motion_the_less_sharp(across: bool) -> None:
    found = [nats(moved(texture(), length, across=across)) for length in (1, 3, 5, 7, 9)]
    assert found == sorted(found, reverse=True)
    assert found[0] - found[1] > 0.2


def test_both_bands_fall() -> None:
    sharp, soft = sharpness(texture()), sharpness(moved(texture(), 5, across=True))
    assert sharp is not None
    assert soft is not None
    assert soft.fine_nats < sharp.fine_nats - 1


@pytest.mark.parametrize("gain", [0.4, 0.7])
def test_exposure_does_not_matter(gain: float) -> None:
    darker = (texture() * gain).astype(np.uint8)
    assert nats(darker) == pytest.approx(nats(texture()), abs=0.05)


def test_motion_along_one_axis_counts_as_much_as_a_soft_focus() -> None:
    one_axis = nats(moved(texture(), 5, across=True))
    both = nats(moved(moved(texture(), 5, across=True), 5, across=False))
    assert nats(texture()) - one_axis > (nats(texture()) - both) / 2


def test_a_flat_patch_has_no_say_and_a_tiny_one_none() -> None:
    assert nats(np.full((50, 50), 128, np.uint8)) == pytest.approx(0.0)
    assert sharpness(np.zeros((3, 50), np.uint8)) is None
