"""The trained networks as files: two ONNX graphs with calibrated probabilities.

Batch normalisation is folded into the convolutions before it, the calibration into the last layer.
The head of the teacher hears the embedded tagger's opinion too: the two err in different places.
Large weights are kept in 16 bits and made floats again when the graph is loaded.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from models.log_mel import BANDS, PATCH_FRAMES
from models.training.tagger.calibration import Calibration
from models.training.tagger.head import Head
from models.training.tagger.network import MIDDLE, Network
from models.yamnet import EMBEDDING

OPSET = 17
IR_VERSION = 8
HALF_FROM = 256  # values, from which on a tensor is kept in 16 bits
OPINION_SHARE = 0.5  # chosen on held-out training recordings
LEAST_OPINION = 1e-4

Weights = dict[str, NDArray[np.generic]]


def export_tagger(network: Network, calibration: Calibration, path: Path) -> None:
    """Write patches (n, 96, 64) -> scores (n, classes), thresholds (classes,)."""
    network.eval()
    nodes, weights = [], _bands(network.bands)
    nodes += [
        helper.make_node("Mul", ["patches", "band_scale"], ["scaled"]),
        helper.make_node("Add", ["scaled", "band_shift"], ["normal"]),
        helper.make_node("Unsqueeze", ["normal", "first"], ["picture"]),
    ]
    before = "picture"
    layers = list(network.body)
    for number in range(0, len(layers), 3):
        weight, bias = _folded(layers[number], layers[number + 1])
        name, convolution = f"conv{number // 3}", layers[number]
        weights |= {f"{name}_weight": weight, f"{name}_bias": bias}
        nodes += _convolution(name, before, convolution)
        before = f"{name}_on"
    nodes += [
        helper.make_node("ReduceMean", [before], ["over_pitch"], axes=[3], keepdims=0),
        helper.make_node("ReduceMean", ["over_pitch"], ["whole"], axes=[2], keepdims=0),
        helper.make_node("Slice", ["over_pitch", "start", "stop", "second"], ["few"]),
        helper.make_node("ReduceMean", ["few"], ["middle"], axes=[2], keepdims=0),
        helper.make_node("Concat", ["whole", "middle"], ["seen"], axis=1),
    ]
    weights |= {
        "first": np.array([1], np.int64),
        "start": np.array([MIDDLE.start], np.int64),
        "stop": np.array([MIDDLE.stop], np.int64),
        "second": np.array([2], np.int64),
    }
    with torch.no_grad():
        out, bias = network.out.weight.numpy().T, network.out.bias.numpy()
    nodes += _last("seen", out, bias, calibration, weights)
    _save("sound_tagger", nodes, {"patches": ("n", PATCH_FRAMES, BANDS)}, weights, path)


def export_head(head: Head, calibration: Calibration, path: Path) -> None:
    """Write embedding (n, 1024), opinion (n, classes) -> scores (n, classes), thresholds.

    `opinion` is the embedded tagger's scores. The calibration is of `together`.
    """
    weights: Weights = {
        "nothing": np.zeros(1, np.float32),
        "one": np.ones(1, np.float32),
        "least": np.array(LEAST_OPINION, np.float32),
        "most": np.array(1 - LEAST_OPINION, np.float32),
        "hidden_weight": head.hidden,
        "hidden_bias": head.hidden_bias,
        "opinion_share": OPINION_SHARE * calibration.slopes,
    }
    nodes = [
        helper.make_node("Max", ["embedding", "nothing"], ["positive"]),
        helper.make_node("Sqrt", ["positive"], ["root"]),
        helper.make_node("Gemm", ["root", "hidden_weight", "hidden_bias"], ["hidden"]),
        helper.make_node("Relu", ["hidden"], ["hidden_on"]),
        helper.make_node("Clip", ["opinion", "least", "most"], ["likely"]),
        helper.make_node("Sub", ["one", "likely"], ["unlikely"]),
        helper.make_node("Div", ["likely", "unlikely"], ["odds"]),
        helper.make_node("Log", ["odds"], ["log_odds"]),
        helper.make_node("Mul", ["log_odds", "opinion_share"], ["moved"]),
        *_last(
            "hidden_on",
            head.weights * np.float32(1 - OPINION_SHARE),
            head.bias * np.float32(1 - OPINION_SHARE),
            calibration,
            weights,
            moved_by="moved",
        ),
    ]
    inputs = {"embedding": ("n", EMBEDDING), "opinion": ("n", len(head.bias))}
    _save("yamnet_head", nodes, inputs, weights, path)


def together(logits: NDArray[np.float32], opinion: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the (n, classes) logits of the head moved by the embedded tagger's scores."""
    likely = opinion.clip(LEAST_OPINION, 1 - LEAST_OPINION)
    moved: NDArray[np.float32] = (1 - OPINION_SHARE) * logits + OPINION_SHARE * np.log(
        likely / (1 - likely)
    )
    return moved.astype(np.float32)


def _bands(norm: nn.BatchNorm1d) -> Weights:
    scale, shift = _affine(norm)
    return {"band_scale": scale, "band_shift": shift}


def _affine(norm: nn.BatchNorm1d | nn.BatchNorm2d) -> tuple[NDArray[np.float32], ...]:
    """Return what a normalisation multiplies by, and adds."""
    with torch.no_grad():
        scale = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).numpy()
        return scale, norm.bias.numpy() - norm.running_mean.numpy() * scale


def _folded(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> tuple[NDArray[np.float32], ...]:
    scale, shift = _affine(norm)
    weight = convolution.weight.detach().numpy() * scale[:, None, None, None]
    return np.ascontiguousarray(weight), shift


def _convolution(name: str, before: str, layer: nn.Conv2d) -> list[onnx.NodeProto]:
    pad = layer.padding[0]
    return [
        helper.make_node(
            "Conv",
            [before, f"{name}_weight", f"{name}_bias"],
            [name],
            strides=list(layer.stride),
            pads=[pad] * 4,
            group=layer.groups,
        ),
        helper.make_node("Relu", [name], [f"{name}_on"]),
    ]


def _last(
    before: str,
    out: NDArray[np.float32],
    bias: NDArray[np.float32],
    calibration: Calibration,
    weights: Weights,
    moved_by: str | None = None,
) -> list[onnx.NodeProto]:
    """Return the nodes of the last layer, calibrated and then `moved_by`; add its weights."""
    weights["out_weight"] = np.ascontiguousarray(out * calibration.slopes)
    weights["out_bias"] = bias * calibration.slopes + calibration.offsets
    weights["kept_thresholds"] = calibration.thresholds
    moved = [helper.make_node("Add", ["own", moved_by], ["logits"])] if moved_by else []
    return [
        helper.make_node(
            "Gemm", [before, "out_weight", "out_bias"], ["own" if moved else "logits"]
        ),
        *moved,
        helper.make_node("Sigmoid", ["logits"], ["scores"]),
        helper.make_node("Identity", ["kept_thresholds"], ["thresholds"]),
    ]


def _save(
    name: str,
    nodes: list[onnx.NodeProto],
    inputs: Mapping[str, tuple[str | int, ...]],
    weights: Weights,
    path: Path,
) -> None:
    """Write a graph, its large weights in 16 bits."""
    tensors, casts = [], []
    for key, value in weights.items():
        if value.dtype == np.float32 and value.size >= HALF_FROM:
            tensors.append(numpy_helper.from_array(value.astype(np.float16), f"{key}_half"))
            casts.append(helper.make_node("Cast", [f"{key}_half"], [key], to=TensorProto.FLOAT))
        else:
            tensors.append(numpy_helper.from_array(value, key))
    classes = len(weights["kept_thresholds"])
    outputs = {"scores": ("n", classes), "thresholds": (classes,)}
    taken, given = (
        [helper.make_tensor_value_info(end, TensorProto.FLOAT, shape) for end, shape in ends]
        for ends in (inputs.items(), outputs.items())
    )
    graph = helper.make_graph(casts + nodes, name, taken, given, tensors)
    versions = {"opset_imports": [helper.make_opsetid("", OPSET)], "ir_version": IR_VERSION}
    model = helper.make_model(graph, producer_name="earshot", **versions)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)
