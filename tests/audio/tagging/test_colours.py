"""The colours can be told apart by everyone, and from their ground."""

import itertools
from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.tagging.colours import DARK, DARK_GROUND, LIGHT, LIGHT_GROUND
from audio.tagging.ontology import FAMILIES

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SIGHTS = {
    "all cones": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
APART = 20.0  # CIE 1976; 2.3 is just noticeable side by side
APART_FROM_QUIET = 14.0
CONTRAST = 3.0  # WCAG 2.2, 1.4.11, for graphical objects


def linear(colour: str) -> NDArray[np.float64]:
    srgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ rgb / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    luminances = [float(linear(c) @ [0.2126, 0.7152, 0.0722]) + 0.05 for c in (one, other)]
    return max(luminances) / min(luminances)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_any_two_families_look_different(colours: Mapping[str, str], sight: str) -> None:
    seen = {
        family: lab((SIGHTS[sight] @ linear(colour)).clip(0, 1))
        for family, colour in colours.items()
    }
    for one, other in itertools.combinations(seen, 2):
        least = APART_FROM_QUIET if "quiet" in (one, other) else APART
        assert np.linalg.norm(seen[one] - seen[other]) > least, (one, other)


@pytest.mark.parametrize(("colours", "ground"), [(LIGHT, LIGHT_GROUND), (DARK, DARK_GROUND)])
def test_every_family_stands_out_from_the_ground(colours: Mapping[str, str], ground: str) -> None:
    assert set(colours) == set(FAMILIES)
    for family, colour in colours.items():
        if family != "quiet":
            assert contrast(colour, ground) >= CONTRAST, family
