"""The cleaning network keeps frames in place and brings spoiled ones nearer to clean ones."""

from pathlib import Path

import numpy as np

from models.cepstra import COEFFICIENTS
from models.clean_cepstra import (
    FUTURE_FRAMES,
    LEAST_FRAMES,
    PAST_FRAMES,
    SHARE,
    WINDOW_FRAMES,
    CleanNet,
    clean_net,
    so_far,
    without_context,
)

INPUTS = WINDOW_FRAMES * 2 * COEFFICIENTS + 4 * COEFFICIENTS


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


def known(given: np.ndarray) -> np.ndarray:
    return so_far(given, np.zeros(2 * COEFFICIENTS))[PAST_FRAMES : len(given) - FUTURE_FRAMES]


def test_a_share_of_the_correction_is_added_to_the_frame() -> None:
    given = frames(WINDOW_FRAMES + 2)
    cleaned = constant_net(3.0).clean(given, known(given))
    assert np.array_equal(without_context(given), given[PAST_FRAMES:-FUTURE_FRAMES, :COEFFICIENTS])
    assert np.allclose(cleaned, without_context(given) + SHARE * 3.0 * 2, atol=1e-5)


def test_too_few_frames_give_none() -> None:
    given = frames(WINDOW_FRAMES - 1)
    assert constant_net(1.0).clean(given, known(given)).shape == (0, COEFFICIENTS)


def test_weights_survive_the_file(tmp_path: Path) -> None:
    constant_net(0.5).save(tmp_path / "net.npz")
    given = frames(40)
    again = clean_net(tmp_path / "net.npz").clean(given, known(given))
    assert np.array_equal(again, constant_net(0.5).clean(given, known(given)))


def test_what_was_so_far_looks_at_nothing_that_comes() -> None:
    given = frames(LEAST_FRAMES + 60) * 5 + 3
    channel = np.arange(2.0 * COEFFICIENTS)
    whole = so_far(given, channel)
    assert np.allclose(so_far(given[: LEAST_FRAMES + 20], channel), whole[: LEAST_FRAMES + 20])
    at = LEAST_FRAMES + 40
    assert np.allclose(so_far(given, channel, at), whole[at:], atol=1e-5)
    heard = given[: at + 1]
    assert np.allclose(whole[at, : 2 * COEFFICIENTS], heard.mean(axis=0) - channel, atol=1e-4)
    assert np.allclose(whole[at, 2 * COEFFICIENTS :], heard.std(axis=0), atol=1e-4)


def test_the_first_frames_are_given_what_is_known_after_them() -> None:
    given = frames(LEAST_FRAMES + 60)
    whole = so_far(given, np.zeros(2 * COEFFICIENTS))
    assert (whole[:LEAST_FRAMES] == whole[LEAST_FRAMES - 1]).all()
    assert np.allclose(so_far(given, np.zeros(2 * COEFFICIENTS), 20), whole[20:], atol=1e-5)
    short = so_far(given[:5], np.zeros(2 * COEFFICIENTS))
    assert np.allclose(short[:, : 2 * COEFFICIENTS], given[:5].mean(axis=0), atol=1e-5)


def test_the_shipped_network_is_small_and_finite() -> None:
    net = clean_net()
    given = frames(200) * 10
    cleaned = net.clean(given, known(given))
    assert cleaned.shape == (201 - WINDOW_FRAMES, COEFFICIENTS)
    assert np.isfinite(cleaned).all()
    assert sum(weight.size for weight in net.weights) < 1_000_000
