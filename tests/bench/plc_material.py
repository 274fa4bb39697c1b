"""Utterances with known losses."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from app.errors import UsageError
from tests.bench.peers_plc.packets import PACKET_SAMPLES, RATE_HZ, Lost, Sound
from tests.conftest import SHARED


@dataclass(frozen=True)
class Utterance:
    """One utterance: (n,) float32 at 16 kHz, whole packets, and what is lost of it by burst."""

    name: str
    sound: Sound
    lost: dict[int, Lost]


def plc_folder(data: Path | None) -> Path:
    """Return the folder with the evaluation material.

    Raises:
        UsageError: it is absent.
    """
    folder = data or SHARED / "plc"
    if not (folder / "eval").is_dir():
        raise UsageError(f"{folder} holds no folder eval; name the evaluation material with --data")
    return folder


def utterances(folder: Path, bursts_ms: tuple[int, ...], count: int | None) -> list[Utterance]:
    """Return the utterances, or `count` of them spread over the speakers."""
    files = sorted((folder / "eval").glob("*.flac"))
    step = max(1, len(files) // count) if count else 1
    return [_read(folder, file, bursts_ms) for file in files[::step][:count]]


def _read(folder: Path, file: Path, bursts_ms: tuple[int, ...]) -> Utterance:
    sound, rate_hz = soundfile.read(file, dtype="float32")
    assert rate_hz == RATE_HZ
    packets = len(sound) // PACKET_SAMPLES
    lost = {}
    for burst_ms in bursts_ms:
        trace = folder / "traces" / f"{file.stem}_{burst_ms}ms_is_lost.txt"
        lost[burst_ms] = np.loadtxt(trace, dtype=int).astype(bool)[:packets]
    return Utterance(file.stem, sound[: packets * PACKET_SAMPLES], lost)
