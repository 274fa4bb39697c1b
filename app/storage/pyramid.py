"""A recording's waveform at every zoom, built while it is recorded and kept beside the sound.

    waveform/0 .. 6    the levels of `audio.waveform`, each its buckets one after another

Each level grows out of the one below it, the lowest out of `audio.wav`: whatever a killed program
left is continued, and an old recording gets its levels when it is first looked at. The dominant
sounds come from the runs in `events.db`. `earshot bench waveform` measures a ten-hour recording.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.disk import cannot_write
from app.engine.clock import NS_PER_S
from app.errors import StorageError
from app.storage import wav
from app.storage.dominant import DominantSounds
from app.storage.events import open_events
from app.storage.meta import State
from app.storage.recording import Recording
from audio.block import INT16_SCALE
from audio.level import Level
from audio.waveform import (
    BUCKET_FRAMES,
    FACTOR,
    LEVELS,
    SHAPE,
    Shapes,
    bucket_frames,
    coarser_shapes,
    finest_shapes,
    joined,
    stretches,
)

FOLDER = "waveform"
CHUNK_BUCKETS = 16_384  # 87 s at 48 kHz: little memory, however long the recording
GROW_EVERY = 20  # readings of the level meter: once a second


@dataclass(frozen=True, slots=True)
class Columns:
    """A stretch of a recording in columns of equal length, to be painted.

    Attributes:
        low: (columns,) float32, the lowest sample, -1..1; 0 where there is no sound.
        high: the highest.
        rms: the root of the mean square, 0..1.
        sounds: (columns,) the key of the dominant sound; "" where nobody listened.
    """

    low: NDArray[np.float32]
    high: NDArray[np.float32]
    rms: NDArray[np.float32]
    sounds: list[str]


class GrowingPyramid:
    """The stage that builds the levels while the sound is being written.

    It reads what has reached the file and never holds up who writes it. When it cannot write it
    gives up: the levels are made when the recording is looked at.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._readings = 0

    def push(self, item: Level) -> Sequence[object]:  # noqa: ARG002 - it tells that time has passed
        """Grow once a second."""
        self._readings += 1
        if self._readings % GROW_EVERY == 0:
            self._grow()
        return ()

    def flush(self) -> Sequence[object]:
        """Grow by what has been written since."""
        self._grow()
        return ()

    def reset(self) -> None:
        """Nothing is remembered."""

    def _grow(self) -> None:
        if self._recording.audio_path.exists():
            grow(self._recording)


class Pyramid:
    """Answers how a stretch looks; `read_pyramid` makes it."""

    def __init__(
        self, info: wav.WavInfo, samples: NDArray[np.int16], levels: Sequence[Shapes]
    ) -> None:
        """Take the sound, (frames, channels), and its levels, which may lack the newest part."""
        self._info = info
        self._samples = samples
        self._levels = levels
        self.dominant = DominantSounds(())

    @property
    def duration_ns(self) -> int:
        """Length of the sound."""
        return self._info.frames * NS_PER_S // self._info.sample_rate_hz

    def columns(self, start_ns: int, end_ns: int, count: int) -> Columns:
        """Return `count` >= 1 columns from `start_ns` to `end_ns`, from the recording's origin."""
        span = (end_ns - start_ns) * self._info.sample_rate_hz / NS_PER_S / count
        first = start_ns * self._info.sample_rate_hz / NS_PER_S
        edges = np.floor(first + span * np.arange(count + 1)).astype(np.int64)
        shapes = np.zeros(count, SHAPE)
        level = -1
        while level + 1 < LEVELS and bucket_frames(level + 1) <= span:
            level += 1
        self._fill(shapes, edges, level)
        scale = np.float32(INT16_SCALE)
        return Columns(
            shapes["low"].astype(np.float32) / scale,
            shapes["high"].astype(np.float32) / scale,
            shapes["rms"].astype(np.float32) / scale,
            self.dominant.columns(start_ns, end_ns, count),
        )

    def _fill(self, shapes: Shapes, edges: NDArray[np.int64], level: int) -> None:
        """Fill the columns that a level knows whole; what is newer is finer levels' to know."""
        width = bucket_frames(level) if level >= 0 else 1
        known = len(self._levels[level]) * width if level >= 0 else self._info.frames
        reach = edges[1:] if level >= 0 else edges[:-1] + 1
        here = (edges[:-1] >= 0) & (reach <= known)
        if here.any():
            starts = edges[:-1][here] // width
            end = max(int(edges[1:][here][-1]) // width, int(starts[-1]) + 1)
            if level >= 0:
                shapes[here] = joined(self._levels[level][:end], starts)
            else:
                shapes[here] = stretches(self._samples[starts[0] : end], starts - starts[0])
        if level < 0:
            return
        later = int(np.argmax(reach > known)) if (reach > known).any() else len(shapes)
        if later < len(shapes):
            self._fill(shapes[later:], edges[later:], level - 1)


def read_pyramid(recording: Recording) -> Pyramid | None:
    """Return the waveform, building what is missing of it; None without sound.

    Raises:
        StorageError: the sound or the events cannot be read.
    """
    if not recording.audio_path.exists():
        return None
    info = wav.read_info(recording.audio_path)
    if not info.frames:
        return None
    levels = grown_levels(recording) or computed_levels(recording.audio_path, info)
    pyramid = Pyramid(info, mapped(recording.audio_path, info), levels)
    with open_events(recording.events_path) as events:
        pyramid.dominant = DominantSounds(events.sound_runs())
    return pyramid


def grown_levels(recording: Recording) -> list[Shapes]:
    """Return the levels that are kept, brought up to date; none where they are another's to grow.

    That is while a recording is being written, and in a folder that cannot be written to.
    """
    if recording.meta.state is State.RECORDING:
        return []
    try:
        grow(recording)
        return [kept_level(recording.folder, level) for level in range(LEVELS)]
    except (OSError, StorageError):
        return []


def grow(recording: Recording) -> None:
    """Bring all levels up to what the sound file holds.

    Raises:
        StorageError: the sound cannot be read or the levels not be written.
    """
    info = wav.read_info(recording.audio_path)
    folder = recording.folder / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        done = bucket_count(folder / "0")
        if done * BUCKET_FRAMES > info.frames:
            discard(folder)
            done = 0
        samples = mapped(recording.audio_path, info)
        for chunk in whole_buckets(samples, done):
            append(folder / "0", chunk)
        for level in range(1, LEVELS):
            grow_level(folder, level)
    except OSError as error:
        raise cannot_write(folder, error) from error


def grow_level(folder: Path, level: int) -> None:
    """Bring one level up to the one below it; raises OSError."""
    path = folder / str(level)
    first = bucket_count(path) * FACTOR
    count = (bucket_count(folder / str(level - 1)) - first) // FACTOR * FACTOR
    if count > 0:
        finer = np.fromfile(folder / str(level - 1), SHAPE, count, offset=first * SHAPE.itemsize)
        append(path, coarser_shapes(finer))


def computed_levels(path: Path, info: wav.WavInfo) -> list[Shapes]:
    """Return all levels of a sound file, made in memory."""
    levels = [np.concatenate([np.zeros(0, SHAPE), *whole_buckets(mapped(path, info), 0)])]
    for _ in range(1, LEVELS):
        levels.append(coarser_shapes(levels[-1][: len(levels[-1]) // FACTOR * FACTOR]))
    return levels


def whole_buckets(samples: NDArray[np.int16], done: int) -> Iterator[Shapes]:
    """Yield the buckets after the first `done`, some at a time."""
    count = len(samples) // BUCKET_FRAMES
    for first in range(done, count, CHUNK_BUCKETS):
        last = min(first + CHUNK_BUCKETS, count)
        yield finest_shapes(samples[first * BUCKET_FRAMES : last * BUCKET_FRAMES])


def mapped(path: Path, info: wav.WavInfo) -> NDArray[np.int16]:
    """Return the samples of a sound file, (frames, channels), read where they are used."""
    try:
        return np.memmap(
            path, "<i2", "r", offset=wav.HEADER_BYTES, shape=(info.frames, info.channels)
        )
    except (OSError, ValueError) as error:
        raise StorageError(f"cannot read {path}: {error}") from error


def kept_level(folder: Path, level: int) -> Shapes:
    """Return a level as it lies in its file; raises OSError."""
    path = folder / FOLDER / str(level)
    count = bucket_count(path)
    return np.memmap(path, SHAPE, "r", shape=(count,)) if count else np.zeros(0, SHAPE)


def bucket_count(path: Path) -> int:
    """Return how many whole buckets a file holds; 0 when it is absent."""
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_size // SHAPE.itemsize
    return 0


def append(path: Path, shapes: Shapes) -> None:
    """Write buckets after the last whole one; raises OSError."""
    whole_bytes = bucket_count(path) * SHAPE.itemsize
    with path.open("ab") as file:
        file.truncate(whole_bytes)
        file.write(shapes.tobytes())


def discard(folder: Path) -> None:
    """Remove the levels of another sound; raises OSError."""
    for level in range(LEVELS):
        (folder / str(level)).unlink(missing_ok=True)
