"""The cleaning network keeps frames in place and brings spoiled ones nearer to clean ones."""

from pathlib import Path

import numpy as np

from models.cepstra import COEFFICIENTS
from models.clean_cepstra import CONTEXT_FRAMES, SHARE, WINDOW_FRAMES, CleanNet, clean_net

INPUTS = WINDOW_FRAMES * 2 * COEFFICIENTS


def constant_net(value: float) -> CleanNet:
    """A network that asks for the same correction of every frame."""
    return CleanNet(
        np.ones(2 * COEFFICIENTS, np.float32),
        np.full(COEFFICIENTS, 2, np.float32),
        (
            np.zeros((INPUTS, 4), np.float32),
            np.zeros((4, 4), np.float32),
            np.zeros((4, COEFFICIENTS), np.float32),
        ),
        (
            np.zeros(4, np.float32),
            np.zeros(4, np.float32),
            np.full(COEFFICIENTS, value, np.float32),
        ),
    )


def frames(count: int) -> np.ndarray:
    return np.random.default_rng(2).standard_normal((count, 2 * COEFFICIENTS)).astype(np.float32)


def test_a_share_of_the_correction_is_added_to_the_frame_in_the_middle() -> None:
    given = frames(WINDOW_FRAMES + 2)
    cleaned = constant_net(3.0).clean(given)
    middle = given[CONTEXT_FRAMES:-CONTEXT_FRAMES, :COEFFICIENTS]
    assert np.allclose(cleaned, middle + SHARE * 3.0 * 2, atol=1e-5)


def test_too_few_frames_give_none() -> None:
    assert constant_net(1.0).clean(frames(WINDOW_FRAMES - 1)).shape == (0, COEFFICIENTS)


def test_weights_survive_the_file(tmp_path: Path) -> None:
    constant_net(0.5).save(tmp_path / "net.npz")
    given = frames(40)
    again = clean_net(tmp_path / "net.npz")
    assert np.array_equal(again.clean(given), constant_net(0.5).clean(given))


def test_the_shipped_network_is_small_and_finite() -> None:
    net = clean_net()
    cleaned = net.clean(frames(200) * 10)
    assert cleaned.shape == (200 - 2 * CONTEXT_FRAMES, COEFFICIENTS)
    assert np.isfinite(cleaned).all()
    assert sum(weight.size for weight in net.weights) < 200_000
