"""The training itself: resumable at any checkpoint, with weights worth using at any time.

The step size falls with the root of the steps done, and beside the weights in training goes a
running mean of them: that mean is what is validated and shipped.

The network learns three things of a window at once: what is truly heard in its middle, what the
teacher's head says of it, and the teacher's embedding, which holds far more than our classes.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from models.log_mel import BANDS, PATCH_FRAMES
from models.training.tagger.head import Head, known_cross_entropy
from models.training.tagger.mixes import UNKNOWN
from models.training.tagger.network import Network
from models.training.tagger.remixing import remixed
from models.training.tagger.shards import WINDOW_HOP_FRAMES, Shard
from models.yamnet import Yamnet

CHECKPOINT = "checkpoint.pt"
ALONE_BATCH = 36  # windows
TOGETHER_BATCH, FOLLOWING = 12, 6  # stretches of rows, and windows after the first in each
ALONE_EVERY = 4  # steps; at the end in all, as the program looks at them
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 0.02
WARM_UP_STEPS = 150
LEVEL_STEPS = 1_500  # from here on the rate falls
END_SHARE = 0.3  # of the steps, over which the rate goes to nothing
CLIP_NORM = 5.0
MEAN_OVER_SHARE = 0.15  # of the steps done
EMBEDDING_WEIGHT = 3.0
TEACHER_WEIGHT = 1.0
MASKED_BANDS = 10
MASK_SHARE = 0.3
LOOK_EVERY = 2  # of the windows that are looked at together
LOOK_HOP_FRAMES = WINDOW_HOP_FRAMES * LOOK_EVERY
CHECKPOINT_STEPS = 150

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is asked for: `steps` in all, into the folder `out`, from `seed`."""

    out: Path
    steps: int
    seed: int


class Training:
    """A network on its way."""

    def __init__(
        self, plan: Plan, shards: Sequence[Shard], held_out: Shard, teacher: Yamnet, head: Head
    ) -> None:
        """Begin, or go on from the checkpoint in the plan's folder."""
        torch.manual_seed(plan.seed)
        self._plan, self._shards, self._held_out = plan, list(shards), held_out
        self._teacher, self._head = teacher, head
        embeddings = self._shards[0].embeddings.astype(np.float32)
        self._mean, self._scale = embeddings.mean(axis=0), embeddings.std(axis=0) + 0.1
        classes = held_out.truth.shape[1]
        self._network = Network(classes).to(memory_format=torch.channels_last)
        self.mean_network = Network(classes).to(memory_format=torch.channels_last)
        self.mean_network.load_state_dict(self._network.state_dict())
        self._optimiser = torch.optim.AdamW(
            self._network.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY
        )
        self._step = 0
        if (plan.out / CHECKPOINT).exists():
            self._resume()

    @property
    def finished(self) -> bool:
        """Tell whether all steps are done."""
        return self._step >= self._plan.steps

    def run(self, steps: int) -> None:
        """Take up to `steps` steps, save, and tell how it goes."""
        began_s = time.process_time()
        losses = [self._learn() for _ in range(min(steps, self._plan.steps - self._step))]
        self._save()
        log.info(
            "step %d of %d, %d shards: loss %.3f; held out %.3f, precision %.3f; %.0f s of CPU",
            *(self._step, self._plan.steps, len(self._shards), np.mean(losses)),
            *(*self.validate(), time.process_time() - began_s),
        )

    def validate(self) -> tuple[float, float]:
        """Return the cross entropy and mean average precision on the held-out shard."""
        logits = torch.from_numpy(logits_of(self.mean_network, self._held_out))
        entropy = known_cross_entropy(logits, torch.from_numpy(self._held_out.truth)).item()
        return entropy, mean_average_precision(logits.numpy(), self._held_out.truth)

    def _learn(self) -> float:
        rng = np.random.default_rng((self._plan.seed, self._step))
        torch.manual_seed(int(rng.integers(2**31)))  # what drops out
        for group in self._optimiser.param_groups:
            group["lr"] = self._rate()
        rows, truth, taught = self._examples(rng)
        self._network.train()
        logits, embedding = (part[:, ::LOOK_EVERY].flatten(0, 1) for part in self._network(rows))
        opinion = torch.sigmoid(torch.from_numpy(self._head.logits(taught)))
        by_teacher = functional.binary_cross_entropy_with_logits(logits, opinion, reduction="sum")
        wanted = torch.from_numpy((taught - self._mean) / self._scale)
        loss = (
            known_cross_entropy(logits, truth)
            + TEACHER_WEIGHT * by_teacher / len(truth)
            + EMBEDDING_WEIGHT * functional.mse_loss(embedding, wanted)
        )
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), CLIP_NORM)
        self._optimiser.step()
        self._step += 1
        self._follow()
        value: float = loss.item()
        return value

    def _examples(
        self, rng: np.random.Generator
    ) -> tuple[torch.Tensor, torch.Tensor, NDArray[np.float32]]:
        """Return rows, the truth of the windows in them, and the teacher's embeddings of those."""
        ending = self._step >= (1 - END_SHARE) * self._plan.steps
        alone = ending or self._step % ALONE_EVERY == 0
        following, size = (0, ALONE_BATCH) if alone else (FOLLOWING, TOGETHER_BATCH)
        parts = [self._stretches(following, size, rng) for _ in range(2)]
        rows, truth = (np.concatenate(part) for part in zip(*parts, strict=True))
        rows, truth = remixed(rows, truth, LOOK_HOP_FRAMES, rng)
        looks = np.lib.stride_tricks.sliding_window_view(rows, PATCH_FRAMES, axis=1)
        looks = looks[:, ::LOOK_HOP_FRAMES].transpose(0, 1, 3, 2).reshape(-1, PATCH_FRAMES, BANDS)
        _, embeddings = self._teacher.listen(looks)
        blotted_out(rows, rng)
        return torch.from_numpy(rows), torch.from_numpy(truth).flatten(0, 1), embeddings

    def _stretches(
        self, following: int, size: int, rng: np.random.Generator
    ) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Return the rows of stretches of one shard, and the truth of every second window there."""
        shard = self._shards[rng.integers(len(self._shards))]
        some = rng.choice(shard.followed(following), size)
        windows = some[:, None] + np.arange(0, following + 1, LOOK_EVERY)
        return shard.windows(some, following), shard.truth[windows]

    def _follow(self) -> None:
        """Move the running mean of the weights on."""
        share = 1 / (1 + MEAN_OVER_SHARE * self._step)
        with torch.no_grad():
            ours, theirs = self.mean_network.state_dict(), self._network.state_dict()
            for name, value in theirs.items():
                if value.is_floating_point():
                    ours[name].lerp_(value, share)

    def _rate(self) -> float:
        """Return the step size: a rise, a level, a fall with the root of the steps, an end."""
        rise, fall = (self._step + 1) / WARM_UP_STEPS, np.sqrt(LEVEL_STEPS / (self._step + 1))
        end = (self._plan.steps - self._step) / (END_SHARE * self._plan.steps)
        return LEARNING_RATE * float(min(1.0, rise, fall, end))

    def _save(self) -> None:
        unfinished = self._plan.out / (CHECKPOINT + ".part")
        state = {
            "step": self._step,
            "network": self._network.state_dict(),
            "mean": self.mean_network.state_dict(),
            "optimiser": self._optimiser.state_dict(),
        }
        torch.save(state, unfinished)
        unfinished.replace(self._plan.out / CHECKPOINT)

    def _resume(self) -> None:
        state = torch.load(self._plan.out / CHECKPOINT)
        self._network.load_state_dict(state["network"])
        self.mean_network.load_state_dict(state["mean"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._step = state["step"]
        log.info("going on after step %d", self._step)


def blotted_out(rows: NDArray[np.float32], rng: np.random.Generator) -> None:
    """Blot out some bands of some of the (n, frames, 64) rows."""
    for one in rows:
        if rng.random() < MASK_SHARE:
            band = int(rng.integers(one.shape[1]))
            one[:, band : band + int(rng.integers(1, MASKED_BANDS))] = one.mean()


def logits_of(network: Network, shard: Shard) -> NDArray[np.float32]:
    """Return the (n, classes) logits of all windows of a shard."""
    network.eval()
    with torch.no_grad():
        parts = [
            network(torch.from_numpy(shard.windows(some)))[0][:, 0].numpy()
            for some in np.array_split(np.arange(len(shard.starts)), 1 + len(shard.starts) // 256)
        ]
    return np.concatenate(parts)


def mean_average_precision(scores: NDArray[np.float32], truth: NDArray[np.uint8]) -> float:
    """Return the mean over the classes that occur, among the windows where each is known."""
    values = []
    for index in range(truth.shape[1]):
        known = truth[:, index] != UNKNOWN
        wanted = truth[known, index] == 1
        if wanted.any():
            order = np.argsort(-scores[known, index], kind="stable")
            hits = wanted[order]
            precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
            values.append(float(precision[hits].mean()))
    return float(np.mean(values))
