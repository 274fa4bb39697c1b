"""MediaPipe's own operators in the attention mesh: look again, closer, where the first look points.

Landmarks2TransformMatrix   turns a few landmarks into the matrix of the crop around them
TransformTensorBilinear     samples that crop from a picture of features
TransformLandmarks          brings what was found in the crop back to where the crop was

All are version 2. Matrices are (1, 4, 4) and act on columns (x, y, 0, 1); points are (1, n, 2 or
3) with x first. Pixels are areas: the middle of the first is at 0.5.
Source of the formulas: MediaPipe `mediapipe/util/tflite/operations`, the files of these names.
"""

import math

import numpy as np
from onnx import TensorProto

from models.errors import ModelError
from models.tflite.builder import Builder
from models.tflite.flatbuffer import Operator


def landmarks_to_transform_matrix(builder: Builder, operator: Operator) -> str:
    """Return the matrix from pixels of the crop to coordinates of the landmarks.

    The crop holds a subset of landmarks, turned so that two of them lie level, and is enlarged.
    """
    options = operator.options
    landmarks = builder.value(operator.inputs[0])
    points = _landmarks(builder, landmarks, options["subset_idxs"])
    level = _landmarks(builder, landmarks, [options["left_rotation_idx"]])
    towards = _landmarks(builder, landmarks, [options["right_rotation_idx"]])
    upright = _upright(
        builder, builder.node("Sub", [towards, level]), options["target_rotation_radians"]
    )
    turned = builder.node("MatMul", [points, upright])
    high = builder.node("ReduceMax", [turned], axes=[1])
    low = builder.node("ReduceMin", [turned], axes=[1])
    middle = builder.node("Mul", [builder.node("Add", [high, low]), _number(builder, 0.5)])
    back = builder.node("Transpose", [upright], perm=(0, 2, 1))
    centre = builder.node("Transpose", [builder.node("MatMul", [middle, back])], perm=(0, 2, 1))
    size = np.array([options["output_width"], options["output_height"]], np.float32)
    enlarged = np.array([options["scale_x"], options["scale_y"]], np.float32) / size
    scale = builder.node(
        "Mul", [builder.node("Sub", [high, low]), builder.initializer(enlarged.reshape(1, 1, 2))]
    )
    linear = builder.node("Mul", [upright, scale])
    corner = builder.node("MatMul", [linear, builder.initializer(-size.reshape(1, 2, 1) / 2)])
    return _matrix(builder, linear, builder.node("Add", [centre, corner]))


def _landmarks(builder: Builder, landmarks: str, chosen: list[int]) -> str:
    """Return (1, chosen, 2) x, y of some landmarks."""
    rows = builder.node(
        "Gather", [landmarks, builder.initializer(np.array(chosen, np.int64))], axis=1
    )
    return builder.node("Gather", [rows, builder.initializer(np.array([0, 1], np.int64))], axis=2)


def _upright(builder: Builder, direction: str, target_radians: float) -> str:
    """Return (1, 2, 2), by which rows x, y are turned until `direction` has the target's angle.

    The sine and cosine of an angle are the direction itself at length 1.
    """
    unit = builder.node("Div", [direction, builder.node("ReduceL2", [direction], axes=[2])])
    cos, sin = math.cos(target_radians), math.sin(target_radians)
    # Entries of the turn by (target - angle), from the angle's cosine (first row) and sine.
    entries = np.array([[cos, sin, -sin, cos], [sin, -cos, cos, sin]], np.float32)
    turn = builder.node("MatMul", [unit, builder.initializer(entries)])
    return builder.node("Reshape", [turn, builder.initializer(np.array([1, 2, 2], np.int64))])


def _matrix(builder: Builder, linear: str, shift: str) -> str:
    """Return the (1, 4, 4) matrix of a (1, 2, 2) linear part and a (1, 2, 1) shift."""
    no_depth = builder.initializer(np.zeros((1, 2, 1), np.float32))
    rows = builder.node("Concat", [linear, no_depth, shift], axis=2)
    rest = builder.initializer(np.eye(4, dtype=np.float32)[np.newaxis, 2:])
    return builder.node("Concat", [rows, rest], axis=1)


def transform_tensor_bilinear(builder: Builder, operator: Operator) -> str:
    """Return a picture sampled where the matrix takes each pixel; 0 beyond the middles at the edge.

    A sample between the outermost middles and the edge is 0 too, unlike GridSample's.
    """
    picture, matrix = operator.inputs
    _, in_height, in_width, _ = builder.shape(picture)
    height, width = operator.options["output_height"], operator.options["output_width"]
    y, x = np.mgrid[:height, :width].reshape(2, 1, -1).astype(np.float32) + 0.5
    middles = builder.initializer(np.stack([x, y], axis=-1))
    found = _transformed(builder, middles, height * width, builder.value(matrix))
    at = builder.node("Sub", [found, _number(builder, 0.5)])  # 0 is now the first pixel's middle
    last = builder.initializer(np.array([in_width - 1, in_height - 1], np.float32))
    half = builder.initializer(np.array([in_width - 1, in_height - 1], np.float32) / 2)
    relative = builder.node("Sub", [builder.node("Div", [at, half]), _number(builder, 1)])
    grid = _reshaped(builder, relative, (1, height, width, 2))
    sampled = builder.node(
        "GridSample", [builder.value(picture), grid], align_corners=1, mode="bilinear"
    )
    inside = builder.node(
        "And",
        [
            builder.node("GreaterOrEqual", [at, _number(builder, 0)]),
            builder.node("LessOrEqual", [at, last]),
        ],
    )
    shown = builder.node(
        "ReduceMin", [builder.node("Cast", [inside], to=TensorProto.FLOAT)], axes=[2]
    )
    return builder.node("Mul", [sampled, _reshaped(builder, shown, (1, 1, height, width))])


def transform_landmarks(builder: Builder, operator: Operator) -> str:
    """Return (1, n, 2) points as the matrix takes them."""
    landmarks, matrix = operator.inputs
    _, count, dimensions = builder.shape(landmarks)
    if dimensions != 2:
        raise ModelError(f"{builder.graph.file}: {operator.kind} of points with {dimensions} axes")
    return _transformed(builder, builder.value(landmarks), count, builder.value(matrix))


def _transformed(builder: Builder, points: str, count: int, matrix: str) -> str:
    """Return (1, count, 2) points as a (1, 4, 4) matrix takes them."""
    rest = np.tile(np.array([0, 1], np.float32), (1, count, 1))
    columns = builder.node("Concat", [points, builder.initializer(rest)], axis=2)
    two_rows = builder.node(
        "Gather", [matrix, builder.initializer(np.array([0, 1], np.int64))], axis=1
    )
    transposed = builder.node("Transpose", [two_rows], perm=(0, 2, 1))
    return builder.node("MatMul", [columns, transposed])


def _number(builder: Builder, value: float) -> str:
    return builder.initializer(np.array(value, np.float32))


def _reshaped(builder: Builder, value: str, shape: tuple[int, ...]) -> str:
    return builder.node("Reshape", [value, builder.initializer(np.array(shape, np.int64))])
