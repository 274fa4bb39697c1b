"""Single pictures out of a recording's `video.mkv`, by their time."""

from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.video.frame import VideoFrame

from app.engine.clock import NS_PER_S
from app.errors import StorageError

AHEAD_NS = 2 * NS_PER_S  # decoding on is cheaper than seeking up to here


class Pictures:
    """An open video that is asked for the picture at a time; one owner, one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open the video; raises StorageError."""
        self._path = path
        try:
            self._container = av.open(str(path))
        except (OSError, av.FFmpegError) as error:
            raise StorageError(f"cannot read {path}: {error}") from error
        if not self._container.streams.video:
            self._container.close()
            raise StorageError(f"cannot read {path}: it holds no pictures")
        self._stream = self._container.streams.video[0]
        self._stream.thread_type = "NONE"  # two cores are busy enough
        self._shown: VideoFrame | None = None
        self._next: VideoFrame | None = None
        self._frames = self._container.decode(self._stream)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    def at(self, time_ns: int) -> VideoFrame | None:
        """Return the picture that is shown at `time_ns`; None before the first and without any.

        Raises:
            StorageError: the file is damaged here.
        """
        try:
            if not self._reachable(time_ns):
                self._seek(time_ns)
            while self._next is None or self._time_ns(self._next) <= time_ns:
                if self._next is not None:
                    self._shown = self._next
                self._next = next(self._frames, None)
                if self._next is None:
                    break
        except (OSError, av.FFmpegError) as error:
            raise StorageError(f"cannot read {self._path}: {error}") from error
        return self._shown

    def _reachable(self, time_ns: int) -> bool:
        """Tell whether the picture is the one shown, or a little ahead."""
        if self._shown is None:
            return time_ns < AHEAD_NS
        return 0 <= time_ns - self._time_ns(self._shown) <= AHEAD_NS

    def _seek(self, time_ns: int) -> None:
        assert self._stream.time_base is not None
        ticks = round(time_ns / NS_PER_S / self._stream.time_base)
        self._container.seek(max(0, ticks), stream=self._stream)
        self._frames = self._container.decode(self._stream)
        self._shown = self._next = None

    def _time_ns(self, frame: VideoFrame) -> int:
        if frame.pts is None or frame.time_base is None:
            return 0
        return round(frame.pts * frame.time_base * NS_PER_S)
