"""Each row is the stretch that begins there."""

import numpy as np
import pytest

from audio.plc.stretches import stretches


@pytest.mark.parametrize("length", [0, 1, 7, 20])
def test_rows_are_stretches(length: int) -> None:
    line = np.arange(20, dtype=np.float64)
    rows = stretches(line, length)
    assert rows.shape == (21 - length, length)
    assert all(np.array_equal(row, line[i : i + length]) for i, row in enumerate(rows))
