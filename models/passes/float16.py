"""Weights stored as float16 where that loses nothing.

Networks published with float16 weights double in size when widened. Stored as float16 behind a
Cast they keep their size; ONNX Runtime folds the Cast while loading, so speed and results are
those of float32, bit for bit.
"""

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

# A Cast node costs about a hundred bytes: below this many values nothing is saved.
WORTHWHILE_VALUES = 64


def store_float16(model: onnx.ModelProto) -> None:
    """Store, in place, every float32 constant that float16 holds exactly as float16 plus Cast."""
    graph = model.graph
    casts: list[onnx.NodeProto] = []
    for tensor in graph.initializer:
        if tensor.data_type != onnx.TensorProto.FLOAT:
            continue
        half = _exact_half(numpy_helper.to_array(tensor))
        if half is None:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(half, f"{name}/float16"))
        casts.append(
            helper.make_node(
                "Cast", [tensor.name], [name], name=f"{name}/cast", to=onnx.TensorProto.FLOAT
            )
        )
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(casts + nodes)


def _exact_half(array: NDArray[np.float32]) -> NDArray[np.float16] | None:
    """Return `array` as float16, or None when it is small or would change."""
    if array.size < WORTHWHILE_VALUES:
        return None
    with np.errstate(over="ignore"):
        half = array.astype(np.float16)
    return half if np.array_equal(half.astype(np.float32), array) else None
