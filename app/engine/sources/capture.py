"""What a capture ring holds, as blocks, gaps and notices in order."""

from collections import deque
from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.engine.events import Gap, Notice
from app.engine.sources.blocks import BLOCK_MS
from app.engine.sources.capture_timeline import CaptureTimeline
from app.engine.sources.watchdog import SilenceWatchdog
from audio.block import AudioBlock


class FrameReader(Protocol):
    """The reading side of a ring."""

    def read(self, max_frames: int) -> NDArray[np.int16]:
        """Take the oldest frames, (n, channels)."""
        ...


class CaptureStream(Protocol):
    """What a device callback leaves behind; see `portaudio.Input`."""

    rate_hz: int
    written: int
    arrival: tuple[int, int]
    holes: deque[tuple[int, int]]

    @property
    def ring(self) -> FrameReader:
        """The captured samples."""
        ...


class Capture:
    """Reads one stream in 20 ms blocks and accounts for every frame the device delivered."""

    def __init__(self, source: str, stream: CaptureStream) -> None:
        self._source = source
        self._stream = stream
        self._block_frames = stream.rate_hz * BLOCK_MS // 1_000
        self._read_frames = 0
        self._timeline: CaptureTimeline | None = None
        self._silence = SilenceWatchdog(source)

    def take(self) -> Iterator[AudioBlock | Gap | Notice]:
        """Yield what whole blocks there are; a block before a hole may be shorter."""
        delivered, arrival_ns = self._stream.arrival
        if not delivered:
            return
        if self._timeline is None:
            self._timeline = CaptureTimeline(
                self._source, self._stream.rate_hz, delivered, arrival_ns
            )
        gap = self._timeline.observe(delivered, arrival_ns)
        if gap is not None:
            yield gap
        yield from self._read(self._timeline, at_least=self._block_frames)

    def finish(self) -> Iterator[AudioBlock | Gap | Notice]:
        """Yield the rest, and the gap of a silence that still lasted."""
        if self._timeline is not None:
            yield from self._read(self._timeline, at_least=1)
            yield from self._silence.flush(self._timeline.next_ns)

    def _read(
        self, timeline: CaptureTimeline, at_least: int
    ) -> Iterator[AudioBlock | Gap | Notice]:
        while True:
            until = self._stream.written  # before the look at the holes: none is missed below it
            hole = self._stream.holes[0] if self._stream.holes else None
            if hole is not None and hole[0] == self._read_frames:
                yield timeline.lose(self._forget_hole())
                continue
            if hole is not None:
                until = min(until, hole[0])
            elif until - self._read_frames < at_least:
                return
            samples = self._stream.ring.read(min(self._block_frames, until - self._read_frames))
            samples.flags.writeable = False
            self._read_frames += len(samples)
            block = AudioBlock(timeline.place(len(samples)), samples, self._stream.rate_hz)
            yield from self._silence.push(block)
            yield block

    def _forget_hole(self) -> int:
        """Drop the holes at the present place; return the frames they lost together."""
        lost = 0
        while self._stream.holes and self._stream.holes[0][0] == self._read_frames:
            lost += self._stream.holes.popleft()[1]
        return lost
