"""One function per TFLite operator: add its ONNX nodes, return the name of its result.

Options are the tables of TensorFlow Lite's schema.fbs; layouts those of `models.tflite.builder`.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import tflite

from models.errors import ModelError
from models.tflite.attention import (
    landmarks_to_transform_matrix,
    transform_landmarks,
    transform_tensor_bilinear,
)
from models.tflite.builder import NHWC_TO_NCHW, PICTURE_RANK, Builder
from models.tflite.flatbuffer import Operator

Handler = Callable[[Builder, Operator], str]

ABSENT = -1
_NCHW_AXIS = {0: 0, 1: 2, 2: 3, 3: 1}
_OUTPUT_FIRST = (0, 3, 1, 2)  # CONV_2D filter (out, h, w, in) -> (out, in, h, w)
_CHANNEL_FIRST = (3, 0, 1, 2)  # DEPTHWISE_CONV_2D filter (1, h, w, out) -> (out, 1, h, w)


def same_padding(size: int, kernel: int, stride: int, dilation: int) -> tuple[int, int]:
    """Return TFLite's SAME padding (before, after) of one axis; an odd total goes after."""
    steps = -(-size // stride)
    reach = (kernel - 1) * dilation + 1
    total = max((steps - 1) * stride + reach - size, 0)
    return total // 2, total - total // 2


def convolution(builder: Builder, operator: Operator) -> str:
    """CONV_2D."""
    return _convolve(builder, operator, _OUTPUT_FIRST, groups=1)


def depthwise_convolution(builder: Builder, operator: Operator) -> str:
    """DEPTHWISE_CONV_2D: one group per input channel."""
    channels = builder.shape(operator.inputs[0])[3]
    return _convolve(builder, operator, _CHANNEL_FIRST, groups=channels)


def _convolve(builder: Builder, operator: Operator, layout: tuple[int, ...], groups: int) -> str:
    options = operator.options
    picture, weights, *bias = operator.inputs
    kernel = builder.constant(weights).transpose(layout)
    inputs = [builder.value(picture), builder.initializer(kernel)]
    inputs += [builder.initializer(builder.constant(index)) for index in bias if index != ABSENT]
    dilations = (options.DilationHFactor(), options.DilationWFactor())
    result = builder.node(
        "Conv",
        inputs,
        kernel_shape=kernel.shape[2:],
        group=groups,
        dilations=dilations,
        **_window(builder, operator, kernel.shape[2:], dilations),
    )
    return _activate(builder, operator, result)


def max_pool(builder: Builder, operator: Operator) -> str:
    """MAX_POOL_2D."""
    options = operator.options
    kernel = (options.FilterHeight(), options.FilterWidth())
    result = builder.node(
        "MaxPool",
        [builder.value(operator.inputs[0])],
        kernel_shape=kernel,
        **_window(builder, operator, kernel, (1, 1)),
    )
    return _activate(builder, operator, result)


def _window(
    builder: Builder, operator: Operator, kernel: tuple[int, ...], dilations: tuple[int, int]
) -> dict[str, Any]:
    """Return the strides and explicit pads of a sliding window."""
    options = operator.options
    strides = (options.StrideH(), options.StrideW())
    if options.Padding() == tflite.Padding.VALID:
        return {"strides": strides, "pads": (0, 0, 0, 0)}
    _, height, width, _ = builder.shape(operator.inputs[0])
    top, bottom = same_padding(height, kernel[0], strides[0], dilations[0])
    left, right = same_padding(width, kernel[1], strides[1], dilations[1])
    return {"strides": strides, "pads": (top, left, bottom, right)}


def _activate(builder: Builder, operator: Operator, value: str) -> str:
    """Apply the activation that TFLite fuses into the operator."""
    activation = operator.options.FusedActivationFunction()
    if activation == tflite.ActivationFunctionType.NONE:
        return value
    if activation == tflite.ActivationFunctionType.RELU:
        return builder.node("Relu", [value])
    if activation == tflite.ActivationFunctionType.RELU6:
        bounds = [builder.initializer(np.array(bound, np.float32)) for bound in (0, 6)]
        return builder.node("Clip", [value, *bounds])
    raise ModelError(
        f"{builder.graph.file}: {operator.kind} with fused activation {activation} "
        "cannot be imported"
    )


def add(builder: Builder, operator: Operator) -> str:
    """ADD, with broadcasting."""
    result = builder.node("Add", [builder.value(index) for index in operator.inputs])
    return _activate(builder, operator, result)


def mul(builder: Builder, operator: Operator) -> str:
    """MUL of an activation that is no picture with a constant, the only kind met."""
    source, factor = operator.inputs
    if len(builder.shape(operator.outputs[0])) == PICTURE_RANK:
        raise ModelError(f"{builder.graph.file}: MUL of a picture cannot be imported")
    constant = builder.initializer(builder.constant(factor))
    return _activate(builder, operator, builder.node("Mul", [builder.value(source), constant]))


def strided_slice(builder: Builder, operator: Operator) -> str:
    """STRIDED_SLICE that keeps everything, the only kind met."""
    source, begin, _, strides = operator.inputs
    same = builder.shape(source) == builder.shape(operator.outputs[0])
    if not same or builder.constant(begin).any() or (builder.constant(strides) != 1).any():
        raise ModelError(f"{builder.graph.file}: STRIDED_SLICE that leaves out a part")
    return builder.value(source)


def relu(builder: Builder, operator: Operator) -> str:
    """RELU."""
    return builder.node("Relu", [builder.value(operator.inputs[0])])


def logistic(builder: Builder, operator: Operator) -> str:
    """LOGISTIC."""
    return builder.node("Sigmoid", [builder.value(operator.inputs[0])])


def prelu(builder: Builder, operator: Operator) -> str:
    """PRELU with a constant slope per channel."""
    return builder.node("PRelu", [builder.value(index) for index in operator.inputs])


def pad(builder: Builder, operator: Operator) -> str:
    """PAD of a picture with zeros; the amounts come as (4, 2), one row per NHWC axis."""
    amounts = builder.constant(operator.inputs[1])[list(NHWC_TO_NCHW)]
    befores_then_afters = builder.initializer(amounts.T.reshape(-1).astype(np.int64))
    return builder.node("Pad", [builder.value(operator.inputs[0]), befores_then_afters])


def reshape(builder: Builder, operator: Operator) -> str:
    """RESHAPE to the shape declared for its result."""
    shape = builder.shape(operator.outputs[0])
    target = builder.initializer(np.array(shape, np.int64))
    result = builder.node("Reshape", [builder.value_as_stored(operator.inputs[0]), target])
    if len(shape) == PICTURE_RANK:
        return builder.node("Transpose", [result], perm=NHWC_TO_NCHW)
    return result


def concatenation(builder: Builder, operator: Operator) -> str:
    """CONCATENATION of activations."""
    rank = len(builder.shape(operator.outputs[0]))
    axis = operator.options.Axis() % rank
    axis = _NCHW_AXIS[axis] if rank == PICTURE_RANK else axis
    result = builder.node("Concat", [builder.value(index) for index in operator.inputs], axis=axis)
    return _activate(builder, operator, result)


def resize_bilinear(builder: Builder, operator: Operator) -> str:
    """RESIZE_BILINEAR with half-pixel centres, the only kind met."""
    if operator.options.AlignCorners() or not operator.options.HalfPixelCenters():
        raise ModelError(
            f"{builder.graph.file}: RESIZE_BILINEAR without half-pixel centres cannot be imported"
        )
    batch, height, width, channels = builder.shape(operator.outputs[0])
    sizes = builder.initializer(np.array((batch, channels, height, width), np.int64))
    return builder.node(
        "Resize",
        [builder.value(operator.inputs[0]), "", "", sizes],
        mode="linear",
        coordinate_transformation_mode="half_pixel",
    )


def depth_to_space(builder: Builder, operator: Operator) -> str:
    """DEPTH_TO_SPACE; TFLite orders the depth as (block row, block column, channel)."""
    return builder.node(
        "DepthToSpace",
        [builder.value(operator.inputs[0])],
        blocksize=operator.options.BlockSize(),
        mode="DCR",
    )


def fully_connected(builder: Builder, operator: Operator) -> str:
    """FULLY_CONNECTED: weights come as (out, in), the input is flattened to (-1, in)."""
    source, weights, *bias = operator.inputs
    matrix = builder.constant(weights)
    rows = builder.initializer(np.array((-1, matrix.shape[1]), np.int64))
    inputs = [
        builder.node("Reshape", [builder.value_as_stored(source), rows]),
        builder.initializer(matrix),
    ]
    inputs += [builder.initializer(builder.constant(index)) for index in bias if index != ABSENT]
    return _activate(builder, operator, builder.node("Gemm", inputs, transB=1))


def mean(builder: Builder, operator: Operator) -> str:
    """MEAN over height and width, the only kind met."""
    source, axes = operator.inputs
    if len(builder.shape(source)) != PICTURE_RANK or {*builder.constant(axes).flat} != {1, 2}:
        raise ModelError(f"{builder.graph.file}: MEAN over other axes than height and width")
    pooled = builder.node("GlobalAveragePool", [builder.value(source)])
    return pooled if operator.options.KeepDims() else builder.node("Flatten", [pooled])


HANDLERS: dict[str, Handler] = {
    "CUSTOM Landmarks2TransformMatrix 2": landmarks_to_transform_matrix,
    "CUSTOM TransformLandmarks 2": transform_landmarks,
    "CUSTOM TransformTensorBilinear 2": transform_tensor_bilinear,
    "ADD": add,
    "CONCATENATION": concatenation,
    "CONV_2D": convolution,
    "DEPTHWISE_CONV_2D": depthwise_convolution,
    "DEPTH_TO_SPACE": depth_to_space,
    "FULLY_CONNECTED": fully_connected,
    "LOGISTIC": logistic,
    "MAX_POOL_2D": max_pool,
    "MEAN": mean,
    "MUL": mul,
    "PAD": pad,
    "PRELU": prelu,
    "RELU": relu,
    "RESHAPE": reshape,
    "RESIZE_BILINEAR": resize_bilinear,
    "STRIDED_SLICE": strided_slice,
}
