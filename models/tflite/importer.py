"""The walk from a TFLite file to an ONNX graph."""

from collections.abc import Sequence
from pathlib import Path

import onnx

from models.errors import ModelError
from models.tflite.builder import Builder
from models.tflite.flatbuffer import DAMAGE, Graph, read_graph
from models.tflite.operators import HANDLERS

# These only change how a constant is stored; reading has already undone it.
FOLDED = frozenset({"DEQUANTIZE", "DENSIFY"})


def import_tflite(path: Path, outputs: Sequence[str] = ()) -> onnx.ModelProto:
    """Return the float32 ONNX graph of `path`, its inputs and outputs named and laid out as there.

    Args:
        path: a TFLite file.
        outputs: what to compute of what it can, results within it too; all of its own outputs
            where none is named.

    Raises:
        ModelError: the file is no TFLite model or damaged, or an operator or an output is not known
            here.
    """
    graph = read_graph(path)
    try:
        return _converted(graph, path, outputs)
    except (*DAMAGE, onnx.checker.ValidationError) as error:
        raise ModelError(f"{path} is a damaged TFLite model: {error}") from error


def _converted(graph: Graph, path: Path, outputs: Sequence[str]) -> onnx.ModelProto:
    builder = Builder(graph)
    builder.open()
    for operator in graph.operators:
        if operator.kind in FOLDED:
            builder.fold(operator.inputs[0], operator.outputs[0])
        elif operator.kind in HANDLERS:
            builder.bind(operator.outputs[0], HANDLERS[operator.kind](builder, operator))
        else:
            raise ModelError(f"{path}: the operator {operator.kind} cannot be imported")
    return builder.close(outputs)
