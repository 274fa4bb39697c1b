"""Train the network of moving gestures: `python -m models.training.dynamic_gesture --out FILE`.

Needs nothing beyond Earshot itself, one CPU core and about two minutes. The same seed gives the
same file with the same NumPy on the same machine.
"""

import argparse
import logging
import time
from pathlib import Path

import numpy as np

from models.dynamic_gesture import CHANNELS, GESTURES, POINTS
from models.store.digest import sha256_of
from models.training.dynamic_gesture.perceptron import to_onnx, train
from models.training.dynamic_gesture.windows import make_windows

SCENES = 30_000
EPOCHS = 30
HELD_OUT_SCENES = 2_000
HELD_OUT_SEED_OFFSET = 1_000_000

log = logging.getLogger(__name__)


def main() -> None:
    """Make up scenes, train, tell the confusion on scenes never seen, and write the file."""
    parser = argparse.ArgumentParser(prog="python -m models.training.dynamic_gesture")
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--scenes", type=int, default=SCENES)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")

    began_s = time.perf_counter()
    windows, labels = make_windows(arguments.seed, arguments.scenes)
    log.info("%d windows in %.0f s", len(labels), time.perf_counter() - began_s)
    flat = windows.reshape(len(windows), -1)
    network = train(flat, labels, len(GESTURES), epochs=EPOCHS, seed=arguments.seed)
    log.info("trained after %.0f s", time.perf_counter() - began_s)

    windows, labels = make_windows(arguments.seed + HELD_OUT_SEED_OFFSET, HELD_OUT_SCENES)
    read = network.logits(windows.reshape(len(windows), -1)).argmax(axis=1)
    confusion = np.zeros((len(GESTURES), len(GESTURES)), int)
    np.add.at(confusion, (labels, read), 1)
    log.info("held-out windows (a row is the truth):\n%s", confusion)
    log.info("accuracy %.4f of %d", np.trace(confusion) / confusion.sum(), confusion.sum())

    arguments.out.write_bytes(to_onnx(network, (POINTS, CHANNELS)))
    log.info(
        "%s: %d bytes, sha256 %s",
        arguments.out,
        arguments.out.stat().st_size,
        sha256_of(arguments.out),
    )


if __name__ == "__main__":
    main()
