"""What receiving costs: CPU time of the thread for 20 ms of stereo, packet in and sound out."""

import time
from collections.abc import Iterator, Sequence

import numpy as np

from app.call.receiver import BUDGET_MS, audio_receiver
from audio.plc.continuer import FloatArray
from tests.bench.network.line import Line
from tests.bench.network.sender import send
from tests.bench.network.virtual import TICK_NS, arrivals
from tests.bench.report import Figure, bootstrap

LOSS, BURST = 0.1, 3.0
BIT_RATE = 96_000  # as aiortc sends; this is CELT, in which the network fills gaps from their start
SEED = 20_261_121
TICKS_PER_FRAME = 2
P95 = 95


def cost_figures(sound: FloatArray) -> Iterator[Figure]:
    """Yield the cost of frames without loss, and of frames that were lost.

    Args:
        sound: (n, 1) float32 at 48 kHz, sent as stereo.
    """
    sent = np.repeat(sound, 2, axis=1)
    good, _ = _costs_ms(sent, Line())
    _, lost = _costs_ms(sent, Line(loss=LOSS, burst=BURST, seed=SEED))
    yield _figure("cpu_good_ms", good, 0.6)
    yield _figure("cpu_lost_ms", lost, 8.0)
    yield Figure(
        key="cpu_lost_p95_ms", value=float(np.percentile(lost, P95)), unit="ms", n=len(lost)
    )


def _costs_ms(sound: FloatArray, line: Line) -> tuple[list[float], list[float]]:
    """Return the cost of each good and each lost frame of a call."""
    coming = arrivals(send(sound, bit_rate=BIT_RATE), line)
    receiver = audio_receiver(2, "network")
    good: list[float] = []
    lost: list[float] = []
    place = 0
    for now_ns in range(0, coming[-1][0], TICKS_PER_FRAME * TICK_NS):
        began_s, kinds = time.thread_time(), set()
        for tick_ns in range(now_ns, now_ns + TICKS_PER_FRAME * TICK_NS, TICK_NS):
            while place < len(coming) and coming[place][0] <= tick_ns:
                receiver.insert(coming[place][1], coming[place][0])
                place += 1
            kinds.add(receiver.get(tick_ns, BUDGET_MS).kind)
        cost_ms = (time.thread_time() - began_s) * 1000
        if kinds == {"normal"}:
            good.append(cost_ms)
        elif "concealed" in kinds:
            lost.append(cost_ms)
    return good, lost


def _figure(key: str, costs_ms: Sequence[float], at_most: float) -> Figure:
    low, high = bootstrap(costs_ms, lambda drawn: float(drawn.mean()))
    return Figure(
        key=key,
        value=float(np.mean(costs_ms)),
        unit="ms",
        n=len(costs_ms),
        low=low,
        high=high,
        at_most=at_most,
    )
