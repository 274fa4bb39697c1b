"""All the stretches of a line of samples, without a copy."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.float32, np.float64)


def stretches(line: NDArray[Number], length: int) -> NDArray[Number]:
    """Return (n - length + 1, length), row i being the samples from i on; a view, to be read.

    NumPy's `sliding_window_view` is the same and takes as long as many a use of it.

    Args:
        line: (n,), n >= length, contiguous.
        length: of a stretch.
    """
    step = line.itemsize
    return np.ndarray((len(line) - length + 1, length), line.dtype, line, 0, (step, step))
