"""Which packets a bad line loses: bursts of a length, as often as asked, the same for a seed."""

import numpy as np
from numpy.typing import NDArray

LEAD_PACKETS = 25  # at 20 ms half a second: something must have been said first
APART_PACKETS = 4  # between bursts, so that each is one of its length
TRIES_PER_BURST = 100


def bursts(n_packets: int, share: float, burst_packets: int, seed: int = 0) -> NDArray[np.bool_]:
    """Return which of `n_packets` are lost, (n_packets,), True where one is.

    Args:
        n_packets: length of the stream.
        share: of packets to be lost, 0..1; reached as nearly as whole bursts fit.
        burst_packets: lost in a row.
        seed: of the dice.
    """
    lost = np.zeros(n_packets, np.bool_)
    last_start = n_packets - burst_packets - APART_PACKETS
    missing = round(n_packets * share / burst_packets)
    if last_start <= LEAD_PACKETS:
        return lost
    dice = np.random.default_rng(seed)
    for start in dice.integers(LEAD_PACKETS, last_start, missing * TRIES_PER_BURST).tolist():
        if not missing:
            break
        if not lost[start - APART_PACKETS : start + burst_packets + APART_PACKETS].any():
            lost[start : start + burst_packets] = True
            missing -= 1
    return lost
