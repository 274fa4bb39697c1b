"""Block-sparse constants: the storage levels of a TFLite tensor, and their dense form.

The format is `SparsityParameters` of TensorFlow Lite's schema.fbs, after Taco (Kjolstad, 2017).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class DenseLevel:
    """A storage level that holds every one of its `size` coordinates."""

    size: int


@dataclass(frozen=True, slots=True)
class CompressedLevel:
    """A storage level in compressed row form.

    Entry `p` of the level above owns `indices[segments[p]:segments[p + 1]]`.
    """

    segments: NDArray[np.int64]  # (entries above + 1,)
    indices: NDArray[np.int64]  # (entries,)


Level = DenseLevel | CompressedLevel


def densify(
    values: NDArray[Any],
    shape: Sequence[int],
    traversal_order: Sequence[int],
    block_map: Sequence[int],
    levels: Sequence[Level],
) -> NDArray[Any]:
    """Spread the stored `values` over a dense array of `shape`; what is not stored is zero.

    Args:
        values: (entries of the last level,), any dtype.
        shape: of the dense tensor.
        traversal_order: the dimension each level walks; `len(shape) + b` means block dimension b.
        block_map: the dense dimension that block dimension b subdivides.
        levels: outermost first, as many as `traversal_order`.
    """
    coordinates = _walk(levels, traversal_order)
    for block, dimension in enumerate(block_map):
        inner = len(shape) + block
        coordinates[dimension] *= _block_size(levels[list(traversal_order).index(inner)])
        coordinates[dimension] += coordinates[inner]
    dense = np.zeros(shape, values.dtype)
    dense[tuple(coordinates[dimension] for dimension in range(len(shape)))] = values
    return dense


def _walk(levels: Sequence[Level], traversal_order: Sequence[int]) -> dict[int, NDArray[np.int64]]:
    """Return, per dimension, the coordinate of every stored value in storage order."""
    coordinates: dict[int, NDArray[np.int64]] = {}
    entries = 1
    for dimension, level in zip(traversal_order, levels, strict=True):
        if isinstance(level, DenseLevel):
            repeats: int | NDArray[np.int64] = level.size
            own = np.tile(np.arange(level.size, dtype=np.int64), entries)
        else:
            repeats = np.diff(level.segments)
            own = level.indices.astype(np.int64)
        coordinates = {outer: np.repeat(at, repeats) for outer, at in coordinates.items()}
        coordinates[dimension] = own
        entries = len(own)
    return coordinates


def _block_size(level: Level) -> int:
    """Return the size of a block dimension, which the format always stores densely."""
    if not isinstance(level, DenseLevel):
        raise ValueError("a block dimension must be stored densely")
    return level.size
