"""Utterances of speakers held out of the training, and losses made for them.

By these, and not by the evaluation's, weights and constants are to be chosen.
"""

from pathlib import Path

import numpy as np

from models.training.plc.packs import INT16_SCALE, Clip, read_index, utterances
from tests.bench.evaluation import evaluation
from tests.bench.peers_plc.packets import PACKET_SAMPLES
from tests.bench.plc_material import BURSTS_MS, Call, Loss, Utterance, lost_in
from tests.conftest import SHARED

SETS = ("train", "train2")
SHORTEST_S = 4.0
MOST_OF_A_SPEAKER = 2
HEARD_TO_ONE_LOST = 9
PACKET_MS = 20


def unheard(data: Path | None, count: int | None) -> list[Utterance]:
    """Return two utterances at most of each held-out speaker, or `count` of them spread over all.

    Raises:
        UsageError: there is no training speech.
    """
    folder = data or SHARED / "speech"
    clips = [clip for name in SETS for clip in read_index(evaluation(folder, name) / name)]
    chosen = longest_of_each([clip for clip in clips if clip.held_out])
    step = max(1, len(chosen) // count) if count else 1
    chosen = chosen[::step][:count]
    return [
        _with_losses(f"{clip.speaker} {number}", samples, number)
        for number, (clip, samples) in enumerate(utterances(chosen))
    ]


def longest_of_each(clips: list[Clip]) -> list[Clip]:
    """Return the longest clips of each speaker, in their order."""
    kept: list[Clip] = []
    by_length = sorted(clips, key=_length_s, reverse=True)
    for clip in by_length:
        by_speaker = [other for other in kept if other.speaker == clip.speaker]
        if _length_s(clip) >= SHORTEST_S and len(by_speaker) < MOST_OF_A_SPEAKER:
            kept.append(clip)
    return [clip for clip in clips if clip in kept]


def _length_s(clip: Clip) -> float:
    return clip.end_s - clip.start_s


def _with_losses(name: str, samples: np.ndarray, seed: int) -> Utterance:
    packets = len(samples) // PACKET_SAMPLES
    sound = samples[: packets * PACKET_SAMPLES].astype(np.float32) / np.float32(INT16_SCALE)
    lost: dict[Loss, np.ndarray] = {}
    for burst_ms in BURSTS_MS:
        run = burst_ms // PACKET_MS
        call = Call(runs={run: 1.0}, mean_gap=HEARD_TO_ONE_LOST * run)
        lost[burst_ms] = lost_in(call, packets, seed)
    return Utterance(name, sound, lost)
