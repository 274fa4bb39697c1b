"""How loud it is: RMS and peak of each 50 ms, for a meter and a running waveform."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audio.block import INT16_SCALE, AudioBlock

WINDOW_MS = 50
FLOOR_DBFS = -96.0  # the step of 16-bit samples; digital silence reads as this


@dataclass(frozen=True, slots=True)
class Level:
    """Loudness of one window over all channels, in dB relative to full scale."""

    pts_ns: int
    rms_dbfs: float
    peak_dbfs: float


class LevelMeter:
    """Blocks in, one Level per full window out; windows do not cross a reset."""

    def __init__(self) -> None:
        self._pending: list[AudioBlock] = []
        self._pending_samples = 0

    def push(self, block: AudioBlock) -> Sequence[Level]:
        """Take the next block."""
        self._pending.append(block)
        self._pending_samples += len(block.samples)
        window_samples = block.sample_rate_hz * WINDOW_MS // 1000
        if self._pending_samples < window_samples:
            return ()
        first = self._pending[0]
        samples = np.concatenate([pending.samples for pending in self._pending])
        self.reset()
        whole = len(samples) // window_samples
        rest = samples[whole * window_samples :]
        if len(rest):
            rest_pts_ns = block.end_ns - len(rest) * 1_000_000_000 // block.sample_rate_hz
            self._pending = [AudioBlock(rest_pts_ns, rest, block.sample_rate_hz)]
            self._pending_samples = len(rest)
        return [
            level(
                first.pts_ns + index * WINDOW_MS * 1_000_000,
                samples[index * window_samples : (index + 1) * window_samples],
            )
            for index in range(whole)
        ]

    def flush(self) -> Sequence[Level]:
        """Return nothing: part of a window is no reading."""
        return ()

    def reset(self) -> None:
        """Start a new window with the next block."""
        self._pending = []
        self._pending_samples = 0


def level(pts_ns: int, samples: np.typing.NDArray[np.int16]) -> Level:
    """Return the loudness of (n, channels) int16 samples."""
    full_scale = samples.astype(np.float32) / INT16_SCALE
    rms = float(np.sqrt(np.mean(full_scale**2)))
    return Level(pts_ns, dbfs(rms), dbfs(float(np.abs(full_scale).max())))


def dbfs(amplitude: float) -> float:
    """Return an amplitude, 1.0 being full scale, in dB, not below the floor."""
    return max(FLOOR_DBFS, 20 * float(np.log10(amplitude))) if amplitude > 0 else FLOOR_DBFS
