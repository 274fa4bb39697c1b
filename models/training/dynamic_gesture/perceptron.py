"""A small multilayer perceptron, its training and its file, in plain NumPy."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

HIDDEN = (64, 48)
BATCH = 256
PEAK_RATE = 2e-3
DECAY = 1e-4  # of the weights, in each step at the peak rate
DROPPED = 0.1  # share of the hidden values left out in each step
# The constants of Adam's paper.
MEAN_MEMORY, SQUARE_MEMORY, TINY = 0.9, 0.999, 1e-8


@dataclass(frozen=True, slots=True)
class Perceptron:
    """Layers of (inputs, outputs) weights and (outputs,) biases with ReLU between them."""

    weights: list[Array]
    biases: list[Array]

    def logits(self, inputs: Array) -> Array:
        """Return (n, classes) of (n, inputs)."""
        values = inputs
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            values = np.maximum(values @ weight + bias, 0)
        result: Array = values @ self.weights[-1] + self.biases[-1]
        return result


def train(
    inputs: Array, labels: NDArray[np.int64], classes: int, *, epochs: int, seed: int
) -> Perceptron:
    """Train by Adam on cross entropy; the same arguments give the same network on one machine.

    Args:
        inputs: (n, features), of any scale: the first layer absorbs mean and deviation.
        labels: (n,) 0..classes-1.
        classes: how many there are.
        epochs: passes over all inputs.
        seed: of the first weights, the order and the dropped values.
    """
    random = np.random.default_rng(seed)
    mean, deviation = inputs.mean(axis=0), inputs.std(axis=0) + np.float32(0.05)
    standard = (inputs - mean) / deviation
    network = _start(random, (inputs.shape[1], *HIDDEN, classes))
    adam = _Adam(network.weights + network.biases)
    steps = max(1, len(inputs) // BATCH) * epochs
    for step in range(steps):
        chosen = random.integers(0, len(inputs), BATCH)
        slopes = _slopes(random, network, standard[chosen], labels[chosen])
        adam.step(slopes, _pace(step / steps))
    first_weight = network.weights[0] / deviation[:, np.newaxis]
    first_bias = network.biases[0] - mean @ first_weight
    return Perceptron([first_weight, *network.weights[1:]], [first_bias, *network.biases[1:]])


def to_onnx(network: Perceptron, shape: tuple[int, ...]) -> bytes:
    """Return an ONNX file that takes "motion" of (1, *shape) and gives (1, classes) "logits"."""
    from onnx import TensorProto, helper, numpy_helper

    classes = len(network.biases[-1])
    nodes = [helper.make_node("Flatten", ["motion"], ["values_0"])]
    constants = []
    for layer, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        last = layer == len(network.weights) - 1
        result = "logits" if last else f"sums_{layer}"
        nodes.append(
            helper.make_node(
                "Gemm", [f"values_{layer}", f"weight_{layer}", f"bias_{layer}"], [result]
            )
        )
        constants += [
            numpy_helper.from_array(weight, f"weight_{layer}"),
            numpy_helper.from_array(bias, f"bias_{layer}"),
        ]
        if not last:
            nodes.append(helper.make_node("Relu", [result], [f"values_{layer + 1}"]))
    graph = helper.make_graph(
        nodes,
        "dynamic_gesture",
        [helper.make_tensor_value_info("motion", TensorProto.FLOAT, [1, *shape])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, classes])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    content: bytes = model.SerializeToString(deterministic=True)
    return content


class _Adam:
    """Steps after arXiv 1412.6980, with decay of the parameters apart as in arXiv 1711.05101."""

    def __init__(self, parameters: list[Array]) -> None:
        """Take the arrays that `step` is to change."""
        self._parameters = parameters
        self._means = [np.zeros_like(parameter) for parameter in parameters]
        self._squares = [np.zeros_like(parameter) for parameter in parameters]
        self._taken = 0

    def step(self, slopes: list[Array], pace: float) -> None:
        """Go down the slopes at a share `pace` of the peak rate."""
        self._taken += 1
        mean_scale = 1 - MEAN_MEMORY**self._taken
        square_scale = 1 - SQUARE_MEMORY**self._taken
        for place, slope in enumerate(slopes):
            mean, square = self._means[place], self._squares[place]
            mean += (1 - MEAN_MEMORY) * (slope - mean)
            square += (1 - SQUARE_MEMORY) * (slope**2 - square)
            change = PEAK_RATE * mean / mean_scale / (np.sqrt(square / square_scale) + TINY)
            parameter = self._parameters[place]
            parameter -= pace * (change + DECAY * parameter)


def _start(random: np.random.Generator, sizes: tuple[int, ...]) -> Perceptron:
    """Return weights after He et al., arXiv 1502.01852."""
    weights = [
        (random.standard_normal((a, b)) * np.sqrt(2 / a)).astype(np.float32)
        for a, b in pairwise(sizes)
    ]
    return Perceptron(weights, [np.zeros(size, np.float32) for size in sizes[1:]])


def _slopes(
    random: np.random.Generator, network: Perceptron, inputs: Array, labels: NDArray[np.int64]
) -> list[Array]:
    """Return the slopes of the mean cross entropy, weights first, then biases."""
    values = [inputs]
    for weight, bias in zip(network.weights[:-1], network.biases[:-1], strict=True):
        hidden = np.maximum(values[-1] @ weight + bias, 0)
        kept = random.random(hidden.shape, np.float32) >= DROPPED
        values.append(hidden * kept / np.float32(1 - DROPPED))
    logits = values[-1] @ network.weights[-1] + network.biases[-1]
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    error = odds / odds.sum(axis=1, keepdims=True)
    error[np.arange(len(labels)), labels] -= 1
    error /= np.float32(len(labels))
    weight_slopes: list[Array] = []
    bias_slopes: list[Array] = []
    for layer in reversed(range(len(network.weights))):
        weight_slopes.insert(0, values[layer].T @ error)
        bias_slopes.insert(0, error.sum(axis=0))
        if layer:
            error = (error @ network.weights[layer].T) * (values[layer] > 0)
            error /= np.float32(1 - DROPPED)
    return weight_slopes + bias_slopes


def _pace(progress: float) -> float:
    """Return the share of the peak rate: a quick rise, then half a cosine down."""
    warm_up = 0.05
    if progress < warm_up:
        return progress / warm_up
    return float(0.5 * (1 + np.cos(np.pi * (progress - warm_up) / (1 - warm_up))))
