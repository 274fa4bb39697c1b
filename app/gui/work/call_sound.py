"""The last minute of a guest's sound, as it was played and as it would have been without repair."""

import tempfile
from collections import deque
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.storage.wav import WavInfo
from audio.block import AudioBlock
from audio.plc.heard import ConcealedGap

KEPT_S = 60
NS_PER_S = 1_000_000_000
BLOCKS = KEPT_S * 50  # of 20 ms


class LastMinute:
    """Keeps the newest sound and the gaps in it; filled and asked on the engine's loop."""

    def __init__(self) -> None:
        self._blocks: deque[AudioBlock] = deque(maxlen=BLOCKS)
        self._gaps: deque[ConcealedGap] = deque(maxlen=BLOCKS)

    def push(self, item: object) -> None:
        """Take a block of sound, or a gap that ended."""
        if isinstance(item, AudioBlock):
            self._blocks.append(item)
        elif isinstance(item, ConcealedGap):
            self._gaps.append(item)

    def snapshot(self) -> tuple[list[AudioBlock], list[ConcealedGap]]:
        """Return what is kept, to be worked on elsewhere."""
        return list(self._blocks), list(self._gaps)


def write_both(blocks: list[AudioBlock], gaps: list[ConcealedGap]) -> tuple[Path, Path, int]:
    """Write the sound as it was played, and with silence where it was made up.

    Returns both files and their length in ns; `remove_both` takes them away again.
    """
    samples = np.concatenate([block.samples for block in blocks] or [np.zeros((0, 1), np.int16)])
    rate_hz = blocks[0].sample_rate_hz if blocks else 48_000
    start_ns = blocks[0].pts_ns if blocks else 0
    folder = Path(tempfile.mkdtemp(prefix="earshot-call-"))
    repaired = _written(folder / "repaired.wav", samples, rate_hz)
    unrepaired = _written(
        folder / "unrepaired.wav", silenced(samples, gaps, rate_hz, start_ns), rate_hz
    )
    return repaired, unrepaired, len(samples) * NS_PER_S // rate_hz


def remove_both(repaired: Path, unrepaired: Path) -> None:
    """Remove what `write_both` wrote."""
    repaired.unlink(missing_ok=True)
    unrepaired.unlink(missing_ok=True)
    repaired.parent.rmdir()


def silenced(
    samples: NDArray[np.int16], gaps: list[ConcealedGap], rate_hz: int, start_ns: int
) -> NDArray[np.int16]:
    """Return the sound with silence in each gap; `start_ns` is when its first sample was played."""
    bare = samples.copy()
    for gap in gaps:
        first = max(0, (gap.start_ns - start_ns) * rate_hz // NS_PER_S)
        last = (gap.start_ns + gap.duration_ns - start_ns) * rate_hz // NS_PER_S
        bare[first : max(0, last)] = 0
    return bare


def _written(path: Path, samples: NDArray[np.int16], rate_hz: int) -> Path:
    info = WavInfo(rate_hz, samples.shape[1], len(samples))
    path.write_bytes(info.header() + samples.astype("<i2").tobytes())
    return path
