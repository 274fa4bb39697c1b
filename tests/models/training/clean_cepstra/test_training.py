"""The acoustic model in PyTorch is Sphinx's, and the network learns from it."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from models.cepstra import COEFFICIENTS  # noqa: E402 - only where torch is
from models.clean_cepstra import CONTEXT_FRAMES, SHARE, clean_net  # noqa: E402
from models.training.clean_cepstra.__main__ import load, save  # noqa: E402
from models.training.clean_cepstra.acoustic_model import (  # noqa: E402
    REACH_FRAMES,
    AcousticModel,
    with_slopes,
)
from models.training.clean_cepstra.sphinx_model import model_folder, states, weights  # noqa: E402
from models.training.clean_cepstra.training import (  # noqa: E402
    Example,
    Network,
    Training,
    rate_at,
)
from models.vocal_tract import read_streams  # noqa: E402


def some(frames: int, seed: int = 0) -> np.ndarray:
    drawn = np.random.default_rng(seed).standard_normal((frames, 2 * COEFFICIENTS))
    return (drawn * 8).astype(np.float32)


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
    given = some(40)
    with torch.no_grad():
        move = network(torch.from_numpy(given)[None])[0].numpy()
    plain = given[CONTEXT_FRAMES:-CONTEXT_FRAMES, :COEFFICIENTS]
    expected = plain + SHARE * move * network.scale[:COEFFICIENTS].numpy()
    assert np.allclose(clean_net(tmp_path / "net.npz").clean(given), expected, atol=0.05)


def test_training_makes_what_is_said_likelier() -> None:
    always_the_same = np.full(120, 33, np.int16)
    examples = [Example(some(120, n), some(120, n + 50), always_the_same, 1.0) for n in range(3)]
    training = Training(examples, examples, seed=0)
    before = training.judged(0.0)
    training.run(20)
    after = training.judged(1.0)
    assert after["clean"].nats < before["clean"].nats - 0.1
    assert after["spoiled"].nats < before["spoiled"].nats - 0.1


def test_the_rate_rises_and_falls_and_never_ends() -> None:
    rates = [rate_at(progress) for progress in (0.0, 0.025, 0.05, 0.5, 1.0)]
    assert rates == pytest.approx([0, 0.5, 0.95, 0.5, 0.02])


def test_material_survives_the_file(tmp_path: Path) -> None:
    made = [
        (Example(some(n), some(n, 1), np.arange(n, dtype=np.int16), n / 100), n == 120)
        for n in (100, 120, 140)
    ]
    save(made, tmp_path / "material.npz")
    learnt, held_out = load(tmp_path / "material.npz")
    assert [len(example.said) for example in learnt] == [100, 140]
    assert [example.weight for example in learnt] == [1.0, 1.4]
    assert np.array_equal(held_out[0].spoiled, made[1][0].spoiled)
