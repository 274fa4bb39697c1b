"""Convolutions in 8-bit integers, from a table of the range of each value.

Every convolution and every sum whose operands and result are in the table gets quantise and
dequantise nodes around it; ONNX Runtime fuses each such group into one integer kernel. A value of
range low..high is stored as

    q = round(value / scale) + zero,    scale = (high - low) / 255,    in uint8,

where 0 is exact, because convolutions pad with it. Weights are symmetric in 7 of int8's bits, with
a scale for each output channel, biases int32. A Clip or Relu behind a convolution vanishes:
saturation at the ends of the range does its work. Source: arXiv 1712.05877, 1806.08342; ONNX
QuantizeLinear.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from models.errors import ModelError
from models.passes.constants import drop_unused_constants

Range = tuple[float, float]

UINT8_MAX = 255
# Seven bits: x86 processors without VNNI add two products of a uint8 and a weight in int16, which
# 2 * 255 * 127 would overflow (ONNX Runtime, "reduce range"). Results are then the same everywhere.
WEIGHT_MAX = 63
# Biases stay below half of int32, so that a channel of tiny weights and a great bias, which is
# nothing but that bias, keeps it: without this the metres of the hand network are off by 23 mm.
MAX_BIAS = 2.0**30
SATURATING = frozenset({"Clip", "Relu"})


def quantise(model: onnx.ModelProto, ranges: Mapping[str, Range]) -> None:
    """Compute, in place, what `ranges` covers in 8 bits; the rest stays float32.

    Args:
        model: a float32 graph.
        ranges: least and greatest value, by name, of values among `quantisable_values`.

    Raises:
        ModelError: a name in the table is no such value of the graph.
    """
    graph = model.graph
    if unknown := sorted(set(ranges) - set(quantisable_values(graph))):
        raise ModelError(f"the table of ranges names {unknown[0]!r}, which the network lacks")
    _drop_saturating(graph, ranges)
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        if _is_covered(node, ranges) and node.op_type == "Conv":
            nodes.extend(_quantise_weights(graph, node, constants, ranges[node.input[0]]))
        for place, name in enumerate(node.input):
            if name in ranges:
                node.input[place] = _restored(name)
        nodes.append(node)
        for name in set(node.output) & set(ranges):
            nodes.extend(_quantise_value(graph, name, ranges[name]))
    del graph.node[:]
    graph.node.extend(nodes)
    drop_unused_constants(graph)


def quantisable_values(graph: onnx.GraphProto) -> list[str]:
    """Return the operands and results of convolutions and sums, in order of computing.

    Where a Clip or Relu alone reads a convolution, its result stands for that of both.
    """
    behind = _saturating_behind_convolutions(graph)
    names: dict[str, None] = {}
    for node in graph.node:
        if node.op_type in ("Conv", "Add"):
            after = behind.get(node.output[0])
            names |= dict.fromkeys(_operands(node))
            names[after.output[0] if after else node.output[0]] = None
    return list(names)


def scale_and_zero(low: float, high: float) -> tuple[np.float32, np.uint8]:
    """Return the step between two uint8 values of a range, and the one that means 0."""
    low, high = min(low, 0.0), max(high, 0.0)
    scale = np.float32((high - low) / UINT8_MAX)
    return scale, np.uint8(round(float(-low / scale)))


def weight_scales(
    weights: NDArray[np.float32], bias: NDArray[np.float32], operand_scale: np.float32
) -> NDArray[np.float32]:
    """Return (out,) the step of each output channel of (out, in, h, w) weights."""
    for_weights = np.abs(weights).reshape(len(weights), -1).max(axis=1) / WEIGHT_MAX
    for_bias = np.abs(bias) / (MAX_BIAS * operand_scale)
    smallest = np.finfo(np.float32).tiny
    scales: NDArray[np.float32] = np.maximum(for_weights, for_bias).astype(np.float32)
    return scales.clip(min=smallest)


def _operands(node: onnx.NodeProto) -> list[str]:
    """Return what a node reads but for its weights."""
    return list(node.input)[:1] if node.op_type == "Conv" else list(node.input)


def _is_covered(node: onnx.NodeProto, ranges: Mapping[str, Range]) -> bool:
    return all(name in ranges for name in [*_operands(node), *node.output])


def _saturating_behind_convolutions(graph: onnx.GraphProto) -> dict[str, onnx.NodeProto]:
    """Return, by what it reads, each Clip or Relu that is the only reader of a convolution."""
    convolved = {node.output[0] for node in graph.node if node.op_type == "Conv"}
    read = [name for node in graph.node for name in node.input]
    return {
        node.input[0]: node
        for node in graph.node
        if node.op_type in SATURATING
        and node.input[0] in convolved
        and read.count(node.input[0]) == 1
    }


def _drop_saturating(graph: onnx.GraphProto, ranges: Mapping[str, Range]) -> None:
    """Let each convolution give what the Clip or Relu behind it gave, where both become 8-bit."""
    behind = _saturating_behind_convolutions(graph)
    for node in list(graph.node):
        after = behind.get(node.output[0])
        if after and after.output[0] in ranges and node.input[0] in ranges:
            node.output[0] = after.output[0]
            graph.node.remove(after)


def _quantise_value(graph: onnx.GraphProto, name: str, extent: Range) -> Iterator[onnx.NodeProto]:
    """Round a value to 8 bits and restore it for its readers."""
    scale, zero = scale_and_zero(*extent)
    parameters = _constants(graph, name, scale=np.asarray(scale), zero=np.asarray(zero))
    rounded = f"{name}/uint8"
    yield helper.make_node("QuantizeLinear", [name, *parameters], [rounded], name=rounded)
    restored = _restored(name)
    yield helper.make_node("DequantizeLinear", [rounded, *parameters], [restored], name=restored)


def _quantise_weights(
    graph: onnx.GraphProto,
    node: onnx.NodeProto,
    constants: Mapping[str, NDArray[np.float32]],
    operand: Range,
) -> Iterator[onnx.NodeProto]:
    """Make a convolution read its weights and bias from integers."""
    weights, bias = constants[node.input[1]], constants[node.input[2]]
    operand_scale = scale_and_zero(*operand)[0]
    scales = weight_scales(weights, bias, operand_scale)
    bias_scales = scales * operand_scale
    rounded_weights = np.rint(weights / scales.reshape(-1, 1, 1, 1)).astype(np.int8)
    rounded_bias = np.rint(bias / bias_scales.astype(np.float64)).astype(np.int32)
    for place, part, rounded, steps in (
        (1, "weights", rounded_weights, scales),
        (2, "bias", rounded_bias, bias_scales),
    ):
        name = f"{node.output[0]}/{part}"
        zeros = np.zeros(len(scales), rounded.dtype)
        inputs = _constants(graph, name, rounded=rounded, scale=steps, zero=zeros)
        yield helper.make_node("DequantizeLinear", inputs, [name], name=name, axis=0)
        node.input[place] = name


def _constants(graph: onnx.GraphProto, name: str, **arrays: NDArray[np.generic]) -> list[str]:
    """Add constants to the graph and return their names."""
    names = [f"{name}/{part}" for part in arrays]
    graph.initializer.extend(map(numpy_helper.from_array, arrays.values(), names))
    return names


def _restored(name: str) -> str:
    """Return the name of a value after its rounding."""
    return f"{name}/restored"
