"""A perceptron with two hidden layers fitted to the least squared error, in NumPy."""

import logging
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.training.adam import Adam

UNITS = 192
EPOCHS = 4
BATCH = 512
RATE = 2e-3
WARM_UP_SHARE = 0.2

log = logging.getLogger(__name__)

Layers = list[tuple[NDArray[np.float32], NDArray[np.float32]]]
"""Weight (inputs, outputs) and bias (outputs,) of each layer."""


def train(
    frames: NDArray[np.float32],
    starts: NDArray[np.int64],
    targets: NDArray[np.float32],
    window: int,
    rng: np.random.Generator,
) -> Layers:
    """Fit `targets` (n, outputs) from the `window` rows of `frames` that begin at `starts` (n,)."""
    sizes = [window * frames.shape[1], UNITS, UNITS, targets.shape[1]]
    layers: Layers = []
    for inputs, outputs in pairwise(sizes):
        spread = np.sqrt(2 / inputs) if outputs == UNITS else 0.1 / np.sqrt(inputs)
        weight = rng.standard_normal((inputs, outputs)) * spread
        layers.append((weight.astype(np.float32), np.zeros(outputs, np.float32)))
    adam = Adam([array for layer in layers for array in layer])
    steps = EPOCHS * (len(starts) // BATCH)
    offsets = np.arange(window)
    for epoch in range(EPOCHS):
        order = rng.permutation(len(starts))
        losses = []
        for begin in range(0, len(order) - BATCH + 1, BATCH):
            some = order[begin : begin + BATCH]
            inputs_of = frames[starts[some][:, None] + offsets].reshape(BATCH, -1)
            loss, slopes = gradients(layers, inputs_of, targets[some])
            losses.append(loss)
            adam.step(slopes, RATE * rate_at((adam.steps + 1) / steps))
        log.info("epoch %d: squared error %.4f", epoch + 1, np.mean(losses))
    return layers


def rate_at(progress: float) -> float:
    """Return the share of the full learning rate at 0..1 of the training: up, then down."""
    if progress < WARM_UP_SHARE:
        return progress / WARM_UP_SHARE
    return max(0.0, (1 - progress) / (1 - WARM_UP_SHARE))


def gradients(
    layers: Layers, inputs: NDArray[np.float32], targets: NDArray[np.float32]
) -> tuple[float, list[NDArray[np.float32]]]:
    """Return the mean squared error and its slope by each weight and bias."""
    activations = [inputs]
    for number, (weight, bias) in enumerate(layers):
        units = activations[-1] @ weight + bias
        activations.append(np.maximum(units, 0) if number < len(layers) - 1 else units)
    wrong = activations.pop() - targets
    back = wrong * np.float32(2 / wrong.size)
    slopes: list[NDArray[np.float32]] = []
    for (weight, _), units in zip(reversed(layers), reversed(activations), strict=True):
        slopes = [units.T @ back, back.sum(axis=0), *slopes]
        back = (back @ weight.T) * (units > 0)
    return float(np.mean(np.square(wrong))), slopes
