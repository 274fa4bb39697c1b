"""Anchors: how many, where, in what order."""

import numpy as np

from models.anchors import anchor_centres
from models.palm import ANCHORS_NORM


def test_palm_grid_is_24_by_24_pairs_then_12_by_12_sixes() -> None:
    assert ANCHORS_NORM.shape == (24 * 24 * 2 + 12 * 12 * 6, 2) == (2016, 2)
    np.testing.assert_allclose(ANCHORS_NORM[:4] * 48, [(1, 1), (1, 1), (3, 1), (3, 1)], rtol=1e-6)
    np.testing.assert_allclose(ANCHORS_NORM[48] * 48, (1, 3), rtol=1e-6)  # the second row
    np.testing.assert_allclose(ANCHORS_NORM[1151] * 48, (47, 47), rtol=1e-6)
    np.testing.assert_allclose(ANCHORS_NORM[1152:1158] * 24, [(1, 1)] * 6, rtol=1e-6)
    np.testing.assert_allclose(ANCHORS_NORM[1158] * 24, (3, 1), rtol=1e-6)
    np.testing.assert_allclose(ANCHORS_NORM[-1] * 24, (23, 23), rtol=1e-6)


def test_equal_strides_that_are_not_neighbours_have_grids_of_their_own() -> None:
    together = anchor_centres(32, (16, 16, 32))
    apart = anchor_centres(32, (16, 32, 16))
    assert len(together) == len(apart) == 2 * 2 * 4 + 2
    np.testing.assert_allclose(together[:4], [(0.25, 0.25)] * 4)
    np.testing.assert_allclose(apart[:4], [(0.25, 0.25)] * 2 + [(0.75, 0.25)] * 2)
