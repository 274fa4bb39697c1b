"""Playing what aiortc's own track gives, for when its packets cannot be seen.

By then aiortc has turned each lost packet into a hole of up to 300 ms and has put 280 ms of delay
in front (measured, aiortc 1.16), so all that is left to do is to wait long enough and to fill the
holes. It keeps a program working after a change in aiortc; it is no substitute for the packets.
"""

from collections import deque

import numpy as np

from audio.plc.concealer import Concealer
from audio.plc.continuer import FloatArray
from audio.plc.receiver import Heard, Kind

SAMPLE_RATE_HZ = 48_000
TICK_SAMPLES = 480
# aiortc holds up to 16 packets of 20 ms back after a loss: a shorter wait runs dry.
DELAY_SAMPLES = SAMPLE_RATE_HZ * 320 // 1000
CAPACITY_SAMPLES = SAMPLE_RATE_HZ
SILENT_TICKS = 100  # a second with nothing to play: the stream is over or has jumped


class TrackPlayout:
    """Frames in with their time stamps, ten milliseconds at every tick out; no clock."""

    def __init__(self, channels: int) -> None:
        """Play `channels` channels."""
        self._channels = channels
        self._concealer = Concealer(SAMPLE_RATE_HZ, channels)
        self._waiting: deque[tuple[int, FloatArray]] = deque()
        self._position: int | None = None  # time stamp of the next sample to play
        self._dry_ticks = 0

    def add(self, pts: int, samples: FloatArray) -> None:
        """Take (n, channels) samples whose first has time stamp `pts`, in samples."""
        if self._waiting and pts < self._waiting[-1][0]:
            self._waiting.clear()  # time stamps began anew
            self._position = None
        self._waiting.append((pts, samples))
        while self._waiting[-1][0] - self._waiting[0][0] > CAPACITY_SAMPLES:
            self._waiting.popleft()
            self._position = self._waiting[0][0]

    def get(self) -> Heard:
        """Return the next 10 ms."""
        if self._position is None:
            if not self._waiting or self._span() < DELAY_SAMPLES:
                return Heard(np.zeros((TICK_SAMPLES, self._channels), np.float32), "normal", None)
            self._position = self._waiting[0][0]
        start, parts, missing = self._position, [], TICK_SAMPLES
        heard = 0
        while missing:
            part = self._good(missing)
            if part is None:
                part = self._concealer.lost(self._hole(missing))
            else:
                heard += len(part)
            parts.append(part)
            missing -= len(part)
            self._position += len(part)
        self._dry_ticks = 0 if heard else self._dry_ticks + 1
        if self._dry_ticks > SILENT_TICKS:
            self._position, self._dry_ticks = None, 0
        kind: Kind = "normal" if 2 * heard >= TICK_SAMPLES else "concealed"
        return Heard(np.concatenate(parts), kind, start)

    def _span(self) -> int:
        return self._waiting[-1][0] + len(self._waiting[-1][1]) - self._waiting[0][0]

    def _good(self, most: int) -> FloatArray | None:
        """Return up to `most` samples that belong at the position, None where there are none."""
        assert self._position is not None
        while self._waiting:
            pts, samples = self._waiting[0]
            skip = self._position - pts
            if skip < 0:
                return None
            taken = samples[skip : skip + most]
            if skip + len(taken) >= len(samples):
                self._waiting.popleft()
            if len(taken):
                return self._concealer.good(taken)
        return None

    def _hole(self, most: int) -> int:
        """Return how many samples are missing at the position, at most `most`."""
        assert self._position is not None
        return min(most, self._waiting[0][0] - self._position) if self._waiting else most
