"""The training goes on where it was stopped; needs the training extra."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch")

from models.training.tagger.head import Head  # noqa: E402 - only where torch is
from models.training.tagger.shards import Shard  # noqa: E402
from models.training.tagger.training import Plan, Training, blotted_out  # noqa: E402
from models.yamnet import Yamnet  # noqa: E402

CLASSES = 5


class Guessing:
    """Says of each window what its loudest band is."""

    def run(self, inputs: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
        loudest = inputs["patches"].mean(axis=1).argmax(axis=1)
        return {"scores": np.zeros((len(loudest), 521)), "embedding": np.eye(1024)[loudest]}


def shard(seed: int) -> Shard:
    rng = np.random.default_rng(seed)
    mixes, windows = 12, 8
    return Shard(
        rng.normal(-3, 1, (mixes, 96 + 24 * windows, 64)).astype(np.float16),
        np.repeat(np.arange(mixes), windows).astype(np.int32),
        np.tile(24 * np.arange(windows), mixes).astype(np.int32),
        rng.integers(0, 2, (mixes * windows, CLASSES)).astype(np.uint8),
        rng.random((mixes * windows, 1024)).astype(np.float16),
    )


def training(out: Path) -> Training:
    head = Head(
        np.zeros((1024, 8), np.float32),
        np.zeros(8, np.float32),
        np.zeros((8, CLASSES), np.float32),
        np.full(CLASSES, -2, np.float32),
    )
    return Training(Plan(out=out, steps=3, seed=0), [shard(0)], shard(1), Yamnet(Guessing()), head)


def test_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    whole = training(tmp_path)
    whole.run(2)
    whole.run(2)
    assert whole.finished
    (tmp_path / "checkpoint.pt").unlink()
    begun = training(tmp_path)
    begun.run(2)
    resumed = training(tmp_path)
    resumed.run(2)
    for one, other in zip(
        whole.mean_network.parameters(), resumed.mean_network.parameters(), strict=True
    ):
        torch.testing.assert_close(one, other)


def test_some_bands_are_blotted_out() -> None:
    rows = np.random.default_rng(0).random((20, 96, 64)).astype(np.float32)
    before = rows.copy()
    blotted_out(rows, np.random.default_rng(0))
    changed = (rows != before).any(axis=1)
    assert 0 < changed.any(axis=1).sum() < 20
    assert changed.sum(axis=1).max() < 10
