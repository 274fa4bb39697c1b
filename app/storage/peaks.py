"""The outline of a recording's sound for a waveform: the peak of each 10 ms, kept in the folder.

    peaks.npy      (n,) uint8, 0 silence .. 255 full scale, on a scale of decibels

A 10-hour recording has 3.6 MB of them, so it is drawn at once without reading gigabytes of sound.
"""

import contextlib
import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.disk import replace_file
from app.errors import StorageError
from app.storage import wav
from app.storage.meta import State
from app.storage.recording import Recording
from audio.block import INT16_SCALE
from audio.level import FLOOR_DBFS

FILE_NAME = "peaks.npy"
PER_S = 100
CHUNK_PEAKS = 6_000  # a minute of sound at a time: little memory, however long the recording
LOUDEST = 255
QUIETEST_DBFS = FLOOR_DBFS / 2  # below this a waveform is flat


def read_peaks(recording: Recording) -> NDArray[np.uint8]:
    """Return the peaks, computing and keeping them on first use; empty without sound.

    Raises:
        StorageError: the sound cannot be read.
    """
    if not recording.audio_path.exists():
        return np.zeros(0, np.uint8)
    info = wav.read_info(recording.audio_path)
    count = -(-info.frames * PER_S // info.sample_rate_hz)
    path = recording.folder / FILE_NAME
    kept = _kept(path)
    if kept is not None and len(kept) == count:
        return kept
    peaks = _computed(recording.audio_path, info, count)
    if recording.meta.state is not State.RECORDING:
        _keep(path, peaks)
    return peaks


def _kept(path: Path) -> NDArray[np.uint8] | None:
    try:
        peaks = np.load(path)
    except (OSError, ValueError, EOFError):
        return None
    if not isinstance(peaks, np.ndarray) or peaks.ndim != 1 or peaks.dtype != np.uint8:
        return None
    kept: NDArray[np.uint8] = peaks
    return kept


def _keep(path: Path, peaks: NDArray[np.uint8]) -> None:
    """Save work for next time; a folder that cannot be written to is no error here."""
    file = io.BytesIO()
    np.save(file, peaks)
    with contextlib.suppress(OSError):
        replace_file(path, file.getvalue())


def _computed(path: Path, info: wav.WavInfo, count: int) -> NDArray[np.uint8]:
    peaks = np.zeros(count, np.uint8)
    if not info.frames:
        return peaks
    try:
        samples = np.memmap(
            path, "<i2", "r", offset=wav.HEADER_BYTES, shape=(info.frames, info.channels)
        )
    except (OSError, ValueError) as error:
        raise StorageError(f"cannot read {path}: {error}") from error
    # the first sample of each peak, so that rates that are no multiple of 100 stay in time
    starts = np.arange(count + 1, dtype=np.int64) * info.sample_rate_hz // PER_S
    for first in range(0, count, CHUNK_PEAKS):
        last = min(first + CHUNK_PEAKS, count)
        begin, end = int(starts[first]), min(int(starts[last]), info.frames)
        loud = np.abs(samples[begin:end].astype(np.int32)).max(axis=1)
        peaks[first:last] = shade(np.maximum.reduceat(loud, starts[first:last] - begin))
    return peaks


def shade(loudest: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Return how high a waveform stands at these int16 amplitudes, (n,) 0..255."""
    decibels = 20 * np.log10(np.maximum(loudest, 1) / INT16_SCALE)
    share = (decibels - QUIETEST_DBFS) / -QUIETEST_DBFS
    return np.asarray(np.rint(share.clip(0, 1) * LOUDEST), np.uint8)
