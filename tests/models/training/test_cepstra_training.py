"""Slopes are right, training learns, spoiling spoils."""

import numpy as np
import pytest
from numpy.typing import NDArray

from models.training.adam import Adam
from models.training.clean_cepstra.regression import Layers, gradients, rate_at, train
from models.training.clean_cepstra.spoiling import at_level, spoil


def small_layers(rng: np.random.Generator) -> Layers:
    return [
        (rng.standard_normal(shape).astype(np.float32), np.zeros(shape[1], np.float32))
        for shape in ((6, 5), (5, 4), (4, 2))
    ]


def test_slopes_are_those_of_small_steps() -> None:
    rng = np.random.default_rng(0)
    layers = small_layers(rng)
    inputs, targets = (rng.standard_normal((9, n)).astype(np.float32) for n in (6, 2))
    _, slopes = gradients(layers, inputs, targets)
    step = 1e-2
    for number, array in enumerate(array for layer in layers for array in layer):
        place = np.unravel_index(array.size // 2, array.shape)
        before = array[place]
        losses = []
        for moved in (before + step, before - step):
            array[place] = moved
            losses.append(gradients(layers, inputs, targets)[0])
        array[place] = before
        assert slopes[number][place] == pytest.approx(
            (losses[0] - losses[1]) / (2 * step), abs=0.05
        )


def test_training_learns_to_undo_a_shift() -> None:
    rng = np.random.default_rng(1)
    frames = rng.standard_normal((6000, 3)).astype(np.float32)
    starts = np.arange(5990)
    targets = frames[starts + 1] * np.float32(0.5)
    layers = train(frames, starts, targets, 3, rng)
    loss, _ = gradients(layers, frames[:3].reshape(1, -1), targets[:1])
    assert loss < 0.1


def test_adam_finds_the_bottom() -> None:
    place: NDArray[np.float32] = np.array([3.0, -2.0], np.float32)
    adam = Adam([place])
    for _ in range(400):
        adam.step([2 * place], 0.05)
    assert np.abs(place).max() < 0.05


def test_the_rate_rises_and_falls() -> None:
    rates = [rate_at(progress) for progress in (0.0, 0.1, 0.2, 0.6, 1.0)]
    assert rates == pytest.approx([0, 0.5, 1, 0.5, 0])


def test_spoiled_speech_keeps_its_length_and_its_bounds() -> None:
    rng = np.random.default_rng(2)
    speech = at_level(np.sin(np.arange(16_000) / 7).astype(np.float32), rng)
    for _ in range(20):
        spoiled = spoil(speech, [rng.standard_normal(5000).astype(np.float32)], rng)
        assert spoiled.shape == speech.shape
        assert np.abs(spoiled).max() <= 1
        assert not np.array_equal(spoiled, speech)
