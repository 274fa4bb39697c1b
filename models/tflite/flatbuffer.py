"""Reading: a TFLite flatbuffer becomes plain tensors and operators."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tflite
from flatbuffers import flexbuffers  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

from models.errors import ModelError
from models.tflite.sparse import CompressedLevel, DenseLevel, Level, densify

# Names of the schema's codes, read from the generated enumerations.
_OPERATOR_NAMES = {v: k for k, v in vars(tflite.BuiltinOperator).items() if isinstance(v, int)}
_OPTION_NAMES = {v: k for k, v in vars(tflite.BuiltinOptions).items() if isinstance(v, int)}
_DTYPES: dict[int, type[np.generic]] = {
    tflite.TensorType.FLOAT32: np.float32,
    tflite.TensorType.FLOAT16: np.float16,
    tflite.TensorType.INT32: np.int32,
    tflite.TensorType.INT64: np.int64,
}
# What comes of reading, and of computing with, a file that leads astray.
DAMAGE = (
    struct.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    RecursionError,
)
_INDEX_VECTORS = {
    tflite.SparseIndexVector.Int32Vector: tflite.Int32Vector,
    tflite.SparseIndexVector.Uint16Vector: tflite.Uint16Vector,
    tflite.SparseIndexVector.Uint8Vector: tflite.Uint8Vector,
}


@dataclass(frozen=True, slots=True)
class Tensor:
    """A value of the graph; `constant` is its dense content in TFLite's layout, or None."""

    name: str
    shape: tuple[int, ...]
    constant: NDArray[Any] | None


@dataclass(frozen=True, slots=True)
class Operator:
    """One step: `kind` is the schema's name (CONV_2D), `options` its options table or None.

    Of an operator that the schema does not know, `kind` is "CUSTOM NAME VERSION" and `options` a
    dictionary, or None.

    `inputs` and `outputs` index the graph's tensors; -1 is an input left out.
    """

    kind: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: Any


@dataclass(frozen=True, slots=True)
class Graph:
    """The one subgraph of a file, operators in the order they run."""

    file: str
    tensors: tuple[Tensor, ...]
    operators: tuple[Operator, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


def read_graph(path: Path) -> Graph:
    """Read `path`; raise ModelError when it is no TFLite file or uses an unknown number format."""
    content = path.read_bytes()
    if not tflite.Model.ModelBufferHasIdentifier(content, 0):
        raise ModelError(f"{path} is not a TFLite model")
    try:
        model = tflite.Model.GetRootAsModel(content, 0)
        subgraph = model.Subgraphs(0)
        return Graph(
            file=path.name,
            tensors=tuple(
                _tensor(model, subgraph.Tensors(index)) for index in range(subgraph.TensorsLength())
            ),
            operators=tuple(
                _operator(model, subgraph.Operators(index))
                for index in range(subgraph.OperatorsLength())
            ),
            inputs=_integers(subgraph.InputsAsNumpy()),
            outputs=_integers(subgraph.OutputsAsNumpy()),
        )
    except DAMAGE as error:
        raise ModelError(f"{path} is a damaged TFLite model: {error}") from error


def _integers(vector: Any) -> tuple[int, ...]:
    """Return a flatbuffer vector as integers; the library gives the number 0 for an absent one."""
    return () if isinstance(vector, int) else tuple(int(value) for value in vector)


def _tensor(model: Any, tensor: Any) -> Tensor:
    shape = _integers(tensor.ShapeAsNumpy())
    content = model.Buffers(tensor.Buffer()).DataAsNumpy()
    constant = None
    if not isinstance(content, int):
        values = np.frombuffer(content.tobytes(), _DTYPES[tensor.Type()])
        sparsity = tensor.Sparsity()
        constant = values.reshape(shape) if sparsity is None else _dense(values, shape, sparsity)
    return Tensor(tensor.Name().decode(), shape, constant)


def _dense(values: NDArray[Any], shape: tuple[int, ...], sparsity: Any) -> NDArray[Any]:
    levels = [_level(sparsity.DimMetadata(index)) for index in range(sparsity.DimMetadataLength())]
    order = _integers(sparsity.TraversalOrderAsNumpy())
    return densify(values, shape, order, _integers(sparsity.BlockMapAsNumpy()), levels)


def _level(metadata: Any) -> Level:
    if metadata.Format() == tflite.DimensionType.DENSE:
        return DenseLevel(metadata.DenseSize())
    return CompressedLevel(
        segments=_index_vector(metadata.ArraySegmentsType(), metadata.ArraySegments()),
        indices=_index_vector(metadata.ArrayIndicesType(), metadata.ArrayIndices()),
    )


def _index_vector(kind: int, table: Any) -> NDArray[np.int64]:
    vector = _INDEX_VECTORS[kind]()
    vector.Init(table.Bytes, table.Pos)
    return np.array(_integers(vector.ValuesAsNumpy()), np.int64)


def _operator(model: Any, operator: Any) -> Operator:
    code = model.OperatorCodes(operator.OpcodeIndex())
    kind = _OPERATOR_NAMES[code.BuiltinCode()]
    if kind == "CUSTOM":
        kind = f"CUSTOM {code.CustomCode().decode()} {code.Version()}"
    inputs, outputs = operator.InputsAsNumpy(), operator.OutputsAsNumpy()
    return Operator(kind, _integers(inputs), _integers(outputs), _options(operator))


def _options(operator: Any) -> Any:
    table, custom = operator.BuiltinOptions(), operator.CustomOptionsAsNumpy()
    if table is not None:
        options = getattr(tflite, _OPTION_NAMES[operator.BuiltinOptionsType()])()
        options.Init(table.Bytes, table.Pos)
        return options
    return None if isinstance(custom, int) else flexbuffers.Loads(custom.tobytes())
