"""Each operator on a tiny hand-built graph, against NumPy."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models.errors import ModelError
from models.session import Session
from models.tflite.builder import Builder
from models.tflite.flatbuffer import Graph, Operator, Tensor
from models.tflite.operators import HANDLERS, same_padding

SAME, VALID = 0, 1
NONE, RELU, RELU6, TANH = 0, 1, 3, 4
Array = NDArray[np.float32]


class Options:
    """An options table: each keyword becomes a method that returns it, as the schema's do."""

    def __init__(self, **values: Any) -> None:
        for name, value in ({"FusedActivationFunction": NONE} | values).items():
            setattr(self, name, lambda value=value: value)


def _random(*shape: int) -> Array:
    return np.random.default_rng(sum(shape)).standard_normal(shape).astype(np.float32)


def _build(
    kind: str,
    pictures: list[Array],
    constants: list[NDArray[Any]],
    shape: tuple[int, ...],
    **options: Any,
) -> tuple[Builder, Operator]:
    """Return a builder whose graph is one operator: inputs in0.., constants, output 'out'."""
    tensors = [Tensor(f"in{number}", x.shape, None) for number, x in enumerate(pictures)]
    tensors += [Tensor("constant", array.shape, array) for array in constants]
    tensors.append(Tensor("out", shape, None))
    last = len(tensors) - 1
    operator = Operator(kind, tuple(range(last)), (last,), Options(**options))
    inputs = tuple(range(len(pictures)))
    return Builder(Graph("tiny.tflite", tuple(tensors), (operator,), inputs, (last,))), operator


def _run(
    folder: Path,
    kind: str,
    pictures: list[Array],
    constants: list[NDArray[Any]],
    shape: tuple[int, ...],
    **options: Any,
) -> Array:
    builder, operator = _build(kind, pictures, constants, shape, **options)
    builder.open()
    builder.bind(operator.outputs[0], HANDLERS[kind](builder, operator))
    path = folder / "tiny.onnx"
    path.write_bytes(builder.close().SerializeToString())
    feed: Mapping[str, Array] = {f"in{number}": x for number, x in enumerate(pictures)}
    result = Session(path, "cpu").run(feed)["out"]
    assert result.shape == shape
    return result


def _windows(
    picture: Array, kernel: tuple[int, int], stride: int, same: bool, fill: float
) -> NDArray[np.float32]:
    """Return (out_h, out_w, kh, kw, channels): TFLite's windows, by its own definition of SAME."""
    height, width = picture.shape[1:3]
    if same:
        pads = []
        for size, reach in ((height, kernel[0]), (width, kernel[1])):
            total = max((int(np.ceil(size / stride)) - 1) * stride + reach - size, 0)
            pads.append((total // 2, total - total // 2))
        picture = np.pad(picture, ((0, 0), *pads, (0, 0)), constant_values=fill)
    view = np.lib.stride_tricks.sliding_window_view(picture[0], kernel, axis=(0, 1))
    return view[::stride, ::stride].transpose(0, 1, 3, 4, 2)


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "dilation", "expected"),
    [
        (6, 3, 1, 1, (1, 1)),  # symmetric
        (6, 3, 2, 1, (0, 1)),  # an even size under an odd kernel: the odd row goes after
        (5, 3, 2, 1, (1, 1)),
        (6, 2, 2, 1, (0, 0)),
        (5, 2, 2, 1, (0, 1)),
        (192, 5, 2, 1, (1, 2)),  # the first convolution of the palm detector
        (7, 3, 1, 2, (2, 2)),  # dilation widens the reach to 5
        (4, 1, 2, 1, (0, 0)),  # a kernel smaller than its stride pads nothing
    ],
)
def test_same_padding(
    size: int, kernel: int, stride: int, dilation: int, expected: tuple[int, int]
) -> None:
    assert same_padding(size, kernel, stride, dilation) == expected


@pytest.mark.parametrize("padding", [SAME, VALID])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("activation", [NONE, RELU, RELU6])
def test_convolution(tmp_path: Path, padding: int, stride: int, activation: int) -> None:
    picture, weights, bias = _random(1, 6, 7, 3) * 3, _random(4, 3, 2, 3), _random(4)
    windows = _windows(picture, (3, 2), stride, padding == SAME, 0)
    expected = np.einsum("yxhwi,ohwi->yxo", windows, weights)[None] + bias
    if activation != NONE:
        expected = np.clip(expected, 0, 6 if activation == RELU6 else None)
    result = _run(
        tmp_path,
        "CONV_2D",
        [picture],
        [weights, bias],
        expected.shape,
        Padding=padding,
        StrideH=stride,
        StrideW=stride,
        DilationHFactor=1,
        DilationWFactor=1,
        FusedActivationFunction=activation,
    )
    np.testing.assert_allclose(result, expected, atol=1e-5)


@pytest.mark.parametrize("stride", [1, 2])
def test_depthwise_convolution_with_half_weights(tmp_path: Path, stride: int) -> None:
    picture, bias = _random(1, 6, 6, 5), _random(5)
    weights = _random(1, 3, 3, 5).astype(np.float16)
    windows = _windows(picture, (3, 3), stride, True, 0)
    expected = np.einsum("yxhwc,hwc->yxc", windows, weights[0].astype(np.float32))[None] + bias
    result = _run(
        tmp_path,
        "DEPTHWISE_CONV_2D",
        [picture],
        [weights, bias],
        expected.shape,
        Padding=SAME,
        StrideH=stride,
        StrideW=stride,
        DilationHFactor=1,
        DilationWFactor=1,
    )
    np.testing.assert_allclose(result, expected, atol=1e-5)


def test_max_pool_pads_with_nothing_that_could_win(tmp_path: Path) -> None:
    picture = -1 - np.abs(_random(1, 5, 5, 2))
    expected = _windows(picture, (2, 2), 2, True, -np.inf).max(axis=(2, 3))[None]
    result = _run(
        tmp_path,
        "MAX_POOL_2D",
        [picture],
        [],
        expected.shape,
        Padding=SAME,
        StrideH=2,
        StrideW=2,
        FilterHeight=2,
        FilterWidth=2,
    )
    np.testing.assert_array_equal(result, expected)


def test_add_broadcasts_a_constant_per_channel(tmp_path: Path) -> None:
    picture, offsets = _random(1, 3, 4, 5), _random(5)
    result = _run(tmp_path, "ADD", [picture], [offsets], picture.shape)
    np.testing.assert_allclose(result, picture + offsets, atol=1e-6)


def test_prelu_per_channel(tmp_path: Path) -> None:
    picture, slope = _random(1, 3, 4, 5), _random(1, 1, 5)
    result = _run(tmp_path, "PRELU", [picture], [slope], picture.shape)
    np.testing.assert_allclose(result, np.where(picture < 0, slope * picture, picture), atol=1e-6)


def test_relu_and_logistic(tmp_path: Path) -> None:
    picture = _random(1, 3, 4, 5)
    relu = _run(tmp_path, "RELU", [picture], [], picture.shape)
    np.testing.assert_array_equal(relu, np.maximum(picture, 0))
    logistic = _run(tmp_path, "LOGISTIC", [picture], [], picture.shape)
    np.testing.assert_allclose(logistic, 1 / (1 + np.exp(-picture)), atol=1e-6)


def test_pad_rows_columns_and_channels_apart(tmp_path: Path) -> None:
    picture = _random(1, 2, 3, 4)
    amounts = np.array([[0, 0], [1, 2], [3, 4], [0, 5]], np.int32)
    expected = np.pad(picture, amounts)
    result = _run(tmp_path, "PAD", [picture], [amounts], expected.shape)
    np.testing.assert_array_equal(result, expected)


@pytest.mark.parametrize("shape", [(1, 12, 2), (24,), (1, 2, 4, 3)])
def test_reshape_follows_the_stored_layout(tmp_path: Path, shape: tuple[int, ...]) -> None:
    picture = _random(1, 3, 4, 2)
    result = _run(tmp_path, "RESHAPE", [picture], [], shape)
    np.testing.assert_array_equal(result, picture.reshape(shape))


@pytest.mark.parametrize("axis", [1, 2, 3, -1])
def test_concatenation_of_pictures(tmp_path: Path, axis: int) -> None:
    one, two = _random(1, 3, 3, 3), -_random(1, 3, 3, 3)
    expected = np.concatenate([one, two], axis)
    result = _run(tmp_path, "CONCATENATION", [one, two], [], expected.shape, Axis=axis)
    np.testing.assert_array_equal(result, expected)


def test_concatenation_of_lists(tmp_path: Path) -> None:
    one, two = _random(1, 3, 4), _random(1, 5, 4)
    expected = np.concatenate([one, two], 1)
    result = _run(tmp_path, "CONCATENATION", [one, two], [], expected.shape, Axis=1)
    np.testing.assert_array_equal(result, expected)


def test_resize_bilinear_doubles_with_half_pixel_centres(tmp_path: Path) -> None:
    row = np.array([0, 4, 8], np.float32)
    picture = np.broadcast_to(row[None, None, :, None], (1, 3, 3, 2)).copy()
    result = _run(
        tmp_path,
        "RESIZE_BILINEAR",
        [picture],
        [],
        (1, 6, 6, 2),
        AlignCorners=False,
        HalfPixelCenters=True,
    )
    expected = np.array([0, 1, 3, 5, 7, 8], np.float32)
    np.testing.assert_allclose(result[0, 2, :, 1], expected, atol=1e-6)


def test_depth_to_space(tmp_path: Path) -> None:
    picture = _random(1, 2, 3, 8)
    blocks = picture.reshape(1, 2, 3, 2, 2, 2)  # n, y, x, block row, block column, channel
    expected = blocks.transpose(0, 1, 3, 2, 4, 5).reshape(1, 4, 6, 2)
    result = _run(tmp_path, "DEPTH_TO_SPACE", [picture], [], expected.shape, BlockSize=2)
    np.testing.assert_array_equal(result, expected)


def test_fully_connected_flattens_in_stored_order(tmp_path: Path) -> None:
    picture, weights, bias = _random(1, 2, 3, 4), _random(5, 24), _random(5)
    expected = picture.reshape(1, -1) @ weights.T + bias
    result = _run(tmp_path, "FULLY_CONNECTED", [picture], [weights, bias], expected.shape)
    np.testing.assert_allclose(result, expected, atol=1e-5)


@pytest.mark.parametrize("keep", [True, False])
def test_mean_over_the_picture(tmp_path: Path, keep: bool) -> None:
    picture, axes = _random(1, 3, 4, 5), np.array([1, 2], np.int32)
    expected = picture.mean(axis=(1, 2), keepdims=keep)
    result = _run(tmp_path, "MEAN", [picture], [axes], expected.shape, KeepDims=keep)
    np.testing.assert_allclose(result, expected, atol=1e-6)


@pytest.mark.parametrize(
    ("kind", "constants", "options"),
    [
        ("ADD", [_random(3)], {"FusedActivationFunction": TANH}),
        ("MEAN", [np.array([3], np.int32)], {"KeepDims": True}),
        ("RESIZE_BILINEAR", [], {"AlignCorners": True, "HalfPixelCenters": False}),
    ],
)
def test_what_would_be_computed_wrongly_is_refused(
    kind: str, constants: list[NDArray[Any]], options: dict[str, Any]
) -> None:
    builder, operator = _build(kind, [_random(1, 2, 2, 3)], constants, (1, 2, 2, 3), **options)
    builder.open()
    with pytest.raises(ModelError, match=r"tiny\.tflite"):
        HANDLERS[kind](builder, operator)
