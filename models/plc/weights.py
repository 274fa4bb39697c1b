"""The numbers of the autoregressive network, as its file keeps them.

The file is an ONNX graph of one turn (four samples whose past is known), so that any runtime can
check the loops here against it; the loops only take its initialisers.
"""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from onnx import numpy_helper

from models.errors import ModelError
from models.plc.excitation import LEVELS
from models.plc.features import SAMPLE_FEATURES, STEP_FEATURES, STEP_SAMPLES
from models.plc.past import FloatArray

GIST = 64  # numbers that the conditioning network hands over
UNITS = 224  # of the recurrent layer
GATES = 3 * UNITS  # reset, keep, new
WIDTH = 64  # of each sample's own layer

STEP_DRIVES = STEP_SAMPLES * WIDTH

SHAPES = {
    "step_weight": (GATES, STEP_FEATURES),
    "step_bias": (GATES,),
    "gist_weight": (GATES, GIST),
    "inner_weight": (GATES, UNITS),
    "inner_bias": (GATES,),
    "drive_weight": (STEP_DRIVES, UNITS),
    "drive_bias": (STEP_DRIVES,),
    "sample_weight": (WIDTH, SAMPLE_FEATURES),
    "out_weight": (LEVELS, WIDTH),
    "out_bias": (LEVELS,),
}


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """All float32 and contiguous, of the shapes in `SHAPES`; see `models.plc.reference`."""

    step_weight: FloatArray
    step_bias: FloatArray
    gist_weight: FloatArray
    inner_weight: FloatArray
    inner_bias: FloatArray
    drive_weight: FloatArray
    drive_bias: FloatArray
    sample_weight: FloatArray
    out_weight: FloatArray
    out_bias: FloatArray


def read_weights(path: Path) -> Weights:
    """Read the initialisers of an ONNX file; raise ModelError when they are not those above."""
    try:
        graph = onnx.load(path).graph
    except (OSError, DecodeError) as error:
        raise ModelError(f"{path} is not a usable model: {error}") from error
    found = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for name, shape in SHAPES.items():
        if name not in found or found[name].shape != shape:
            raise ModelError(f"{path} is not the network of concealment: no {name} of {shape}")
    names = [field.name for field in fields(Weights)]
    return Weights(*(np.ascontiguousarray(found[name], np.float32) for name in names))
