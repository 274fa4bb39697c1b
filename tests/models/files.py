"""Tiny model files, made on the spot."""

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import flatbuffers  # type: ignore[import-untyped]  # it ships no types
import numpy as np
import onnx
import tflite
from onnx import helper

from models.store.manifest import Wheel


def write_network(path: Path, kind: str = "Relu", outputs: int = 1) -> Path:
    """Write x (1, 4) -> y0, y1.. (1, 4), each the operator `kind` of x."""
    names = [f"y{number}" for number in range(outputs)]
    x, *ys = (
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, (1, 4))
        for name in ("x", *names)
    )
    nodes = [helper.make_node(kind, ["x"], [name]) for name in names]
    graph = helper.make_graph(nodes, "tiny", [x], ys)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path.write_bytes(model.SerializeToString())
    return path


def tiny_tflite(operator: int) -> bytes:
    """Return a TFLite file: x -> y, both (1, 2, 2, 1), by an operator without options."""
    builder = flatbuffers.Builder(256)
    tensors = []
    for name in ("x", "y"):
        label = builder.CreateString(name)
        shape = builder.CreateNumpyVector(np.array([1, 2, 2, 1], np.int32))
        tflite.TensorStart(builder)
        tflite.TensorAddShape(builder, shape)
        tflite.TensorAddName(builder, label)
        tensors.append(tflite.TensorEnd(builder))
    ends = [builder.CreateNumpyVector(np.array([index], np.int32)) for index in (0, 1)]
    tflite.OperatorStart(builder)
    tflite.OperatorAddInputs(builder, ends[0])
    tflite.OperatorAddOutputs(builder, ends[1])
    operators = _vector(builder, [tflite.OperatorEnd(builder)])
    tensor_list = _vector(builder, tensors)
    tflite.SubGraphStart(builder)
    tflite.SubGraphAddTensors(builder, tensor_list)
    tflite.SubGraphAddInputs(builder, ends[0])
    tflite.SubGraphAddOutputs(builder, ends[1])
    tflite.SubGraphAddOperators(builder, operators)
    subgraphs = _vector(builder, [tflite.SubGraphEnd(builder)])
    tflite.BufferStart(builder)
    buffers = _vector(builder, [tflite.BufferEnd(builder)])
    tflite.OperatorCodeStart(builder)
    tflite.OperatorCodeAddDeprecatedBuiltinCode(builder, operator)  # where codes below 127 live
    codes = _vector(builder, [tflite.OperatorCodeEnd(builder)])
    tflite.ModelStart(builder)
    tflite.ModelAddOperatorCodes(builder, codes)
    tflite.ModelAddSubgraphs(builder, subgraphs)
    tflite.ModelAddBuffers(builder, buffers)
    builder.Finish(tflite.ModelEnd(builder), b"TFL3")
    return bytes(builder.Output())


def _vector(builder: flatbuffers.Builder, offsets: list[int]) -> int:
    builder.StartVector(4, len(offsets), 4)
    for offset in reversed(offsets):
        builder.PrependUOffsetTRelative(offset)
    return int(builder.EndVector())


def write_wheel(folder: Path, members: Mapping[str, bytes]) -> Wheel:
    """Write a pure wheel carrier 1.0 that holds `members` into `folder` and describe it."""
    path = folder / "carrier-1.0-py3-none-any.whl"
    metadata = {
        "carrier-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\n",
        "carrier-1.0.dist-info/WHEEL": (
            b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**members, **metadata}.items():
            archive.writestr(name, content)
        record = "".join(f"{name},,\n" for name in archive.namelist())
        archive.writestr("carrier-1.0.dist-info/RECORD", record)
    return Wheel(
        name="carrier",
        requirement="carrier==1.0",
        platform="manylinux_2_28_x86_64",
        python="311",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        size_bytes=path.stat().st_size,
    )
