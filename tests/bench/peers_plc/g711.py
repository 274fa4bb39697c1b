"""In the manner of ITU-T G.711 Appendix I, from its description, at 16 kHz.

The last pitch period is repeated; from 10 ms on the last two, from 20 ms on the last three; each
change and each wrap overlaps by a quarter of a period. After 10 ms the level falls by 20 % per
10 ms, so that 60 ms are silent. The returning sound is overlapped for a quarter of a period and
4 ms per 10 ms of gap, at most 10 ms. The original delays its output by 3.75 ms so that it may
still overlap what came just before the gap; so does this one.
"""

import numpy as np

from audio.plc.crossfade import rising
from tests.bench.peers_plc.packets import RATE_HZ, Lost, Sound, gaps

SHORTEST_SAMPLES = RATE_HZ * 5 // 1000
LONGEST_SAMPLES = RATE_HZ * 15 // 1000
MATCH_SAMPLES = RATE_HZ * 20 // 1000
STEP_SAMPLES = RATE_HZ * 10 // 1000
LOSS_PER_STEP = 0.2
MERGE_PER_STEP_SAMPLES = RATE_HZ * 4 // 1000
LONGEST_MERGE_SAMPLES = RATE_HZ * 10 // 1000
PERIODS = 3  # repeated at most
HISTORY_SAMPLES = RATE_HZ * 4875 // 100_000


def g711(sound: Sound, lost: Lost) -> Sound:
    """Conceal as described above."""
    filled = np.concatenate((np.zeros(HISTORY_SAMPLES, np.float32), sound))
    for gap_start, gap_end in gaps(lost):
        start, end = gap_start + HISTORY_SAMPLES, gap_end + HISTORY_SAMPLES
        past = filled[start - HISTORY_SAMPLES : start].copy()
        period = _period(past)
        quarter = period // 4
        steps = (end - start) // STEP_SAMPLES
        merge = min(quarter + MERGE_PER_STEP_SAMPLES * steps, LONGEST_MERGE_SAMPLES)
        merge = min(merge, len(filled) - end)
        said = _repeated(past, period, end - start + merge)
        said *= np.clip(1 - LOSS_PER_STEP * (np.arange(len(said)) / STEP_SAMPLES - 1), 0, 1)
        weight = rising(quarter)
        filled[start - quarter : start] += weight * (
            past[-period - quarter : -period] - filled[start - quarter : start]
        )
        filled[start:end] = said[: end - start]
        weight = rising(merge)
        filled[end : end + merge] += (1 - weight) * (said[end - start :] - filled[end:][:merge])
    return filled[HISTORY_SAMPLES:]


def _period(past: Sound) -> int:
    """Return the lag of the greatest normalised correlation between 5 and 15 ms."""
    end = past[-MATCH_SAMPLES:].astype(np.float64)
    before = past[-MATCH_SAMPLES - LONGEST_SAMPLES : -SHORTEST_SAMPLES].astype(np.float64)
    products = np.correlate(before, end, "valid")
    energies = np.convolve(before**2, np.ones(MATCH_SAMPLES), "valid")
    return LONGEST_SAMPLES - int(np.argmax(products / np.sqrt(np.maximum(energies, 1e-9))))


def _repeated(past: Sound, period: int, n_samples: int) -> Sound:
    """Return the repetition of one, two and three periods in turn, (n_samples,)."""
    quarter = period // 4
    places = np.arange(n_samples)
    said = np.zeros(n_samples, np.float32)
    for count in range(1, PERIODS + 1):
        length = count * period
        cycle = past[-length:].copy()
        cycle[-quarter:] += rising(quarter) * (past[-length - quarter : -length] - cycle[-quarter:])
        begin = (count - 1) * STEP_SAMPLES
        if begin >= n_samples:
            break
        wave = cycle[(places[begin:] - begin + begin % period) % length]
        overlap = min(quarter, len(wave)) if count > 1 else 0
        weight = rising(quarter)[:overlap]
        wave[:overlap] = said[begin : begin + overlap] * (1 - weight) + wave[:overlap] * weight
        said[begin:] = wave
    return said
