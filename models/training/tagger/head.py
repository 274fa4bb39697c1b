"""The head on the teacher's embedding: what it says of our classes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from models.training.tagger.mixes import UNKNOWN
from models.training.tagger.network import RARE_LOGIT
from models.training.tagger.plain import PlainWindows
from models.training.tagger.shards import Shard

STEPS = 1800
BATCH, PLAIN_BATCH = 224, 96
HIDDEN = 256
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 0.1
DROPOUT, HIDDEN_DROPOUT = 0.3, 0.4
LEAST_SCALE = 0.05


@dataclass(frozen=True, slots=True)
class Head:
    """One hidden layer over the root of the embedding, which has few large values.

    Attributes:
        hidden, hidden_bias: (1024, units) and (units,) float32.
        weights, bias: (units, classes) and (classes,) float32.
    """

    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def logits(self, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n, classes) of (n, 1024)."""
        inside = np.maximum(root(embeddings) @ self.hidden + self.hidden_bias, 0)
        made: NDArray[np.float32] = inside @ self.weights + self.bias
        return made


def fit_head(shards: Sequence[Shard], plain: PlainWindows, seed: int) -> Head:
    """Fit by the cross entropy on what is known of the windows of mixes and of plain clips."""
    torch.manual_seed(seed)
    embeddings = np.concatenate([shard.embeddings for shard in shards])
    truth = np.concatenate([shard.truth for shard in shards])
    roots = np.sqrt(embeddings.clip(0))
    mean = roots.mean(axis=0, dtype=np.float32)
    scale = np.maximum(roots.std(axis=0, dtype=np.float32), LEAST_SCALE)
    inner, outer = nn.Linear(embeddings.shape[1], HIDDEN), nn.Linear(HIDDEN, truth.shape[1])
    nn.init.constant_(outer.bias, RARE_LOGIT)
    network = nn.Sequential(
        nn.Dropout(DROPOUT), inner, nn.ReLU(), nn.Dropout(HIDDEN_DROPOUT), outer
    )
    optimiser = torch.optim.AdamW(network.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    rng = np.random.default_rng(seed)
    for _ in range(STEPS):
        some = rng.integers(len(truth), size=BATCH)
        alone = rng.choice(len(plain.weights), PLAIN_BATCH, p=plain.weights)
        heard = root(np.concatenate((embeddings[some], plain.embeddings[alone])))
        wanted = np.concatenate((truth[some], plain.truth[alone]))
        logits = network(torch.from_numpy((heard - mean) / scale))
        loss = known_cross_entropy(logits, torch.from_numpy(wanted))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    with torch.no_grad():
        hidden = inner.weight.numpy().T / scale[:, None]
        return Head(
            hidden,
            inner.bias.numpy() - mean @ hidden,
            np.ascontiguousarray(outer.weight.numpy().T),
            outer.bias.numpy(),
        )


def mean_of(one: Head, other: Head) -> Head:
    """Return the head whose logits are the mean of those of two."""
    return Head(
        np.concatenate((one.hidden, other.hidden), axis=1),
        np.concatenate((one.hidden_bias, other.hidden_bias)),
        np.concatenate((one.weights, other.weights)) * np.float32(0.5),
        (one.bias + other.bias) * np.float32(0.5),
    )


def root(embeddings: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return the square roots of embeddings, which are never below 0 but for rounding."""
    roots: NDArray[np.float32] = np.sqrt(embeddings.astype(np.float32).clip(0))
    return roots


def known_cross_entropy(logits: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """Return the cross entropy of (n, classes) logits where the truth is known, per window."""
    known = truth != UNKNOWN
    wanted = (truth == 1).float()
    each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    return (each * known).sum() / len(truth)
