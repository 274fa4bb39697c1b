"""What scoring a frame costs: CPU time on one core, one face in view, everything on."""

import os
import time
from collections.abc import Sequence
from itertools import cycle, islice

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.bench.report import Figure, bootstrap
from vision.frame import Frame
from vision.topshot.scorer import FaceModels, FrameScorer

WARM_UP_FRAMES = 5
FRAME_NS = 33_333_333
HD_PX = (1280, 720)


def cpu_figures(
    pictures: Sequence[NDArray[np.uint8]], networks: FaceModels, frames: int, rounds: int
) -> list[Figure]:
    """Score a clip over and over, as it is and enlarged; the median of all rounds counts."""
    large = [np.asarray(cv2.resize(one, HD_PX), np.uint8) for one in pictures]
    return [
        _figure("cpu_ms", pictures, networks, frames, rounds, at_most=10.0),
        _figure("cpu_ms_720p", large, networks, frames, rounds, at_most=None),
    ]


def _figure(
    key: str,
    pictures: Sequence[NDArray[np.uint8]],
    networks: FaceModels,
    frames: int,
    rounds: int,
    at_most: float | None,
) -> Figure:
    costs = np.median([_costs(pictures, networks, frames) for _ in range(rounds)], axis=0)
    low, high = bootstrap(costs.tolist(), lambda values: float(values.mean()))
    return Figure(
        key=key,
        value=float(costs.mean()),
        unit="ms",
        n=len(costs),
        low=low,
        high=high,
        at_most=at_most,
    )


def _costs(
    pictures: Sequence[NDArray[np.uint8]], networks: FaceModels, frames: int
) -> NDArray[np.float64]:
    """Return (frames - WARM_UP_FRAMES,) CPU ms, over all threads, pinned to one core."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        scorer = FrameScorer(networks)
        costs = []
        for number, picture in enumerate(islice(cycle(pictures), frames)):
            began_ns = time.process_time_ns()
            scorer.push(Frame(number * FRAME_NS, picture))
            costs.append((time.process_time_ns() - began_ns) / 1e6)
    finally:
        os.sched_setaffinity(0, allowed)
    return np.array(costs[WARM_UP_FRAMES:])
