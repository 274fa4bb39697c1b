"""Utterances with known losses."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from tests.bench.evaluation import evaluation
from tests.bench.peers_plc.packets import PACKET_SAMPLES, RATE_HZ, Lost, Sound
from tests.conftest import SHARED

Loss = int | str  # a burst's length in ms at 10 % loss, or a call of CALLS


@dataclass(frozen=True)
class Call:
    """How packets were lost in a call that was recorded.

    Attributes:
        runs: lengths of the losses, in packets of 20 ms, each with its share of all losses.
        mean_gap: packets between two losses, in the mean; 1 or more.
    """

    runs: dict[int, float]
    mean_gap: float


# After two of the traces of real calls that Microsoft recorded for the Interspeech 2022 challenge
# (1214 and 2307 of its files, kept beside tPLCnet, MIT), 14 s each: about a quarter is lost here
# and there; about 4 % is lost, most of it in bursts of 120 and 180 ms.
CALLS = {
    "scattered": Call(runs={1: 0.75, 2: 0.22, 5: 0.03}, mean_gap=4),
    "clumped": Call(runs={1: 0.5, 2: 0.1, 3: 0.1, 6: 0.2, 9: 0.1}, mean_gap=67),
}
BURSTS_MS = (20, 60, 120)
LOSSES: tuple[Loss, ...] = (*BURSTS_MS, *CALLS)
_HEARD_FIRST = 10  # packets


@dataclass(frozen=True)
class Utterance:
    """One utterance: (n,) float32 at 16 kHz, whole packets, and what is lost of it."""

    name: str
    sound: Sound
    lost: dict[Loss, Lost]


def plc_folder(data: Path | None) -> Path:
    """Return the folder with the evaluation material.

    Raises:
        UsageError: it is absent.
    """
    return evaluation(data or SHARED / "plc", "eval")


def utterances(folder: Path, count: int | None) -> list[Utterance]:
    """Return the utterances, or `count` of them spread over the speakers."""
    files = sorted((folder / "eval").glob("*.flac"))
    step = max(1, len(files) // count) if count else 1
    chosen = files[::step][:count]
    return [_read(folder, file, number) for number, file in enumerate(chosen)]


def _read(folder: Path, file: Path, number: int) -> Utterance:
    sound, rate_hz = soundfile.read(file, dtype="float32")
    assert rate_hz == RATE_HZ
    packets = len(sound) // PACKET_SAMPLES
    lost: dict[Loss, Lost] = {name: lost_in(call, packets, number) for name, call in CALLS.items()}
    for burst_ms in BURSTS_MS:
        trace = folder / "traces" / f"{file.stem}_{burst_ms}ms_is_lost.txt"
        lost[burst_ms] = np.loadtxt(trace, dtype=int).astype(bool)[:packets]
    return Utterance(file.stem, sound[: packets * PACKET_SAMPLES], lost)


def lost_in(call: Call, packets: int, seed: int) -> Lost:
    """Return (packets,) what is lost, as it was in a call; the first 200 ms are heard."""
    random = np.random.default_rng(seed)
    lost = np.zeros(packets, bool)
    lengths, shares = list(call.runs), list(call.runs.values())
    place = _HEARD_FIRST
    while (place := place + int(random.geometric(1 / call.mean_gap))) < packets:
        run = int(random.choice(lengths, p=shares))
        lost[place : place + run] = True
        place += run
    return lost
