"""Teaches the network to make cepstra that the acoustic model tells apart.

The features' own criterion, as in fMPE (Povey and others, 2005) but by single frames: the network
moves each frame, the acoustic model says how likely each state is, and the slope of the right
state's share of all goes back through the model, which stays as it is, into the network.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from models.cepstra import COEFFICIENTS, TwoCepstra
from models.clean_cepstra import CONTEXT_FRAMES, WINDOW_FRAMES, CleanNet
from models.training.clean_cepstra.acoustic_model import REACH_FRAMES, AcousticModel, with_slopes
from models.training.clean_cepstra.alignment import UNKNOWN
from models.training.clean_cepstra.sphinx_model import STATES_OF_PHONE, states

UNITS = 256
DROPPED = 0.1
FRAMES, CLIPS = 100, 10  # of a step
RATE, WARM_UP_SHARE, LAST_RATE = 1e-3, 0.05, 0.02  # of the steps; of the rate
WEIGHT_DECAY = 0.01
CLIP_NORM = 1.0
SCALE = 0.6  # of log likelihoods, at which the model's own beliefs fit best (measured)
MOVED_COST = 0.02  # of a squared standard deviation that a frame is moved
SPOILED_SHARE = 0.5
ACCENTED_WEIGHT = 0.9  # of every third clip
COMMAND_WEIGHT = 0.5
REPORT_STEPS = 500

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Example:
    """One clip, clean and spoiled.

    Attributes:
        clean, spoiled: (m, 2 * COEFFICIENTS) with the means taken out.
        said: (m,) states, UNKNOWN where doubtful.
        weight: how often its frames are drawn.
    """

    clean: TwoCepstra
    spoiled: TwoCepstra
    said: NDArray[np.int16]
    weight: float


class Told(NamedTuple):
    """Of frames that are not silent: the share whose phone is likeliest, and the mean loss."""

    phones: float
    nats: float


class Network(nn.Module):  # type: ignore[misc]  # untyped here
    """The shipped perceptron, over whole clips at once; gives what is to be added, unscaled."""

    def __init__(self, scale: NDArray[np.float32]) -> None:
        super().__init__()
        self.register_buffer("scale", torch.from_numpy(scale))
        self.layers = nn.ModuleList(
            [
                nn.Conv1d(2 * COEFFICIENTS, UNITS, WINDOW_FRAMES),
                nn.Conv1d(UNITS, UNITS, 1),
                nn.Conv1d(UNITS, COEFFICIENTS, 1),
            ]
        )
        self.drop = nn.Dropout(DROPPED)
        nn.init.normal_(self.layers[-1].weight, 0, 0.01)
        nn.init.zeros_(self.layers[-1].bias)

    def forward(self, cepstra: torch.Tensor) -> torch.Tensor:
        """Return (batch, m - 2 * CONTEXT_FRAMES, COEFFICIENTS) standard deviations to move."""
        units = (cepstra / self.scale).transpose(1, 2)
        for layer in self.layers[:-1]:
            units = self.drop(torch.relu(layer(units)))
        moved: torch.Tensor = self.layers[-1](units).transpose(1, 2)
        return moved

    def shipped(self) -> CleanNet:
        """Return the same network in NumPy."""
        first, *further = (layer.weight.detach().numpy() for layer in self.layers)
        by_frame = first.transpose(2, 1, 0).reshape(-1, UNITS)
        scale = self.scale.numpy()
        return CleanNet(
            scale,
            scale[:COEFFICIENTS],
            (by_frame, *(weight[:, :, 0].T for weight in further)),
            tuple(layer.bias.detach().numpy() for layer in self.layers),
        )


class Training:
    """A network on its way."""

    def __init__(self, learnt: Sequence[Example], held_out: Sequence[Example], seed: int) -> None:
        torch.manual_seed(seed)
        self._rng = np.random.default_rng(seed)
        self._learnt, self._held_out = learnt, held_out
        sizes = np.array([example.weight * len(example.said) for example in learnt])
        self._chances = sizes / sizes.sum()
        spread = np.concatenate([example.clean for example in learnt[::7]]).std(axis=0)
        self.network = Network(spread.astype(np.float32))
        self._model = AcousticModel()

    def run(self, steps: int) -> None:
        """Train for all the steps."""
        optimiser = torch.optim.AdamW(self.network.parameters(), RATE, weight_decay=WEIGHT_DECAY)
        losses: list[float] = []
        for step in range(steps):
            for group in optimiser.param_groups:
                group["lr"] = RATE * rate_at(step / steps)
            loss = self._loss()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.network.parameters(), CLIP_NORM)
            optimiser.step()
            losses.append(loss.item())
            if (step + 1) % REPORT_STEPS == 0:
                log.info("step %d: loss %.3f", step + 1, np.mean(losses[-REPORT_STEPS:]))
                log.info("held out: %s", self.judged(1.0))

    def judged(self, share: float) -> Mapping[str, Told]:
        """Return how much of clean and of spoiled held-out speech is told, a share of it moved."""
        self.network.eval()
        found = {}
        for kind in ("clean", "spoiled"):
            told = [
                self._told(getattr(example, kind), example.said, share)
                for example in self._held_out
            ]
            right, frames, nats = np.sum(told, axis=0)
            found[kind] = Told(round(right / frames, 3), round(nats / frames, 3))
        self.network.train()
        return found

    def _told(
        self, cepstra: TwoCepstra, said: NDArray[np.int16], share: float
    ) -> tuple[float, float, float]:
        """Return frames whose phone is likeliest, frames that are not silent, and their nats."""
        padded = np.pad(cepstra, ((CONTEXT_FRAMES, CONTEXT_FRAMES), (0, 0)), mode="edge")
        with torch.no_grad():
            given = torch.from_numpy(padded)[None]
            believed = self._model(with_slopes(self._moved(given, share)[0])[0]) * SCALE
        truth = said[REACH_FRAMES:-REACH_FRAMES].astype(np.int64)
        counted = (truth != UNKNOWN) & ~np.isin(truth, states().silence)
        phones = believed.unflatten(1, (-1, STATES_OF_PHONE)).amax(2).argmax(1).numpy()
        right = phones[counted] == truth[counted] // STATES_OF_PHONE
        nats = functional.cross_entropy(
            believed[torch.from_numpy(counted)], torch.from_numpy(truth[counted]), reduction="sum"
        )
        return float(right.sum()), float(counted.sum()), float(nats)

    def _moved(self, cepstra: torch.Tensor, share: float) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the frames that have all their neighbours, moved, and by how much."""
        move = self.network(cepstra)
        plain = cepstra[:, CONTEXT_FRAMES:-CONTEXT_FRAMES, :COEFFICIENTS]
        return plain + share * move * self.network.scale[:COEFFICIENTS], move

    def _loss(self) -> torch.Tensor:
        cepstra, said = self._batch()
        frames, move = self._moved(cepstra, 1.0)
        believed = self._model(with_slopes(frames).flatten(0, 1)) * SCALE
        wrong = functional.cross_entropy(believed, said.flatten(), ignore_index=UNKNOWN)
        return wrong + MOVED_COST * move.square().mean()

    def _batch(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Return stretches of clips with their neighbours, and what is said in their middles."""
        cepstra, said = [], []
        for number in self._rng.choice(len(self._learnt), CLIPS, p=self._chances):
            example = self._learnt[number]
            kind = example.spoiled if self._rng.random() < SPOILED_SHARE else example.clean
            missing = max(0, FRAMES - len(kind))
            margin = (CONTEXT_FRAMES, CONTEXT_FRAMES + missing)
            padded = np.pad(kind, (margin, (0, 0)), mode="edge")
            truth = np.pad(example.said, (0, missing), constant_values=UNKNOWN)
            start = int(self._rng.integers(len(truth) - FRAMES + 1))
            cepstra.append(padded[start : start + FRAMES + 2 * CONTEXT_FRAMES])
            said.append(truth[start + REACH_FRAMES : start + FRAMES - REACH_FRAMES])
        return torch.from_numpy(np.stack(cepstra)), torch.from_numpy(np.stack(said)).long()


def rate_at(progress: float) -> float:
    """Return the share of the full rate at 0..1 of the training: up, then down."""
    return min(progress / WARM_UP_SHARE, max(LAST_RATE, 1 - progress), 1.0)
