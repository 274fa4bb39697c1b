"""Sparse constants against dense ones written by hand."""

import numpy as np
import pytest

from models.tflite.sparse import CompressedLevel, DenseLevel, Level, densify


def _compressed(segments: list[int], indices: list[int]) -> CompressedLevel:
    return CompressedLevel(np.array(segments, np.int64), np.array(indices, np.int64))


def test_compressed_rows_of_a_matrix() -> None:
    dense = np.array([[0, 5, 0, 0], [0, 0, 0, 0], [7, 0, 8, 9]], np.float32)
    levels: list[Level] = [DenseLevel(3), _compressed([0, 1, 1, 4], [1, 0, 2, 3])]
    values = np.array([5, 7, 8, 9], np.float32)
    np.testing.assert_array_equal(densify(values, (3, 4), (0, 1), (), levels), dense)


def test_columns_walked_before_rows() -> None:
    dense = np.array([[0, 5], [6, 0], [0, 7]], np.float16)
    levels: list[Level] = [DenseLevel(2), _compressed([0, 1, 3], [1, 0, 2])]
    result = densify(np.array([6, 5, 7], np.float16), (3, 2), (1, 0), (), levels)
    np.testing.assert_array_equal(result, dense)
    assert result.dtype == np.float16


def test_blocks_of_a_matrix() -> None:
    # Two 2x2 blocks of a 4x4 matrix, after the worked example of TFLite's sparsity documentation.
    dense = np.array([[1, 0, 0, 0], [2, 3, 0, 0], [0, 0, 4, 0], [0, 0, 5, 6]], np.float32)
    levels: list[Level] = [
        DenseLevel(2),
        _compressed([0, 1, 2], [0, 1]),
        DenseLevel(2),
        DenseLevel(2),
    ]
    values = np.array([1, 0, 2, 3, 4, 0, 5, 6], np.float32)
    np.testing.assert_array_equal(densify(values, (4, 4), (0, 1, 2, 3), (0, 1), levels), dense)


def test_blocks_along_one_axis_of_a_filter() -> None:
    random = np.random.default_rng(0)
    dense = random.random((4, 1, 1, 8)).astype(np.float32)
    kept = np.array([[1, 0], [0, 1], [0, 0], [1, 1]], bool)  # (4, 8 / 4)
    dense *= np.repeat(kept, 4, axis=1)[:, None, None, :]
    segments = np.concatenate([[0], np.cumsum(kept.sum(1))])
    levels: list[Level] = [
        DenseLevel(4),
        DenseLevel(1),
        DenseLevel(1),
        CompressedLevel(segments, np.nonzero(kept)[1]),
        DenseLevel(4),
    ]
    values = dense[:, 0, 0].reshape(4, 2, 4)[kept].reshape(-1)
    result = densify(values, dense.shape, (0, 1, 2, 3, 4), (3,), levels)
    np.testing.assert_array_equal(result, dense)


def test_a_compressed_block_is_refused() -> None:
    levels: list[Level] = [DenseLevel(1), _compressed([0, 1], [0])]
    with pytest.raises(ValueError, match="densely"):
        densify(np.ones(1, np.float32), (1,), (0, 1), (0,), levels)
