"""The network in training and the graph that is made of it; needs the training extra."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from models.session import Session  # noqa: E402 - only where torch is
from models.training.tagger.calibration import Calibration  # noqa: E402
from models.training.tagger.export import export_head, export_tagger, together  # noqa: E402
from models.training.tagger.head import Head, known_cross_entropy, mean_of  # noqa: E402
from models.training.tagger.mixes import UNKNOWN  # noqa: E402
from models.training.tagger.network import Network  # noqa: E402

CLASSES = 5


def calibration() -> Calibration:
    rng = np.random.default_rng(4)
    slopes, offsets, thresholds = rng.uniform(0.2, 2, (3, CLASSES)).astype(np.float32)
    return Calibration(slopes, offsets, thresholds)


def test_the_graph_computes_what_the_network_does(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = Network(CLASSES)
    windows = torch.randn(6, 96, 64)
    network(windows)  # moves the means of the normalisations
    network.eval()
    with torch.no_grad():
        logits = network(windows)[0][:, 0].numpy()
    fit = calibration()
    export_tagger(network, fit, tmp_path / "tagger.onnx")
    made = Session(tmp_path / "tagger.onnx", "cpu").run({"patches": windows.numpy()})
    np.testing.assert_allclose(made["scores"], fit.probabilities(logits), atol=2e-3)
    np.testing.assert_array_equal(made["thresholds"], fit.thresholds)


def test_the_head_is_exported_with_its_calibration(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    head = Head(
        rng.normal(0, 0.1, (1024, 32)).astype(np.float32),
        rng.normal(0, 0.1, 32).astype(np.float32),
        rng.normal(0, 0.3, (32, CLASSES)).astype(np.float32),
        np.ones(CLASSES, np.float32),
    )
    embedding, fit = rng.random((3, 1024), np.float32), calibration()
    opinion = np.array([[0, 0.1, 0.5, 0.9, 1]] * 3, np.float32)
    export_head(head, fit, tmp_path / "head.onnx")
    given = {"embedding": embedding, "opinion": opinion}
    made = Session(tmp_path / "head.onnx", "cpu").run(given)
    expected = fit.probabilities(together(head.logits(embedding), opinion))
    np.testing.assert_allclose(made["scores"], expected, atol=4e-3)


def test_the_mean_of_two_heads_says_the_mean() -> None:
    rng = np.random.default_rng(6)
    one, other = (
        Head(
            *(
                rng.normal(0, 0.1, shape).astype(np.float32)
                for shape in ((1024, 32), 32, (32, CLASSES), CLASSES)
            )
        )
        for _ in range(2)
    )
    embedding = rng.random((3, 1024), np.float32)
    expected = (one.logits(embedding) + other.logits(embedding)) / 2
    np.testing.assert_allclose(mean_of(one, other).logits(embedding), expected, atol=1e-5)


def test_windows_seen_together_are_as_many_as_the_rows_hold() -> None:
    network = Network(CLASSES).eval()
    logits, embedding = network(torch.randn(2, 96 + 24 * 3, 64))
    assert logits.shape == (2, 4, CLASSES)
    assert embedding.shape == (2, 4, 1024)


def test_what_is_unknown_costs_nothing() -> None:
    logits = torch.tensor([[9.0, -9.0], [9.0, 9.0]])
    truth = torch.tensor([[1, 0], [UNKNOWN, 1]], dtype=torch.uint8)
    assert known_cross_entropy(logits, truth).item() < 1e-3
