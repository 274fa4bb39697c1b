"""Pictures from a file or a generator, on media time."""

from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from pathlib import Path

import av
from av.video.frame import VideoFrame

from app.engine.clock import NS_PER_S, Clock
from app.engine.events import Notice
from app.engine.media import CameraFrame
from app.engine.sources.address import PictureAddress
from app.engine.sources.media_file import Decoding, open_media_file, plain_name
from app.engine.sources.reader_thread import ReaderThread
from app.engine.sources.rotation import Upright
from app.errors import MediaFileError

PICTURES_AHEAD = 4
"""Decoded pictures waiting, about 130 ms at 30 Hz: enough for an uneven decoder, 6 MB at 720p."""

DEFAULT_RATE_HZ = 25
"""For files that give neither times nor a rate; FFmpeg assumes the same."""


class VideoFile:
    """The pictures of a video file, or of a `lavfi` generator, turned upright.

    Damaged pictures are skipped and counted in one Notice at the end.
    """

    def __init__(self, address: Path | PictureAddress, *, paced: bool) -> None:
        """Name the file.

        Args:
            address: a file, or a generator's address.
            paced: yield each picture at its time on the clock; otherwise as fast as taken.
        """
        self.name = plain_name(address) if isinstance(address, Path) else address.target
        self._address = address
        self._paced = paced

    async def items(
        self, clock: Clock, origin_ns: int
    ) -> AsyncGenerator[CameraFrame | Notice, None]:
        """Yield the pictures; media time zero is `origin_ns`.

        Raises:
            MediaFileError: the file is absent, not a video, or holds no intact picture.
        """
        async with ReaderThread[CameraFrame | Notice](
            lambda: self._read(origin_ns), name=f"decode {self.name}", capacity=PICTURES_AHEAD
        ) as items:
            async for item in items:
                if self._paced:
                    await clock.sleep_until_ns(item.pts_ns)
                yield item

    def _read(self, origin_ns: int) -> Generator[CameraFrame | Notice | None, None, None]:
        upright = Upright()
        last_ns = None
        with self._open() as decoding:
            step_ns = int(NS_PER_S / (decoding.stream.average_rate or DEFAULT_RATE_HZ))
            for frame in decoding.frames():
                if not isinstance(frame, VideoFrame):
                    yield None
                    continue
                pts_ns = decoding.time_ns(frame)
                if pts_ns is None:
                    pts_ns = 0 if last_ns is None else last_ns + step_ns
                if last_ns is not None and pts_ns <= last_ns:
                    decoding.damaged += 1
                    continue
                last_ns = pts_ns
                yield CameraFrame(origin_ns + pts_ns, upright.turn(frame))
            if last_ns is None:
                raise MediaFileError(f"{self.name} holds no picture that can be decoded.")
            if decoding.damaged:
                text = f"{self.name}: {decoding.damaged} damaged pictures were skipped."
                yield Notice(origin_ns + last_ns, self.name, text)

    @contextmanager
    def _open(self) -> Generator[Decoding, None, None]:
        if isinstance(self._address, Path):
            with open_media_file(self._address, "video") as decoding:
                yield decoding
            return
        try:
            container = av.open(self._address.target, mode="r", format=self._address.format)
        except av.FFmpegError as error:
            raise MediaFileError(
                f"{self.name} is no picture generator FFmpeg understands ({error.strerror})."
            ) from error
        with container:
            yield Decoding(container, container.streams.video[0])
