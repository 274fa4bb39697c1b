"""The acoustic model in PyTorch is Sphinx's, and the network learns from it."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from models.cepstra import COEFFICIENTS  # noqa: E402 - only where torch is
from models.clean_cepstra import (  # noqa: E402  # noqa: E402
    FUTURE_FRAMES,
    PAST_FRAMES,
    SHARE,
    clean_net,
    so_far,
    without_context,
)
from models.training.clean_cepstra.__main__ import some_warp  # noqa: E402
from models.training.clean_cepstra.acoustic_model import (  # noqa: E402
    REACH_FRAMES,
    AcousticModel,
    with_slopes,
)
from models.training.clean_cepstra.example import KINDS, Example, Heard, load, save  # noqa: E402
from models.training.clean_cepstra.sphinx_model import model_folder, states, weights  # noqa: E402
from models.training.clean_cepstra.training import Network, Training, rate_at  # noqa: E402
from models.vocal_tract import PLAIN, WARPS, read_streams  # noqa: E402


def some(frames: int, seed: int = 0) -> np.ndarray:
    drawn = np.random.default_rng(seed).standard_normal((frames, 2 * COEFFICIENTS))
    return (drawn * 8).astype(np.float32)


def heard(frames: int, seed: int, said: np.ndarray) -> Heard:
    given = some(frames, seed).astype(np.float16)
    return Heard(given, np.zeros_like(given), said)


def test_a_state_explains_a_frame_as_its_mixture_says() -> None:
    frame = some(3).ravel()[: 3 * COEFFICIENTS]
    believed = AcousticModel()(torch.from_numpy(frame)[None])[0]
    means, variances = (read_streams(model_folder() / name) for name in ("means", "variances"))
    phone, state = 7, 1
    shares = weights(states().plain)[:, phone, state]
    expected = 0.0
    for stream in range(3):
        values = frame[stream * COEFFICIENTS : (stream + 1) * COEFFICIENTS]
        variance = np.maximum(variances[phone, stream].astype(np.float64), 1e-4)
        apart = np.square(values - means[phone, stream])
        logs = -0.5 * (apart / variance + np.log(variance)).sum(axis=1)
        expected += np.log(np.sum(shares[stream] * np.exp(logs - logs.max()))) + logs.max()
    assert believed[phone * 3 + state].item() == pytest.approx(expected, abs=0.05)


def test_slopes_and_bends_are_sphinxs() -> None:
    cepstra = torch.arange(10, dtype=torch.float32)[None, :, None].square().repeat(1, 1, 2)
    whole = with_slopes(cepstra)
    at = 4
    assert whole.shape == (1, 10 - 2 * REACH_FRAMES, 6)
    assert whole[0, at - REACH_FRAMES, 2] == (at + 2) ** 2 - (at - 2) ** 2
    bend = ((at + 3) ** 2 - (at - 1) ** 2) - ((at + 1) ** 2 - (at - 3) ** 2)
    assert whole[0, at - REACH_FRAMES, 4] == bend


def test_pytorch_and_numpy_are_one_network(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = Network(np.linspace(1, 9, 2 * COEFFICIENTS).astype(np.float32)).eval()
    torch.nn.init.normal_(network.layers[-1].weight, 0, 0.2)
    network.shipped().save(tmp_path / "net.npz")
    given = some(90)
    known = so_far(given, given.mean(axis=0))[PAST_FRAMES : len(given) - FUTURE_FRAMES]
    with torch.no_grad():
        move = network(torch.from_numpy(given)[None], torch.from_numpy(known)[None])[0].numpy()
    expected = without_context(given) + SHARE * move * network.scale[:COEFFICIENTS].numpy()
    assert np.allclose(clean_net(tmp_path / "net.npz").clean(given, known), expected, atol=0.05)


def test_training_makes_what_is_said_likelier() -> None:
    always_the_same = np.full(120, 33, np.int16)
    examples = [
        Example(
            tuple(heard(120, n + 50 * kind, always_the_same) for kind in range(len(KINDS))), 1.0
        )
        for n in range(3)
    ]
    training = Training(examples, examples, seed=0)
    before = training.judged(0.0)
    training.run(20)
    after = training.judged(1.0)
    assert after["clean"].nats < before["clean"].nats - 0.1
    assert after["spoiled again"].nats < before["spoiled again"].nats - 0.1


def test_the_rate_rises_and_falls_and_never_ends() -> None:
    rates = [rate_at(progress) for progress in (0.0, 0.025, 0.05, 0.5, 1.0)]
    assert rates == pytest.approx([0, 0.5, 0.95, 0.5, 0.02])


def test_material_survives_the_file(tmp_path: Path) -> None:
    made = [
        (
            Example(
                tuple(heard(n + kind, n, np.arange(n + kind, dtype=np.int16)) for kind in range(4)),
                n / 100,
            ),
            n == 120,
        )
        for n in (100, 120, 140)
    ]
    save(made, tmp_path / "material.npz")
    learnt, held_out = load(tmp_path / "material.npz")
    assert [len(example.heard[2].said) for example in learnt] == [102, 142]
    assert [example.weight for example in learnt] == [1.0, 1.4]
    assert np.array_equal(held_out[0].heard[3].frames, made[1][0].heard[3].frames)


def test_a_warp_is_the_speakers_or_none_or_beside_it() -> None:
    rng = np.random.default_rng(0)
    last = len(WARPS) - 1
    assert {some_warp(last, rng) for _ in range(100)} == {PLAIN, last - 1, last}
