"""Train the network that speaks on through losses.

`python -m models.training.plc --data DIR [--data DIR ...] --out DIR` decodes the speech once,
trains, and keeps `checkpoint.pt`, `training.log` and the learning curve `curve.csv` in the folder
--out; the same command goes on where it was stopped. `--out DIR --export assets/models` writes the
networks of the last checkpoint instead; on another machine, `--begin DIR` goes on from such, with
the same --batch, in which the steps are counted. One free core of an Intel Xeon learns from about
9 s of gaps in a second; `--workers` shares the work between processes. The same seed and the same
number of workers give the same weights on the same machine.
"""

import argparse
import logging
from pathlib import Path

from models.store.digest import sha256_of
from models.training.plc.export import export, read
from models.training.plc.room import open_room
from models.training.plc.training import CHECKPOINT, Plan
from models.training.plc.workers import log_to, train_together

log = logging.getLogger(__name__)


def main() -> None:
    """Train, or write the networks."""
    parser = argparse.ArgumentParser(prog="python -m models.training.plc")
    parser.add_argument("--data", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--export", type=Path, metavar="DIR", help="write the networks here instead"
    )
    parser.add_argument(
        "--begin", type=Path, metavar="DIR", help="go on from networks that were exported there"
    )
    parser.add_argument("--epochs", type=float, default=20.0)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--workers", type=int, default=1, help="processes, each with a CPU core")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    log_to(arguments.out)
    if arguments.export:
        for path in export(arguments.out / CHECKPOINT, arguments.export):
            log.info("%s: %d bytes, sha256 %s", path, path.stat().st_size, sha256_of(path))
        return
    if not arguments.data:
        parser.error("--data is needed to train")
    if arguments.batch % arguments.workers:
        parser.error("--batch cannot be shared evenly between the --workers")
    plan = Plan(
        out=arguments.out,
        begin=arguments.begin,
        epochs=arguments.epochs,
        batch=arguments.batch,
        seed=arguments.seed,
        device=arguments.device,
        workers=arguments.workers,
    )
    try:
        open_room(arguments.data, plan.out, plan.seed)  # decoded once, before all want it
        if plan.begin:
            read(plan.begin)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    train_together(plan, arguments.data)


if __name__ == "__main__":
    main()
