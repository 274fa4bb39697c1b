"""Train the sound tagger: `python -m models.training.tagger --data DIR --out DIR`.

DIR holds sound/train, sound/train2, speech/train, speech/train2 with their tables, and yamnet/ with
the teacher. The folder --out keeps all that takes long: the decoded recordings, the mixes, the head
of the teacher and the checkpoint; the same command goes on where it was stopped. `--export
assets/models` then writes the networks. One free core of an AMD EPYC needs about 90 minutes. The
same seed gives the same weights on the same machine.
"""

import argparse
import logging
from pathlib import Path

import numpy as np
import torch

from models.session import Session
from models.sound_classes import load_sound_classes
from models.training.tagger.head import Head, fit_head
from models.training.tagger.recordings import open_recordings
from models.training.tagger.shards import Shard, ShardMaker, load, shard_path
from models.training.tagger.teacher import groups
from models.training.tagger.training import CHECKPOINT_STEPS, Plan, Training
from models.yamnet import Yamnet

FIRST_SHARDS = 3  # the head is fitted to them, and the training begins with them
HELD_OUT_SHARDS = 2
HELD_OUT_SEED = 1_000_000

log = logging.getLogger(__name__)


def main() -> None:
    """Make what is missing, train, and export."""
    parser = argparse.ArgumentParser(prog="python -m models.training.tagger")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--shards", type=int, default=16, help="of 40 minutes of mixes")
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)

    stock = Stock(arguments.data, arguments.out, arguments.seed)
    shards = [stock.shard(number) for number in range(FIRST_SHARDS)]
    held_out = stock.shard(0, held_out=True)
    head = stock.head(shards)
    plan = Plan(out=arguments.out, steps=arguments.steps, seed=arguments.seed)
    training = Training(plan, shards, held_out, head)
    number = FIRST_SHARDS
    while not training.finished:
        if number < arguments.shards:
            training.add(stock.shard(number))
            number += 1
        training.run(CHECKPOINT_STEPS)


class Stock:
    """The material, made once and kept in the folder `out`."""

    def __init__(self, data: Path, out: Path, seed: int) -> None:
        """Read the recordings below `data`."""
        classes = load_sound_classes()
        recordings = open_recordings(data, out)
        yamnet = Yamnet(Session(data / "yamnet" / "yamnet_int8w.onnx", "cpu", float_weights=True))
        members = groups(data / "yamnet" / "yamnet_class_map.csv", classes)
        self._out, self._seed = out, seed
        self._makers = {
            held_out: ShardMaker(
                [one for one in recordings if one.held_out == held_out],
                classes,
                yamnet,
                members,
                seed + (HELD_OUT_SEED if held_out else 0),
                made=not held_out,
            )
            for held_out in (False, True)
        }

    def shard(self, number: int, *, held_out: bool = False) -> Shard:
        """Return a shard of the training, or of the held-out recordings."""
        folder = self._out / ("held_out" if held_out else "train")
        path = shard_path(folder, number)
        if not path.exists():
            folder.mkdir(exist_ok=True)
            log.info("making %s", path)
            self._makers[held_out].make(number).save(path)
        return load(path)

    def head(self, shards: list[Shard]) -> Head:
        """Return the teacher's head, fitted to `shards`."""
        path = self._out / "head.npz"
        if not path.exists():
            log.info("fitting the head of the teacher")
            head = fit_head(shards, self._seed)
            np.savez(path, weights=head.weights, bias=head.bias)
        with np.load(path) as arrays:
            return Head(arrays["weights"], arrays["bias"])


if __name__ == "__main__":
    main()
