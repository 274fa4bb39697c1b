"""The trained networks as files: two ONNX graphs, from the weights of a checkpoint and back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from models.plc.excitation import LEVELS
from models.plc.features import SAMPLE_FEATURES, STEP_FEATURES, STEP_SAMPLES
from models.plc.mel import BANDS
from models.plc.past import MEL_FRAMES
from models.plc.weights import GIST, UNITS, WIDTH
from models.training.plc.network import DILATIONS

OPSET = 17
IR_VERSION = 8
CONDITIONING, VOICE = "plc_conditioning.onnx", "plc_voice.onnx"
_STEPS = "training_steps"  # a property of the voice's file
_VERSIONED = {"opset_imports": [helper.make_opsetid("", OPSET)], "ir_version": IR_VERSION}

# Of `models.plc.weights.Weights` and of the network in PyTorch.
_VOICE_NAMES = {
    "step_weight": "step.weight",
    "step_bias": "step.bias",
    "gist_weight": "gist.weight",
    "inner_weight": "inner_weight",
    "inner_bias": "inner_bias",
    "drive_weight": "drive.weight",
    "drive_bias": "drive.bias",
    "sample_weight": "sample.weight",
    "out_weight": "out.weight",
    "out_bias": "out.bias",
}

Named = Mapping[str, NDArray[np.float32]]


def export(checkpoint: Path, folder: Path) -> list[Path]:
    """Write both networks of a checkpoint's running mean into `folder`; return their paths."""
    kept = torch.load(checkpoint, map_location="cpu")
    return write(kept["mean"], folder, kept["step"])


def write(state: Mapping[str, Any], folder: Path, steps: int) -> list[Path]:
    """Write both networks of a `Network`'s state into `folder`; return their paths.

    Args:
        state: of the network.
        folder: made if need be.
        steps: how many it took to train; the voice's file tells them.
    """
    weights = {name: tensor.cpu().numpy().astype(np.float32) for name, tensor in state.items()}
    folder.mkdir(parents=True, exist_ok=True)
    voice = {ours: weights[f"voice.{theirs}"] for ours, theirs in _VOICE_NAMES.items()}
    graphs = {CONDITIONING: conditioning_graph(weights), VOICE: voice_graph(voice)}
    helper.set_model_props(graphs[VOICE], {_STEPS: str(steps)})
    for name, graph in graphs.items():
        onnx.save(graph, folder / name)
    return [folder / name for name in graphs]


def read(folder: Path) -> tuple[dict[str, Any], int]:
    """Return the `Network`'s state that was written into `folder`, and the steps it took.

    Raises:
        OSError: a file cannot be read.
        ValueError: a file is damaged, or does not tell the steps.
    """
    try:
        conditioning, voice = (onnx.load(folder / name) for name in (CONDITIONING, VOICE))
    except DecodeError as error:
        raise ValueError(f"the networks in {folder} are damaged: {error}") from error
    told = {entry.key: entry.value for entry in voice.metadata_props}
    if _STEPS not in told:
        raise ValueError(f"{folder / VOICE} does not tell how many steps of training it took")
    found = _initialisers(voice)
    weights = {f"voice.{theirs}": found[ours] for ours, theirs in _VOICE_NAMES.items()}
    found = _initialisers(conditioning)
    for number in range(len(DILATIONS)):
        for kind in ("weight", "bias"):
            name = f"conditioning.convolutions.{number}.{kind}"
            weights[name] = found[f"convolution_{number}_{kind}"]
    of_bias = np.split(found["recurrent_bias"][0], 2)
    for side, bias in zip(("ih", "hh"), of_bias, strict=True):
        weight = found[f"recurrent_weight_{side}"][0]
        weights[f"conditioning.recurrent.weight_{side}_l0"] = _swap_first_gates(weight)
        weights[f"conditioning.recurrent.bias_{side}_l0"] = _swap_first_gates(bias)
    weights["conditioning.out.weight"] = found["out_weight"].T
    weights["conditioning.out.bias"] = found["out_bias"]
    return {name: torch.tensor(array) for name, array in weights.items()}, int(told[_STEPS])


def conditioning_graph(weights: Named) -> onnx.ModelProto:
    """Return the graph: mel (1, 100, 80), levels (1, 2) to gist (1, 64)."""
    nodes, constants, x = [helper.make_node("Transpose", ["mel"], ["x"], perm=[0, 2, 1])], {}, "x"
    for number, dilation in enumerate(DILATIONS):
        name = f"convolution_{number}"
        constants[f"{name}_weight"] = weights[f"conditioning.convolutions.{number}.weight"]
        constants[f"{name}_bias"] = weights[f"conditioning.convolutions.{number}.bias"]
        told = [x, f"{name}_weight", f"{name}_bias"]
        pads = [2 * dilation, 0]
        nodes.append(helper.make_node("Conv", told, [name], dilations=[dilation], pads=pads))
        nodes.append(helper.make_node("Relu", [name], [f"{name}_on"]))
        x = f"{name}_on"
    for side in ("ih", "hh"):
        for kind in ("weight", "bias"):
            values = weights[f"conditioning.recurrent.{kind}_{side}_l0"]
            constants[f"recurrent_{kind}_{side}"] = _swap_first_gates(values)[np.newaxis]
    biases = [constants.pop(f"recurrent_bias_{side}") for side in ("ih", "hh")]
    constants["recurrent_bias"] = np.concatenate(biases, axis=1)
    constants["out_weight"] = np.ascontiguousarray(weights["conditioning.out.weight"].T)
    constants["out_bias"] = weights["conditioning.out.bias"]
    told = ["in_time", "recurrent_weight_ih", "recurrent_weight_hh", "recurrent_bias"]
    nodes += [
        helper.make_node("Transpose", [x], ["in_time"], perm=[2, 0, 1]),
        helper.make_node("GRU", told, ["", "last"], hidden_size=GIST, linear_before_reset=1),
        helper.make_node("Squeeze", ["last", "first_axis"], ["summed_up"]),
        helper.make_node("Concat", ["summed_up", "levels"], ["all"], axis=1),
        helper.make_node("Gemm", ["all", "out_weight", "out_bias"], ["raw"]),
        helper.make_node("Tanh", ["raw"], ["gist"]),
    ]
    inputs = {"mel": (1, MEL_FRAMES, BANDS), "levels": (1, 2)}
    axis = numpy_helper.from_array(np.array([0], np.int64), "first_axis")
    return _model("plc_conditioning", nodes, inputs, {"gist": (1, GIST)}, constants, [axis])


def voice_graph(constants: Named) -> onnx.ModelProto:
    """Return the graph of one turn, with the fields of `models.plc.weights.Weights` inside."""
    node = helper.make_node
    nodes = [
        node("Gemm", ["step", "step_weight", "step_bias"], ["by_step"], transB=1),
        node("Gemm", ["gist", "gist_weight", "by_step"], ["outer"], transB=1),
        node("Gemm", ["hidden", "inner_weight", "inner_bias"], ["inner"], transB=1),
        node("Split", ["outer", "thirds"], ["outer_r", "outer_z", "outer_n"], axis=1),
        node("Split", ["inner", "thirds"], ["inner_r", "inner_z", "inner_n"], axis=1),
        node("Add", ["outer_r", "inner_r"], ["raw_r"]),
        node("Sigmoid", ["raw_r"], ["reset"]),
        node("Add", ["outer_z", "inner_z"], ["raw_z"]),
        node("Sigmoid", ["raw_z"], ["keep"]),
        node("Mul", ["reset", "inner_n"], ["let_in"]),
        node("Add", ["outer_n", "let_in"], ["raw_n"]),
        node("Tanh", ["raw_n"], ["new"]),
        node("Sub", ["hidden", "new"], ["old"]),
        node("Mul", ["keep", "old"], ["kept"]),
        node("Add", ["new", "kept"], ["hidden_after"]),
        node("Gemm", ["hidden_after", "drive_weight", "drive_bias"], ["drive"], transB=1),
        node("Reshape", ["drive", "each_sample"], ["drives"]),
        node("Gemm", ["samples", "sample_weight", "drives"], ["raw"], transB=1),
        node("Relu", ["raw"], ["heard"]),
        node("Gemm", ["heard", "out_weight", "out_bias"], ["logits"], transB=1),
    ]
    inputs = {
        "hidden": (1, UNITS),
        "gist": (1, GIST),
        "step": (1, STEP_FEATURES),
        "samples": (STEP_SAMPLES, SAMPLE_FEATURES),
    }
    outputs = {"hidden_after": (1, UNITS), "logits": (STEP_SAMPLES, LEVELS)}
    sizes = {"thirds": [UNITS] * 3, "each_sample": [STEP_SAMPLES, WIDTH]}
    whole = [numpy_helper.from_array(np.array(size), name) for name, size in sizes.items()]
    return _model("plc_voice", nodes, inputs, outputs, constants, whole)


def _initialisers(model: onnx.ModelProto) -> dict[str, NDArray[np.float32]]:
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}


def _swap_first_gates(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Reorder stacked gates: PyTorch has reset, keep, new; ONNX has keep, reset, new."""
    first, second, new = np.split(values, 3)
    return np.concatenate((second, first, new))


def _model(
    name: str,
    nodes: list[onnx.NodeProto],
    inputs: Mapping[str, tuple[int, ...]],
    outputs: Mapping[str, tuple[int, ...]],
    constants: Named,
    whole_numbers: list[onnx.TensorProto],
) -> onnx.ModelProto:
    taken, given = (
        [
            helper.make_tensor_value_info(end, TensorProto.FLOAT, shape)
            for end, shape in side.items()
        ]
        for side in (inputs, outputs)
    )
    tensors = [numpy_helper.from_array(value, key) for key, value in constants.items()]
    graph = helper.make_graph(nodes, name, taken, given, tensors + whole_numbers)
    model = helper.make_model(graph, producer_name="earshot", **_VERSIONED)
    onnx.checker.check_model(model, full_check=True)
    return model
