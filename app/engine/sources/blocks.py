"""Runs of samples cut into the blocks of the engine, timed by counting."""

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from app.engine.clock import NS_PER_S
from app.engine.events import Gap, GapReason
from audio.block import AudioBlock

BLOCK_MS = 20
"""The block of the whole engine; also one Opus packet."""

LOWEST_RATE_HZ = 1_000 // BLOCK_MS
"""Of sound whose blocks hold a sample each."""

JUMP_LIMIT_NS = 40_000_000
"""File times further ahead of the samples than this are a hole: sound and picture may not part
by more (the engine's promise), and rounded times of containers stay below (Matroska: 1 ms)."""


class BlockCutter:
    """Cuts a run of samples into blocks and counts their time."""

    def __init__(self, source: str, rate_hz: int, channels: int, start_ns: int) -> None:
        self._source = source
        self._rate_hz = rate_hz
        self._channels = channels
        self._block_samples = rate_hz * BLOCK_MS // 1_000
        self._start_ns = start_ns
        self._out_samples = 0  # since _start_ns
        self._held = np.empty((0, channels), np.int16)

    def accepts(self, rate_hz: int, channels: int) -> bool:
        """Tell whether sound of this shape continues the stream."""
        return (rate_hz, channels) == (self._rate_hz, self._channels)

    @property
    def next_ns(self) -> int:
        """Time of the first sample not yet given out."""
        return self._start_ns + self._out_samples * NS_PER_S // self._rate_hz

    def skip_to(
        self, origin_ns: int, media_ns: int | None
    ) -> Generator[AudioBlock | Gap, None, None]:
        """Mark a hole when the file says that the next samples come later than counted."""
        if media_ns is None:
            return
        counted = self._out_samples + len(self._held)
        expected_ns = self._start_ns + counted * NS_PER_S // self._rate_hz
        actual_ns = origin_ns + media_ns
        if actual_ns - expected_ns > JUMP_LIMIT_NS:
            yield from self.flush()
            yield Gap(expected_ns, actual_ns, self._source, GapReason.MISSING_IN_FILE)
            self._start_ns = actual_ns
            self._out_samples = 0

    def push(self, samples: NDArray[np.int16]) -> Generator[AudioBlock, None, None]:
        """Take (n, channels) samples; yield the blocks that are full."""
        run = np.concatenate((self._held, samples)) if len(self._held) else samples
        whole = len(run) - len(run) % self._block_samples
        for start in range(0, whole, self._block_samples):
            yield self._block(run[start : start + self._block_samples])
        self._held = run[whole:]

    def flush(self) -> Generator[AudioBlock, None, None]:
        """Yield the last, shorter block."""
        if len(self._held):
            held, self._held = self._held, self._held[:0]
            yield self._block(held)

    def _block(self, samples: NDArray[np.int16]) -> AudioBlock:
        samples.flags.writeable = False
        block = AudioBlock(self.next_ns, samples, self._rate_hz)
        self._out_samples += len(samples)
        return block
