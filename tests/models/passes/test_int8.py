"""The 8-bit pass on a network small enough to know: exact where it must be, near elsewhere."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from models.errors import ModelError
from models.passes.int8 import (
    MAX_BIAS,
    Range,
    quantisable_values,
    quantise,
    scale_and_zero,
    weight_scales,
)
from models.session import Session

Array = NDArray[np.float32]
CHANNELS, SIDE = 4, 8
RANDOM = np.random.default_rng(0)
PICTURE = RANDOM.random((1, CHANNELS, SIDE, SIDE), np.float32)
WEIGHTS = (RANDOM.standard_normal((CHANNELS, CHANNELS, 3, 3)) / 6).astype(np.float32)
BIAS = RANDOM.standard_normal(CHANNELS).astype(np.float32)


def network(weights: Array = WEIGHTS, bias: Array = BIAS) -> onnx.ModelProto:
    """Return x -> Conv -> Clip 0..6 -> "clipped"; plus x -> "summed" -> Neg -> y."""
    x, y = (
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, PICTURE.shape) for name in "xy"
    )
    nodes = [
        helper.make_node("Conv", ["x", "weights", "bias"], ["convolved"], pads=[1, 1, 1, 1]),
        helper.make_node("Clip", ["convolved", "low", "high"], ["clipped"]),
        helper.make_node("Identity", ["x"], ["start"]),
        helper.make_node("Conv", ["start", "weights", "bias"], ["begun"], pads=[1, 1, 1, 1]),
        helper.make_node("Add", ["clipped", "begun"], ["summed"]),
        helper.make_node("Neg", ["summed"], ["y"]),
    ]
    arrays = {"weights": weights, "bias": bias, "low": np.float32(0), "high": np.float32(6)}
    constants = [numpy_helper.from_array(np.asarray(a), name) for name, a in arrays.items()]
    graph = helper.make_graph(nodes, "tiny", [x], [y], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


RANGES: dict[str, Range] = {
    "start": (0.0, 1.0),
    "begun": (-5.0, 5.0),
    "clipped": (0.0, 6.0),
    "summed": (-5.0, 11.0),
}


def run(model: onnx.ModelProto, path: Path) -> Array:
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
    return Session(path, "cpu").run({"x": PICTURE})["y"]


def kinds(model: onnx.ModelProto) -> list[str]:
    return [node.op_type for node in model.graph.node]


def test_values_are_named_where_a_clip_has_done_its_work() -> None:
    assert quantisable_values(network().graph) == ["x", "clipped", "start", "begun", "summed"]


def test_the_result_is_within_the_steps_of_its_ranges(tmp_path: Path) -> None:
    expected = run(network(), tmp_path / "float.onnx")
    model = network()
    quantise(model, RANGES)
    difference = run(model, tmp_path / "int8.onnx") - expected
    assert 0 < np.abs(difference).max() <= 3 * 16 / 255  # three roundings; the widest range is 16
    assert np.abs(difference.mean()) < 0.3 * 16 / 255  # and no lean


def test_what_the_table_leaves_out_stays_float(tmp_path: Path) -> None:
    expected = run(network(), tmp_path / "float.onnx")
    model = network()
    quantise(model, {})
    assert kinds(model) == kinds(network())
    np.testing.assert_array_equal(run(model, tmp_path / "same.onnx"), expected)


def test_a_clip_stays_where_its_convolution_does() -> None:
    model = network()
    quantise(model, RANGES)  # x has no range
    assert "Clip" in kinds(model)
    model = network()
    quantise(model, RANGES | {"x": (0.0, 1.0)})
    assert "Clip" not in kinds(model)


def test_a_channel_that_is_nothing_but_its_bias_keeps_it(tmp_path: Path) -> None:
    weights, bias = WEIGHTS.copy(), BIAS.copy()
    weights[1], bias[1] = 1e-12, 3.0
    expected = run(network(weights, bias), tmp_path / "float.onnx")
    model = network(weights, bias)
    quantise(model, RANGES)
    result = run(model, tmp_path / "int8.onnx")
    np.testing.assert_allclose(result[0, 1], expected[0, 1], atol=3 * 16 / 255)


def test_a_name_the_network_lacks_is_refused() -> None:
    with pytest.raises(ModelError, match="names 'gone', which the network lacks"):
        quantise(network(), RANGES | {"gone": (0.0, 1.0)})


@pytest.mark.parametrize(
    ("extent", "scale", "zero"),
    [
        ((0, 255), 1, 0),
        ((-255, 0), 1, 255),
        ((-100, 155), 1, 100),
        ((51, 510), 2, 0),  # 0 belongs to every range
    ],
)
def test_zero_is_exact(extent: Range, scale: float, zero: int) -> None:
    found_scale, found_zero = scale_and_zero(*extent)
    assert float(found_scale) == pytest.approx(scale)
    assert found_zero == zero


def test_each_channel_has_its_own_step_wide_enough_for_its_bias() -> None:
    weights = np.array([0.63, -0.063, 0, 0], np.float32).reshape(4, 1, 1, 1)
    bias = np.array([0, 0, MAX_BIAS, 0], np.float32)
    steps = weight_scales(weights, bias, np.float32(0.5))
    np.testing.assert_allclose(steps[:3], (0.01, 0.001, 2), rtol=1e-5)
    assert steps[3] > 0
