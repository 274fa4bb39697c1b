"""The training itself: resumable at any checkpoint, with weights worth using at any time.

Several processes may share the work: each learns from its part of every batch, and what they would
change is averaged before it is changed. The first of them writes.

The step size falls with the root of the steps done, and beside the weights in training goes a
running mean of them over about the last tenth of the steps: that mean is what is validated and
shipped, so no schedule has to come to its end first.
"""

import csv
import logging
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import distributed
from torch.nn import functional

from models.plc.continuer import SpeechContinuer
from models.plc.mel import SAMPLE_RATE_HZ
from models.training.plc.examples import GAP_SAMPLES, Batch, Examples
from models.training.plc.export import read, write
from models.training.plc.network import Network
from models.training.plc.room import Room

CHECKPOINT, CURVE = "checkpoint.pt", "curve.csv"
LEARNING_RATE = 2e-3
WARM_UP_STEPS = 200
LEVEL_STEPS = 1_500  # from here on the rate falls
BETAS = (0.9, 0.98)
WEIGHT_DECAY = 0.01
CLIP_NORM = 1.0
OWN_VOICE_STEPS = 1_000  # before them it stammers
MEAN_OVER_SHARE = 0.1  # of the steps done
LONGEST_MEAN_STEPS = 5_000
CHECKPOINT_STEPS = 250  # then it also hears its own voice anew
VALIDATION_BATCHES = 12
VALIDATION_SIZE = 32
REPORT_STEPS = 50
NATS_TO_BITS = 1 / np.log(2)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the person asked for.

    Attributes:
        out: folder of checkpoint.pt and curve.csv.
        begin: folder of networks, once exported, to go on from where `out` has no checkpoint yet;
            None to begin from chance.
        epochs: after how many seconds of gaps, in units of all the training speech, to end.
        batch: examples in a step, of all workers together.
        seed: of the first weights and of every draw.
        device: "cpu" or "cuda".
        workers: processes that share the work.
    """

    out: Path
    begin: Path | None
    epochs: float
    batch: int
    seed: int
    device: str
    workers: int

    @property
    def checkpoint(self) -> Path:
        """The file that a later run goes on from, and that an export reads."""
        return self.out / CHECKPOINT


class Training:
    """A network on its way."""

    def __init__(self, plan: Plan, room: Room, worker: int = 0) -> None:
        """Begin, or go on from the checkpoint in the plan's folder.

        Of several workers, numbered from 0, each belongs to PyTorch's default process group.

        Raises:
            OSError, ValueError: there are no networks to begin with where the plan says.
        """
        torch.manual_seed(plan.seed)
        self._plan, self._worker = plan, worker
        speech = room.part(held_out=False)
        self._examples = Examples(speech, plan.seed, augmented=True)
        self._unheard = Examples(room.part(held_out=True), plan.seed, augmented=False)
        self._epoch_steps = speech.duration_s * SAMPLE_RATE_HZ / (plan.batch * GAP_SAMPLES)
        self._last_step = round(plan.epochs * self._epoch_steps)
        self._network = Network().to(plan.device)
        self._mean = Network().to(plan.device)
        self._mean.load_state_dict(self._network.state_dict())
        self._optimiser = torch.optim.AdamW(
            self._network.parameters(), LEARNING_RATE, BETAS, weight_decay=WEIGHT_DECAY
        )
        self._step, self._spent_s = 0, 0.0
        self._ahead: Batch | None = None
        if plan.checkpoint.exists():
            self._resume()
        elif plan.begin:
            self._take_up(plan.begin)
        self._begun = (self._step, self._spent_s)

    def run(self) -> None:
        """Train until the last step."""
        self._listen_to_itself()
        began_s, losses = time.monotonic(), []
        while self._step < self._last_step:
            losses.append(self._learn())
            if self._step % REPORT_STEPS == 0:
                self._report(float(np.mean(losses[-REPORT_STEPS:])), time.monotonic() - began_s)
            if self._step % CHECKPOINT_STEPS == 0 or self._step == self._last_step:
                self._spent_s += time.monotonic() - began_s
                if self._worker == 0:
                    self._save(float(np.mean(losses)))
                began_s, losses = time.monotonic(), []
                self._listen_to_itself()

    def validate(self) -> float:
        """Return the bits per sample of the mean weights on speakers never trained on."""
        self._mean.eval()
        with torch.no_grad():
            batches = [
                self._loss(self._mean, self._unheard.batch(number, VALIDATION_SIZE)).item()
                for number in range(VALIDATION_BATCHES)
            ]
        return float(np.mean(batches))

    def _listen_to_itself(self) -> None:
        """Once it can speak, let the examples hear the network's own voice."""
        if self._step >= OWN_VOICE_STEPS:
            folder = self._plan.out / f"voice-{self._worker}"
            networks = write(self._mean.state_dict(), folder, self._step)
            self._examples.voice = SpeechContinuer.load(*networks)

    def _learn(self) -> float:
        """Take one step; return its loss in bits per sample."""
        for group in self._optimiser.param_groups:
            group["lr"] = _rate(self._step)
        part, self._ahead = self._ahead or self._part(self._step), None
        loss = self._loss(self._network, part)
        self._optimiser.zero_grad()
        loss.backward()
        if self._plan.workers > 1:
            self._agree()
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), CLIP_NORM)
        self._optimiser.step()
        self._step += 1
        over = min(LONGEST_MEAN_STEPS, 1 + MEAN_OVER_SHARE * self._step)
        with torch.no_grad():
            pairs = zip(self._mean.parameters(), self._network.parameters(), strict=True)
            for mean, weight in pairs:
                mean.lerp_(weight, 1 / over)
        bits: float = loss.item()
        return bits

    def _part(self, step: int) -> Batch:
        """Return what this worker learns from in a step."""
        number = step * self._plan.workers + self._worker
        return self._examples.batch(number, self._plan.batch // self._plan.workers)

    def _agree(self) -> None:
        """Put the mean of all workers' gradients in the place of each one's own.

        While others are still at theirs, the examples of the next step are drawn.
        """
        gradients = [weight.grad for weight in self._network.parameters()]
        flat = torch.cat([gradient.flatten() for gradient in gradients]) / self._plan.workers
        others = distributed.all_reduce(flat, async_op=True)
        if (self._step + 1) % CHECKPOINT_STEPS:  # there the voice becomes another
            self._ahead = self._part(self._step + 1)
        others.wait()
        sizes = [gradient.numel() for gradient in gradients]
        for gradient, mean in zip(gradients, flat.split(sizes), strict=True):
            gradient.copy_(mean.view_as(gradient))

    def _loss(self, network: Network, batch: Batch) -> Any:
        told = [batch.mel, batch.levels, batch.steps, batch.samples, batch.target]
        moved = [torch.from_numpy(array).to(self._plan.device) for array in told]
        if self._plan.device == "cpu":
            return network.surprise(*moved) * NATS_TO_BITS
        logits = network(*moved[:-1])
        nats = functional.cross_entropy(logits.flatten(0, 2), moved[-1].flatten())
        return nats * NATS_TO_BITS

    def _report(self, bits: float, running_s: float) -> None:
        spent_s = self._spent_s + running_s
        step, before_s = self._begun
        left_s = (spent_s - before_s) / (self._step - step) * (self._last_step - self._step)
        log.info(
            "epoch %.3f of %g  %.3f bits  %.2f h done, %.1f h to go",
            *(self._step / self._epoch_steps, self._plan.epochs, bits),
            *(spent_s / 3600, left_s / 3600),
        )

    def _save(self, bits: float) -> None:
        """Write a checkpoint and a line of the learning curve."""
        state = {
            "step": self._step,
            "spent_s": self._spent_s,
            "network": self._network.state_dict(),
            "mean": self._mean.state_dict(),
            "optimiser": self._optimiser.state_dict(),
        }
        unfinished = self._plan.checkpoint.with_suffix(".part")
        torch.save(state, unfinished)
        unfinished.replace(self._plan.checkpoint)
        unheard_bits = self.validate()
        log.info("saved: %.4f bits in training, %.4f on unheard speakers", bits, unheard_bits)
        curve = self._plan.out / CURVE
        is_new = not curve.exists()
        with curve.open("a", newline="") as file:
            writer = csv.writer(file)
            if is_new:
                writer.writerow(("epochs", "hours", "training_bits", "unheard_speakers_bits"))
            numbers = (self._step / self._epoch_steps, self._spent_s / 3600, bits, unheard_bits)
            writer.writerow(f"{number:.4f}" for number in numbers)

    def _take_up(self, folder: Path) -> None:
        """Go on from exported networks, and with the learning curve that may lie beside them.

        What the optimiser had found out, it finds out anew.
        """
        state, self._step = read(folder)
        for network in (self._network, self._mean):
            network.load_state_dict(state)
        if (curve := folder / CURVE).exists():
            rows = curve.read_text(encoding="utf-8")
            (self._plan.out / CURVE).write_text(rows, encoding="utf-8")
            *_, last = csv.DictReader(rows.splitlines())
            self._spent_s = float(last["hours"]) * 3600
        log.info("going on from %s after %.3f epochs", folder, self._step / self._epoch_steps)

    def _resume(self) -> None:
        state = torch.load(self._plan.checkpoint, map_location=self._plan.device)
        self._network.load_state_dict(state["network"])
        self._mean.load_state_dict(state["mean"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._step, self._spent_s = state["step"], state["spent_s"]
        log.info("going on after %.3f epochs", self._step / self._epoch_steps)


def _rate(step: int) -> float:
    """Return the step size: a rise, a level, then a fall with the root of the steps."""
    rise, fall = (step + 1) / WARM_UP_STEPS, np.sqrt(LEVEL_STEPS / (step + 1))
    return LEARNING_RATE * float(min(1.0, rise, fall))
