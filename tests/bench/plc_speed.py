"""What a lost frame costs: CPU time of the thread, at 48 kHz mono as a call has it."""

import time
from collections.abc import Sequence

import numpy as np
import soxr

from audio.plc import Concealer
from tests.bench.peers_plc.packets import RATE_HZ
from tests.bench.plc_material import Utterance
from tests.bench.report import Figure, bootstrap

CALL_RATE_HZ = 48_000
FRAME_MS = 20
FRAME_SAMPLES = CALL_RATE_HZ * FRAME_MS // 1000
GAP_FRAMES = 6  # 120 ms, after which there is nothing to compute
APART_FRAMES = 25
P95 = 95


def speed_figures(
    concealer: Concealer, spoken: Sequence[Utterance], peer: str | None
) -> list[Figure]:
    """Return rtf, the cost of first and further lost frames, and of good ones."""
    firsts: list[float] = []
    nexts: list[float] = []
    gaps: list[float] = []
    goods: list[float] = []
    for utterance in spoken:
        sound = soxr.resample(utterance.sound, RATE_HZ, CALL_RATE_HZ)[:, None]
        concealer.reset()
        frames = sound[: len(sound) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES, 1)
        for number, frame in enumerate(frames):
            in_gap = number % (APART_FRAMES + GAP_FRAMES) - APART_FRAMES
            began = time.thread_time()
            if in_gap < 0:
                concealer.good(frame)
                goods.append(_ms_since(began))
                continue
            concealer.lost(FRAME_SAMPLES)
            (nexts if in_gap else firsts).append(_ms_since(began))
            if in_gap == GAP_FRAMES - 1:
                gaps.append((firsts[-1] + sum(nexts[1 - GAP_FRAMES :])) / (GAP_FRAMES * FRAME_MS))
    return [
        _figure("rtf", gaps, "", np.mean, 0.3, peer),
        _figure("first_frame_p95_ms", firsts, "ms", _p95, 15, peer),
        _figure("next_frame_p95_ms", nexts, "ms", _p95, 8, peer),
        _figure("good_frame_p95_ms", goods, "ms", _p95, None, peer),
    ]


def _ms_since(began_s: float) -> float:
    return (time.thread_time() - began_s) * 1000


def _p95(values: np.ndarray) -> float:
    return float(np.percentile(values, P95))


def _figure(
    key: str,
    values: Sequence[float],
    unit: str,
    statistic: object,
    at_most: float | None,
    peer: str | None,
) -> Figure:
    assert callable(statistic)
    low, high = bootstrap(values, statistic)
    return Figure(
        key=key,
        value=float(statistic(np.asarray(values))),
        unit=unit,
        n=len(values),
        low=low,
        high=high,
        peer=peer,
        at_most=None if peer else at_most,
    )
