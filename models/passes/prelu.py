"""PReLU as two depthwise 1x1 convolutions.

ONNX Runtime computes convolutions in a blocked layout (NCHWc) and leaves it for PRelu and back,
which costs more than the arithmetic. With slope a per channel,

    PReLU(x) = a x + (1 - a) Relu(x),

and both products are depthwise 1x1 convolutions, which stay in the blocked layout. It holds for
every slope, also above 1, where max(x, a x) would be wrong. The results differ from PRelu by
rounding alone.
"""

from collections.abc import Iterator

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from models.passes.constants import drop_unused_constants


def rewrite_prelu(model: onnx.ModelProto) -> None:
    """Replace, in place, every PRelu of a rank-4 value whose slope is constant per channel."""
    graph = model.graph
    constants = {tensor.name: tensor for tensor in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        slope = constants.get(node.input[1]) if node.op_type == "PRelu" else None
        if slope is None or not _per_channel(tuple(slope.dims)):
            nodes.append(node)
            continue
        slopes = numpy_helper.to_array(slope).reshape(-1, 1, 1, 1)
        graph.initializer.extend(_weights(node.output[0], slopes))
        nodes.extend(_replacement(node, channels=len(slopes)))
    del graph.node[:]
    graph.node.extend(nodes)
    drop_unused_constants(graph)


def _per_channel(shape: tuple[int, ...]) -> bool:
    """Tell whether a slope broadcasts over NCHW along the channels alone."""
    return shape[-2:] == (1, 1) and (len(shape) == 3 or (len(shape) == 4 and shape[0] == 1))


def _weights(name: str, slopes: NDArray[np.float32]) -> Iterator[onnx.TensorProto]:
    yield numpy_helper.from_array(slopes, f"{name}/slope")
    yield numpy_helper.from_array(1 - slopes, f"{name}/rest")


def _replacement(node: onnx.NodeProto, channels: int) -> Iterator[onnx.NodeProto]:
    source, name = node.input[0], node.output[0]
    yield helper.make_node("Relu", [source], [f"{name}/relu"], name=f"{name}/relu")
    for part, value in (("slope", source), ("rest", f"{name}/relu")):
        product = f"{name}/{part}_product"
        yield helper.make_node(
            "Conv",
            [value, f"{name}/{part}"],
            [product],
            name=product,
            group=channels,
            kernel_shape=(1, 1),
        )
    products = [f"{name}/slope_product", f"{name}/rest_product"]
    yield helper.make_node("Add", products, [name], name=node.name)
