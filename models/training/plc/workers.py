"""The processes that share the work of a training, each with a CPU core of its own."""

import ctypes
import logging
import signal
import sys
from pathlib import Path

import torch
from torch import distributed, multiprocessing

from models.training.plc.room import open_room
from models.training.plc.training import Plan, Training

# Of glibc's malloc.h. Fresh pages cost more than the sums that are done in them, so that what was
# freed is kept.
_M_TRIM_THRESHOLD, _M_MMAP_MAX = -1, -4


def train_together(plan: Plan, data: list[Path]) -> None:
    """Carry out `plan` on the speech in the folders `data`, whose room is furnished; blocks."""
    meeting = plan.out / "meeting"  # a file at which they find each other
    meeting.unlink(missing_ok=True)
    multiprocessing.spawn(_train, (plan, data, meeting), nprocs=plan.workers)
    meeting.unlink(missing_ok=True)


def log_to(folder: Path) -> None:
    """Tell what goes on, here and in training.log of that folder."""
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        handlers=[logging.FileHandler(folder / "training.log"), logging.StreamHandler()],
    )


def _train(worker: int, plan: Plan, data: list[Path], meeting: Path) -> None:
    # PyTorch sends it when the parent dies; begun in the background, it would be ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if worker == 0:
        log_to(plan.out)
    _keep_memory()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    if plan.workers > 1:
        place = f"file://{meeting.resolve()}"
        distributed.init_process_group("gloo", place, rank=worker, world_size=plan.workers)
    Training(plan, open_room(data, plan.out, plan.seed), worker).run()
    if plan.workers > 1:
        distributed.destroy_process_group()


def _keep_memory() -> None:
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_MAX, 0)
        library.mallopt(_M_TRIM_THRESHOLD, 2**31 - 1)
