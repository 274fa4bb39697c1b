"""Windows of 960 ms, one for each bar of 50 ms and centred on it, as a stream makes them known."""

import numpy as np
from numpy.typing import NDArray

from audio.block import NS_PER_S
from audio.level import dbfs
from audio.mel import LogMel
from models.log_mel import BANDS, HOP_SAMPLES, LOG_OFFSET, PATCH_FRAMES, SAMPLE_RATE_HZ, patches

BAR_MS = 50
BAR_NS = BAR_MS * NS_PER_S // 1000
BAR_SAMPLES = SAMPLE_RATE_HZ * BAR_MS // 1000
BAR_FRAMES = BAR_SAMPLES // HOP_SAMPLES

# Frame i looks at the 25 ms from 10 * i ms on. With 46 frames before the bar's own five the middle
# of the window lies 2.5 ms after the middle of the bar.
LEAD_FRAMES = 46
SILENT_LOG_MEL = np.log(LOG_OFFSET)


class Windows:
    """Cuts a 16 kHz mono stream into bars; before its start and after its end it is silent."""

    def __init__(self) -> None:
        self._mel = LogMel()
        self._rows = silent_rows(LEAD_FRAMES)  # from the first frame of the next window on
        self._levels_dbfs: list[float] = []
        self._rest = np.zeros(0, np.float32)

    def push(self, pcm: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Take the next (n,) samples in -1..1 and return what became known of the next bars.

        Returns:
            windows: (m, 96, 64) log-mel patches.
            levels_dbfs: (m,) RMS of the bars themselves.
        """
        self._measure(pcm)
        self._rows = np.concatenate((self._rows, self._mel.push(pcm)))
        return self._take(len(patches(self._rows, BAR_FRAMES)))

    def flush(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the bars still pending, as `push` does, and start anew; part of a bar is none."""
        pending = len(self._levels_dbfs)
        missing = PATCH_FRAMES + BAR_FRAMES * (pending - 1) - len(self._rows)
        self._rows = np.concatenate((self._rows, silent_rows(max(0, missing))))
        taken = self._take(pending)
        self.reset()
        return taken

    def reset(self) -> None:
        """Forget the past; the next sample is the first of bar 0."""
        self._mel.reset()
        self._rows = silent_rows(LEAD_FRAMES)
        self._levels_dbfs.clear()
        self._rest = np.zeros(0, np.float32)

    def _measure(self, pcm: NDArray[np.float32]) -> None:
        samples = np.concatenate((self._rest, pcm))
        whole = len(samples) // BAR_SAMPLES * BAR_SAMPLES
        self._rest = samples[whole:]
        power = np.square(samples[:whole].reshape(-1, BAR_SAMPLES)).mean(axis=1)
        self._levels_dbfs += [dbfs(float(rms)) for rms in np.sqrt(power)]

    def _take(self, count: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        windows = np.ascontiguousarray(patches(self._rows, BAR_FRAMES)[:count])
        levels_dbfs = np.array(self._levels_dbfs[:count], np.float32)
        self._rows = self._rows[count * BAR_FRAMES :]
        del self._levels_dbfs[:count]
        return windows, levels_dbfs


def silent_rows(count: int) -> NDArray[np.float32]:
    """Return (count, 64) rows of digital silence."""
    return np.full((count, BANDS), SILENT_LOG_MEL, np.float32)
