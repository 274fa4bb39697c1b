"""The comparison that `earshot plc demo` writes: one voice, many ways to fill its gaps."""

import importlib
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.cli.bench import SOURCE
from app.cli.plc_picture import draw
from app.cli.sound_file import read_sound, write_sound
from app.errors import StorageError, UsageError
from app.storage.whole_file import check_is_not_read
from audio.plc import Concealer, Continuer
from audio.plc.losses import bursts
from audio.plc.recording import conceal
from audio.resample import StreamResampler

RATE_HZ = 16_000  # at which all peers work
PACKET_MS = 20
PACKET_SAMPLES = RATE_HZ * PACKET_MS // 1000
DATA = SOURCE.parent / "shared" / "data" / "plc"  # where a checkout's evaluation material lies

System = Callable[[NDArray[np.float32], NDArray[np.bool_]], NDArray[np.float32]]
"""(n,) sound and (k,) lost packets to (n,) concealed."""


def compare(
    path: Path, loss: float, burst_ms: int, seed: int, network: Continuer[Any] | None, out: Path
) -> list[bool]:
    """Write every version of the sound and the picture; return which packets were lost.

    Args:
        path: the sound.
        loss: share of its packets.
        burst_ms: length of each gap, whole packets.
        seed: of the dice that lose them.
        network: fills ours, see `audio.plc.Concealer`.
        out: folder, made if need be.

    Raises:
        MediaFileError: the sound cannot be read.
        StorageError: `out` cannot be written.
        UsageError: the sound is too short to lose anything, or would be written over.
    """
    samples, rate_hz = read_sound(path)
    resampler = StreamResampler(rate_hz, RATE_HZ)
    mono = samples.mean(axis=1, dtype=np.float32)
    sound = np.concatenate((resampler.push(mono), resampler.flush()))
    packets = len(sound) // PACKET_SAMPLES
    sound = sound[: packets * PACKET_SAMPLES]
    lost = bursts(packets, loss, burst_ms // PACKET_MS, seed)
    if not lost.any():
        raise UsageError(f"{path} is too short to lose {burst_ms} ms of it")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make the folder {out}: {error.strerror}") from error
    gone = np.repeat(lost, PACKET_SAMPLES)
    heard = {"original": sound, "lossy": np.where(gone, np.float32(0), sound)}
    with ExitStack() as stack:
        fillings = systems(network, stack)
        for name in (*heard, *fillings):
            check_is_not_read(out / f"{name}.wav", path)
        for name, system in fillings.items():
            heard[name] = system(sound, lost)
    for name, version in heard.items():
        write_sound(out / f"{name}.wav", version[:, None], RATE_HZ)
    draw(out / "picture.png", heard, gone, RATE_HZ)
    return [bool(packet) for packet in lost]


def systems(network: Continuer[Any] | None, stack: ExitStack) -> dict[str, System]:
    """Return the peers that can be run here, and ours last; `stack` ends what they started."""
    found: dict[str, System] = {}
    if (SOURCE / "tests" / "bench").is_dir():
        sys.path.insert(0, str(SOURCE))
        benches = importlib.import_module("tests.bench.plc_systems")
        found.update(benches.peers(DATA, stack, make=False))
        del found["zero"]  # the same as lossy
    else:
        print("peers are not part of the installed program", file=sys.stderr)

    def ours(sound: NDArray[np.float32], lost: NDArray[np.bool_]) -> NDArray[np.float32]:
        concealer = Concealer(RATE_HZ, network=network)
        return conceal(concealer, sound[:, None], lost.tolist(), PACKET_SAMPLES)[:, 0]

    return {**found, "earshot": ours}
