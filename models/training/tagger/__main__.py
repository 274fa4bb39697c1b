"""Train the sound tagger: `python -m models.training.tagger --data DIR --out DIR`.

DIR holds sound/train, sound/train2, speech/train, speech/train2 with their tables, and yamnet/ with
the teacher. The folder --out keeps all that takes long: the decoded recordings, the mixes, the head
of the teacher and the checkpoint; the same command goes on where it was stopped. With
`--export assets/models` it calibrates and writes the networks of the last checkpoint instead. The
same seed gives the same weights on the same machine.
"""

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from models.session import Session
from models.sound_classes import load_sound_classes
from models.store.digest import sha256_of
from models.training.tagger.calibration import calibrate, expected_calibration_error
from models.training.tagger.export import export_head, export_tagger, together
from models.training.tagger.head import Head, fit_head, mean_of
from models.training.tagger.mixes import UNKNOWN
from models.training.tagger.network import Network
from models.training.tagger.plain import plain_windows, tunes
from models.training.tagger.recordings import open_recordings
from models.training.tagger.shards import Shard, ShardMaker, load, shard_path
from models.training.tagger.teacher import groups
from models.training.tagger.training import (
    CHECKPOINT_STEPS,
    Plan,
    Training,
    logits_of,
    mean_average_precision,
)
from models.yamnet import Yamnet

HELD_OUT_SHARDS = 2
HELD_OUT_SEED = 1_000_000
SOUND_TAGGER, YAMNET_HEAD = "sound_tagger.onnx", "yamnet_head.onnx"

log = logging.getLogger(__name__)


def main() -> None:
    """Make what is missing, train, and export."""
    parser = argparse.ArgumentParser(prog="python -m models.training.tagger")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--shards", type=int, default=18, help="of 40 minutes of mixes")
    parser.add_argument("--steps", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--export", type=Path, metavar="DIR", help="write the networks of the last checkpoint here"
    )
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)

    stock = Stock(arguments.data, arguments.out, arguments.seed)
    shards = [stock.shard(number) for number in range(arguments.shards)]
    held_out = [stock.shard(number, held_out=True) for number in range(HELD_OUT_SHARDS)]
    head = stock.head(shards)
    plan = Plan(out=arguments.out, steps=arguments.steps, seed=arguments.seed)
    training = Training(plan, shards, held_out[0], stock.yamnet, head)
    if arguments.export:
        export(training.mean_network, head, held_out, arguments.export)
        return
    while not training.finished:
        training.run(CHECKPOINT_STEPS)


def export(network: Network, head: Head, held_out: Sequence[Shard], folder: Path) -> None:
    """Calibrate both taggers on the held-out mixes and write their networks into `folder`."""
    truth = np.concatenate([shard.truth for shard in held_out])
    embeddings = np.concatenate([shard.embeddings for shard in held_out]).astype(np.float32)
    own = np.concatenate([logits_of(network, shard) for shard in held_out])
    fit = calibrate(own, truth)
    both = together(head.logits(embeddings), fit.probabilities(own))
    fit_both = calibrate(both, truth)
    export_tagger(network, fit, folder / SOUND_TAGGER)
    export_head(head, fit_both, folder / YAMNET_HEAD)
    known = truth != UNKNOWN
    for name, logits, its in ((SOUND_TAGGER, own, fit), (YAMNET_HEAD, both, fit_both)):
        path = folder / name
        error = expected_calibration_error(its.probabilities(logits)[known], truth[known] == 1)
        precision = mean_average_precision(logits, truth)
        log.info("%s: %d bytes, sha256 %s", path, path.stat().st_size, sha256_of(path))
        log.info("held out: mean precision %.3f, calibration error %.4f", precision, error)


class Stock:
    """The material, made once and kept in the folder `out`."""

    def __init__(self, data: Path, out: Path, seed: int) -> None:
        """Read the recordings below `data`."""
        classes = load_sound_classes()
        recordings = open_recordings(data, out)
        self.yamnet = Yamnet(
            Session(data / "yamnet" / "yamnet_int8w.onnx", "cpu", float_weights=True)
        )
        members = groups(data / "yamnet" / "yamnet_class_map.csv", classes)
        self._out, self._seed, self._classes = out, seed, classes
        self._recordings = [one for one in recordings if not one.held_out]
        self._makers = {
            held_out: ShardMaker(
                [one for one in recordings if one.held_out == held_out],
                classes,
                self.yamnet,
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
        """Return the teacher's head, fitted to `shards` and plain clips, without tunes and with."""
        path = self._out / "hidden_head.npz"
        if not path.exists():
            log.info("fitting the head of the teacher")
            one, other = (
                fit_head(
                    shards,
                    plain_windows(material, self._classes, self.yamnet, self._seed),
                    self._seed,
                )
                for material in (self._recordings, [*self._recordings, *tunes(self._seed)])
            )
            head = mean_of(one, other)
            np.savez(path, **{name: getattr(head, name) for name in Head.__slots__})
        with np.load(path) as arrays:
            return Head(**{name: arrays[name] for name in Head.__slots__})


if __name__ == "__main__":
    main()
