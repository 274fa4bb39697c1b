"""The linear head on the teacher's embedding: what it says of our classes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from models.training.tagger.mixes import UNKNOWN
from models.training.tagger.network import RARE_LOGIT
from models.training.tagger.plain import PlainWindows
from models.training.tagger.shards import Shard

STEPS = 2000
BATCH, PLAIN_BATCH = 256, 64
LEARNING_RATE = 5e-3
WEIGHT_DECAY = 0.02
DROPOUT = 0.3
LEAST_SCALE = 0.05


@dataclass(frozen=True, slots=True)
class Head:
    """Logits are `embedding @ weights + bias`: (1024, classes) and (classes,) float32."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def logits(self, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n, classes) of (n, 1024)."""
        return embeddings @ self.weights + self.bias


def fit_head(shards: Sequence[Shard], plain: PlainWindows, seed: int) -> Head:
    """Fit by the cross entropy on what is known of the windows of mixes and of plain clips."""
    torch.manual_seed(seed)
    embeddings = np.concatenate([shard.embeddings for shard in shards])
    truth = np.concatenate([shard.truth for shard in shards])
    mean = embeddings.mean(axis=0, dtype=np.float32)
    scale = np.maximum(embeddings.std(axis=0, dtype=np.float32), LEAST_SCALE)
    linear = torch.nn.Linear(embeddings.shape[1], truth.shape[1])
    torch.nn.init.constant_(linear.bias, RARE_LOGIT)
    optimiser = torch.optim.AdamW(linear.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    rng = np.random.default_rng(seed)
    for _ in range(STEPS):
        some = rng.integers(len(truth), size=BATCH)
        alone = rng.choice(len(plain.weights), PLAIN_BATCH, p=plain.weights)
        heard = np.concatenate((embeddings[some], plain.embeddings[alone])).astype(np.float32)
        wanted = np.concatenate((truth[some], plain.truth[alone]))
        logits = linear(functional.dropout(torch.from_numpy((heard - mean) / scale), DROPOUT))
        loss = known_cross_entropy(logits, torch.from_numpy(wanted))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    weights = linear.weight.detach().numpy().T / scale[:, None]
    return Head(weights, linear.bias.detach().numpy() - mean @ weights)


def known_cross_entropy(logits: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """Return the cross entropy of (n, classes) logits where the truth is known, per window."""
    known = truth != UNKNOWN
    wanted = (truth == 1).float()
    each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    return (each * known).sum() / len(truth)
