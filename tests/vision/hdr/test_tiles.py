"""Planes through the spectra of tiles and back."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vision.hdr.tiles import STRIDE_PX, Tiling


@given(st.integers(STRIDE_PX * 2, 70), st.integers(STRIDE_PX * 2, 70), st.integers(0, 2**32 - 1))
def test_a_plane_comes_back_as_it_was(height: int, width: int, seed: int) -> None:
    plane = np.random.default_rng(seed).integers(0, 256, (height, width)).astype(np.uint8)
    tiling = Tiling(height, width)
    assert np.array_equal(tiling.plane(tiling.spectra(plane)), plane)
