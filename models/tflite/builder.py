"""The ONNX graph under construction, and its one rule of layout.

TFLite keeps pictures as NHWC. Here every rank-4 activation is NCHW, the layout ONNX convolves in,
and constants are permuted once, so that Transpose appears at the graph's edges and before a
Reshape, nowhere else.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from models.errors import ModelError
from models.tflite.flatbuffer import Graph

NHWC_TO_NCHW = (0, 3, 1, 2)
NCHW_TO_NHWC = (0, 2, 3, 1)
PICTURE_RANK = 4

# ONNX 1.12: has all that is used, and every ONNX Runtime since 1.12 reads it.
OPSET = 17
IR_VERSION = 8


class Builder:
    """Collects nodes and constants; values are addressed by TFLite tensor index."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._constants = {
            index: tensor.constant
            for index, tensor in enumerate(graph.tensors)
            if tensor.constant is not None
        }
        self._values: dict[int, str] = {}
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: list[onnx.TensorProto] = []

    def shape(self, index: int) -> tuple[int, ...]:
        """Return the TFLite shape (NHWC when of rank 4) of a tensor."""
        return self.graph.tensors[index].shape

    def constant(self, index: int) -> NDArray[Any]:
        """Return a constant in TFLite's layout, float16 widened; ModelError when it is computed."""
        if index not in self._constants:
            tensor = self.graph.tensors[index].name
            raise ModelError(f"{self.graph.file}: {tensor} must be a constant to be imported")
        array = self._constants[index]
        return array.astype(np.float32) if array.dtype == np.float16 else array

    def fold(self, source: int, target: int) -> None:
        """Make `target` the same constant as `source`."""
        self._constants[target] = self.constant(source)

    def bind(self, index: int, value: str) -> None:
        """Make the ONNX value (NCHW when of rank 4) the content of tensor `index`."""
        self._values[index] = value

    def value(self, index: int) -> str:
        """Return the ONNX value of a tensor, NCHW when of rank 4.

        A constant is taken to meet a picture: it is brought to rank 4 and permuted.
        """
        if index not in self._constants:
            return self._values[index]
        array = self.constant(index)
        picture = array.reshape((1,) * (PICTURE_RANK - array.ndim) + array.shape)
        return self.initializer(picture.transpose(NHWC_TO_NCHW))

    def value_as_stored(self, index: int) -> str:
        """Return the ONNX value of an activation in TFLite's own layout."""
        value = self._values[index]
        if len(self.shape(index)) == PICTURE_RANK:
            return self.node("Transpose", [value], perm=NCHW_TO_NHWC)
        return value

    def initializer(self, array: NDArray[Any]) -> str:
        """Add a constant as it is and return its name."""
        name = f"constant_{len(self._initializers)}"
        self._initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], **attributes: Any) -> str:
        """Add a node of one output and return the name of that output."""
        name = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def open(self) -> None:
        """Give the graph its inputs, named and laid out as in the TFLite file."""
        for index in self.graph.inputs:
            name = self.graph.tensors[index].name
            if len(self.shape(index)) == PICTURE_RANK:
                name = self.node("Transpose", [name], perm=NHWC_TO_NCHW)
            self.bind(index, name)

    def close(self, outputs: Sequence[str] = ()) -> onnx.ModelProto:
        """Give the graph its outputs, named and laid out as in the TFLite file.

        Args:
            outputs: names of tensors to give, and nothing that they do not need; those that the
                file gives where none is named.
        """
        given = [self._index(name) for name in outputs] or list(self.graph.outputs)
        for index in given:
            name = self.graph.tensors[index].name
            value = self.value_as_stored(index)
            self._nodes.append(helper.make_node("Identity", [value], [name], name=name))
        nodes, constants = self._needed({self.graph.tensors[index].name for index in given})
        graph = helper.make_graph(
            nodes,
            "network",
            [self._edge(index) for index in self.graph.inputs],
            [self._edge(index) for index in given],
            constants,
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
        )
        onnx.checker.check_model(model)
        return model

    def _index(self, name: str) -> int:
        for index in self._values:
            if self.graph.tensors[index].name == name:
                return index
        raise ModelError(f"{self.graph.file} computes no {name}")

    def _needed(self, values: set[str]) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
        """Return the nodes and constants that lead to some values, in the order they run."""
        needed = set(values)
        nodes = []
        for node in reversed(self._nodes):
            if needed & set(node.output):
                needed |= set(node.input)
                nodes.append(node)
        return nodes[::-1], [one for one in self._initializers if one.name in needed]

    def _edge(self, index: int) -> onnx.ValueInfoProto:
        tensor = self.graph.tensors[index]
        return helper.make_tensor_value_info(tensor.name, onnx.TensorProto.FLOAT, tensor.shape)
