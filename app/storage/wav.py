"""An append-only 16-bit PCM WAV file that any player reads, even after its writer was killed.

Ours, because libsndfile's RF64 is unreadable after a crash and soundfile cannot switch to RF64 at
4 GiB. Layout, 80 bytes of header (EBU Tech 3306 reserves the JUNK chunk for the switch):

    0 RIFF|RF64, size u32, WAVE   12 JUNK|ds64, 28 bytes   48 fmt , 16 bytes   72 data, size u32
"""

import os
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.disk import datasync
from app.errors import StorageError

HEADER_BYTES = 80
SAMPLE_BYTES = 2
RIFF_LIMIT_BYTES = 0xFFFF_FFFF  # the size field's largest value; in RF64 it says "see ds64"
PCM = 1  # WAVE_FORMAT_PCM

_HEADER = struct.Struct("<4sI4s 4sIQQQI 4sIHHIIHH 4sI")
assert _HEADER.size == HEADER_BYTES


@dataclass(frozen=True, slots=True)
class WavInfo:
    """What a WAV file holds.

    Attributes:
        sample_rate_hz: samples per second and channel.
        channels: interleaved channels.
        frames: samples per channel.
    """

    sample_rate_hz: int
    channels: int
    frames: int

    @property
    def frame_bytes(self) -> int:
        """Bytes of one sample of every channel."""
        return self.channels * SAMPLE_BYTES

    def header(self, riff_limit_bytes: int = RIFF_LIMIT_BYTES) -> bytes:
        """Return the header for so many frames; RF64 once the sizes no longer fit."""
        data_bytes = self.frames * self.frame_bytes
        riff_bytes = HEADER_BYTES - 8 + data_bytes
        large = riff_bytes > riff_limit_bytes
        long_sizes = (riff_bytes, data_bytes, self.frames) if large else (0, 0, 0)
        return _HEADER.pack(
            *(b"RF64" if large else b"RIFF", RIFF_LIMIT_BYTES if large else riff_bytes, b"WAVE"),
            *(b"ds64" if large else b"JUNK", 28, *long_sizes, 0),
            *(b"fmt ", 16, PCM, self.channels, self.sample_rate_hz),
            *(self.sample_rate_hz * self.frame_bytes, self.frame_bytes, 8 * SAMPLE_BYTES),
            *(b"data", RIFF_LIMIT_BYTES if large else data_bytes),
        )


class WavWriter:
    """Appends samples unbuffered; brings the header up to date and syncs once per second of them.

    Every method raises OSError when the disk fails; all whole frames that reached it stay.
    """

    def __init__(
        self,
        path: Path,
        sample_rate_hz: int,
        channels: int,
        riff_limit_bytes: int = RIFF_LIMIT_BYTES,
    ) -> None:
        self.sample_rate_hz = sample_rate_hz
        self.channels = channels
        self.frames = 0
        self._riff_limit_bytes = riff_limit_bytes
        self._synced_frames = 0
        self._file = path.open("xb", buffering=0)
        self._file.write(self._info().header())

    def append(self, samples: NDArray[np.int16]) -> None:
        """Write (n, channels) int16 at the end."""
        assert samples.ndim == 2
        assert samples.shape[1] == self.channels
        self._write(np.ascontiguousarray(samples, dtype="<i2").tobytes())
        self.frames += len(samples)
        self._sync_each_second()

    def append_silence(self, frames: int) -> None:
        """Grow by zeros; a hole in the file where the disk can keep one."""
        frame_bytes = self._info().frame_bytes
        self._file.truncate(HEADER_BYTES + (self.frames + frames) * frame_bytes)
        self._file.seek(0, os.SEEK_END)
        self.frames += frames
        self._sync_each_second()

    def close(self) -> None:
        """Write the final header and close; the file is closed even when that fails."""
        try:
            self._sync()
        finally:
            self._file.close()

    def _write(self, data: bytes) -> None:
        """Write all of `data`, or as many whole frames of it as the disk takes, and raise."""
        left = memoryview(data)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            frame_bytes = self._info().frame_bytes
            self.frames += (len(data) - len(left)) // frame_bytes
            self._file.truncate(HEADER_BYTES + self.frames * frame_bytes)
            raise

    def _sync_each_second(self) -> None:
        if self.frames - self._synced_frames >= self.sample_rate_hz:
            self._sync()

    def _sync(self) -> None:
        self._synced_frames = self.frames
        self._file.seek(0)
        self._file.write(self._info().header(self._riff_limit_bytes))
        self._file.seek(0, os.SEEK_END)
        datasync(self._file.fileno())

    def _info(self) -> WavInfo:
        return WavInfo(self.sample_rate_hz, self.channels, self.frames)


def read_info(path: Path) -> WavInfo:
    """Return what a file of `WavWriter` holds, by its true size and not by its header's.

    Raises:
        StorageError: it cannot be read, or is not of this layout.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEADER_BYTES)
            size_bytes = file.seek(0, os.SEEK_END)
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error
    if len(head) == HEADER_BYTES:
        fields = _HEADER.unpack(head)
        channels, sample_rate_hz = fields[12], fields[13]
        marks = (fields[0] in (b"RIFF", b"RF64"), fields[9] == b"fmt ", fields[17] == b"data")
        if all(marks) and channels and sample_rate_hz:
            frames = (size_bytes - HEADER_BYTES) // (channels * SAMPLE_BYTES)
            return WavInfo(sample_rate_hz, channels, frames)
    raise StorageError(f"{path} is not a sound file of this program")


def repair(path: Path, riff_limit_bytes: int = RIFF_LIMIT_BYTES) -> WavInfo:
    """Make the header agree with the file's size; half a frame at the end is cut off.

    Raises:
        StorageError: not a file of this layout.
        OSError: the disk fails.
    """
    info = read_info(path)
    with path.open("r+b", buffering=0) as file:
        file.truncate(HEADER_BYTES + info.frames * info.frame_bytes)
        file.write(info.header(riff_limit_bytes))
        os.fsync(file.fileno())
    return info
