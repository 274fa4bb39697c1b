"""Recordings of the real NetEQ: a browser heard utterances by a call that lost given packets.

Levels and codec of the call change a mean opinion, so ours is held against it on the same chain: it
conceals the same losses in the recording of the call that lost none. What remains unequal: NetEQ
also had the decoder's trouble after a loss, jitter, and stretching of time to cope with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from tests.bench.peers_plc.packets import PACKET_SAMPLES, RATE_HZ, Sound
from tests.bench.plc_material import Utterance

STRAY_SAMPLES = RATE_HZ * 3 // 2  # between one utterance and the next
FRAME_SAMPLES = RATE_HZ * 5 // 1000
LEAST_LIKENESS = 0.3  # of loudness; it was 0.37 to 1.0


@dataclass(frozen=True)
class Heard:
    """One utterance as the browser played it, (n,) at 16 kHz: nothing lost, and by NetEQ."""

    lossless: Sound
    neteq: dict[int, Sound]


def recorded(folder: Path, spoken: Sequence[Utterance], bursts_ms: Sequence[int]) -> list[Heard]:
    """Return what was heard of each utterance; nothing when there are no recordings."""
    calls = {burst_ms: folder / "neteq" / f"ref_{burst_ms}ms.npz" for burst_ms in (0, *bursts_ms)}
    if not all(call.exists() for call in calls.values()):
        return []
    order = sorted(path.stem for path in (folder / "eval").glob("*.flac"))
    numbers = [order.index(utterance.name) for utterance in spoken]
    cut: dict[int, list[Sound]] = {}
    for burst_ms, call in calls.items():
        parts = _parts(call, folder / "neteq" / f"chromium156_neteq_{burst_ms}ms.flac", folder)
        cut[burst_ms] = [parts[number] for number in numbers]
    return [
        Heard(cut[0][number], {burst_ms: cut[burst_ms][number] for burst_ms in bursts_ms})
        for number in range(len(spoken))
    ]


def _parts(call: Path, recording: Path, folder: Path) -> list[Sound]:
    """Return what was heard of every utterance of the evaluation, in their order.

    The recording loses time here and there, so that each is sought around where the one before
    was: by the loudness of its syllables, since concealment changes waves.
    """
    played, rate_hz = soundfile.read(recording, dtype="float32")
    assert rate_hz == RATE_HZ
    late, parts = 0, []
    files = sorted((folder / "eval").glob("*.flac"))
    for file, place in zip(files, np.load(call)["pos"], strict=True):
        sought, _ = soundfile.read(file, dtype="float32")
        sought = sought[: len(sought) // PACKET_SAMPLES * PACKET_SAMPLES]
        begin = max(0, int(place) + late - STRAY_SAMPLES)
        stretch = played[begin : int(place) + late + len(sought) + STRAY_SAMPLES]
        loud, wanted = _loudness(stretch), _loudness(sought)
        fits = [
            float(np.corrcoef(loud[start : start + len(wanted)], wanted)[0, 1])
            for start in range(len(loud) - len(wanted) + 1)
        ]
        assert max(fits) > LEAST_LIKENESS, f"{file.stem} is not found in {recording}"
        start = begin + int(np.argmax(fits)) * FRAME_SAMPLES
        late = start - int(place)
        parts.append(played[start : start + len(sought)])
    return parts


def _loudness(sound: Sound) -> Sound:
    """Return (n,) the mean size of every 5 ms, over 20 ms."""
    whole = len(sound) // FRAME_SAMPLES * FRAME_SAMPLES
    sizes = np.abs(sound[:whole]).reshape(-1, FRAME_SAMPLES).mean(axis=1)
    return np.convolve(sizes, np.full(4, 0.25), "same")
