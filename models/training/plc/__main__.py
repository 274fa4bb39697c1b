"""Train the network that speaks on through losses.

`python -m models.training.plc --data DIR [--data DIR ...] --out DIR` decodes the speech once,
trains, and keeps `checkpoint.pt`, `training.log` and the learning curve `curve.csv` in the folder
--out; the same command goes on where it was stopped. `--out DIR --export assets/models` writes the
networks of the last checkpoint instead. One free core of an AMD EPYC learns from about 5 s of gaps
in a second. The same seed gives the same weights on the same machine.
"""

import argparse
import ctypes
import logging
import sys
from pathlib import Path

import torch

from models.store.digest import sha256_of
from models.training.plc.export import export
from models.training.plc.room import open_room
from models.training.plc.training import CHECKPOINT, Plan, Training

log = logging.getLogger(__name__)

# Of glibc's malloc.h. Fresh pages cost more than the sums that are done in them, so that what was
# freed is kept.
_M_TRIM_THRESHOLD, _M_MMAP_MAX = -1, -4


def main() -> None:
    """Train, or write the networks."""
    parser = argparse.ArgumentParser(prog="python -m models.training.plc")
    parser.add_argument("--data", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--export", type=Path, metavar="DIR", help="write the networks here instead"
    )
    parser.add_argument("--epochs", type=float, default=20.0)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--threads", type=int, default=1, help="of the CPU")
    parser.add_argument("--checkpoint-s", type=float, default=300.0)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        handlers=[
            logging.FileHandler(arguments.out / "training.log"),
            logging.StreamHandler(),
        ],
    )
    if arguments.export:
        for path in export(arguments.out / CHECKPOINT, arguments.export):
            log.info("%s: %d bytes, sha256 %s", path, path.stat().st_size, sha256_of(path))
        return
    if not arguments.data:
        parser.error("--data is needed to train")
    _keep_memory()
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    plan = Plan(
        out=arguments.out,
        epochs=arguments.epochs,
        batch=arguments.batch,
        seed=arguments.seed,
        device=arguments.device,
        checkpoint_s=arguments.checkpoint_s,
    )
    Training(plan, open_room(arguments.data, arguments.out, arguments.seed)).run()


def _keep_memory() -> None:
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_MAX, 0)
        library.mallopt(_M_TRIM_THRESHOLD, 2**31 - 1)


if __name__ == "__main__":
    main()
