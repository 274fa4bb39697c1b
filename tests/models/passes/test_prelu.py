"""PReLU as depthwise convolutions computes PReLU."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from models.passes.prelu import rewrite_prelu
from models.session import Session

Array = NDArray[np.float32]


def _model(slope: Array) -> onnx.ModelProto:
    """Return x -> Relu-free PRelu -> y over (1, 4, 5, 6)."""
    edges = [
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, (1, 4, 5, 6)) for name in "xy"
    ]
    node = helper.make_node("PRelu", ["x", "slope"], ["y"], name="prelu")
    constants = [numpy_helper.from_array(slope, "slope")]
    graph = helper.make_graph([node], "tiny", edges[:1], edges[1:], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def _run(model: onnx.ModelProto, path: Path, x: Array) -> Array:
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
    return Session(path, "cpu").run({"x": x})["y"]


@pytest.mark.parametrize("shape", [(4, 1, 1), (1, 4, 1, 1)])
def test_every_slope_gives_the_same_values(tmp_path: Path, shape: tuple[int, ...]) -> None:
    # Below 0, 0, within 0..1, above 1: 3.5 is the steepest met in a published network.
    slope = np.array([-0.5, 0, 0.25, 3.5], np.float32).reshape(shape)
    x = np.random.default_rng(0).standard_normal((1, 4, 5, 6)).astype(np.float32) * 10
    model = _model(slope)
    expected = _run(model, tmp_path / "plain.onnx", x)
    rewrite_prelu(model)
    assert sorted(node.op_type for node in model.graph.node) == ["Add", "Conv", "Conv", "Relu"]
    assert "slope" not in {tensor.name for tensor in model.graph.initializer}
    np.testing.assert_allclose(_run(model, tmp_path / "new.onnx", x), expected, atol=1e-5)
    np.testing.assert_allclose(
        expected, np.where(x < 0, slope.reshape(1, 4, 1, 1) * x, x), atol=1e-6
    )


@pytest.mark.parametrize("shape", [(1,), (4, 5, 6), (1, 1, 6)])
def test_a_slope_that_is_not_per_channel_is_left_alone(shape: tuple[int, ...]) -> None:
    model = _model(np.full(shape, 0.25, np.float32))
    before = model.SerializeToString()
    rewrite_prelu(model)
    assert model.SerializeToString() == before
