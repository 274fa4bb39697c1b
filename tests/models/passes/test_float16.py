"""Weights stored as float16 are the same weights."""

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from models.passes.float16 import WORTHWHILE_VALUES, store_float16
from models.session import Session

Array = NDArray[np.float32]
EXACT = np.random.default_rng(0).standard_normal((64, 64)).astype(np.float16).astype(np.float32)


def _model(weights: Array) -> onnx.ModelProto:
    """Return x (1, rows) @ weights -> y."""
    edges = [
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, (1, size))
        for name, size in zip("xy", weights.shape, strict=True)
    ]
    node = helper.make_node("MatMul", ["x", "weights"], ["y"])
    constants = [numpy_helper.from_array(weights, "weights")]
    graph = helper.make_graph([node], "tiny", edges[:1], edges[1:], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def _run(model: onnx.ModelProto, path: Path) -> Array:
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
    x = np.random.default_rng(1).standard_normal((1, 64)).astype(np.float32)
    return Session(path, "cpu").run({"x": x})["y"]


def test_exact_weights_take_half_the_bytes_and_give_the_same_bits(tmp_path: Path) -> None:
    model = _model(EXACT)
    before, expected = model.ByteSize(), _run(model, tmp_path / "before.onnx")
    store_float16(model)
    assert model.ByteSize() < 0.55 * before
    np.testing.assert_array_equal(_run(model, tmp_path / "after.onnx"), expected)


def test_weights_that_would_change_stay() -> None:
    for spoilt in (np.float32(1 / 3), np.float32(1e6)):  # rounded; beyond float16's range
        weights = EXACT.copy()
        weights[3, 5] = spoilt
        model = _model(weights)
        before = model.SerializeToString()
        store_float16(model)
        assert model.SerializeToString() == before


def test_small_constants_stay() -> None:
    model = _model(np.ones((1, WORTHWHILE_VALUES - 1), np.float32))
    before = model.SerializeToString()
    store_float16(model)
    assert model.SerializeToString() == before
