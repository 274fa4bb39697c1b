"""Pictures from a live camera or screen; the device may come and go."""

import asyncio
import errno
import time
from collections.abc import AsyncGenerator, Generator

import av
import av.error
from av.container import InputContainer

from app.engine.clock import Clock
from app.engine.events import Gap, GapReason, Notice
from app.engine.media import CameraFrame
from app.engine.sources.address import PictureAddress
from app.engine.sources.devices import find_camera
from app.engine.sources.live import through_outages
from app.engine.sources.reader_thread import ReaderThread
from app.engine.sources.watchdog import CHECK_NS, Heartbeat
from app.errors import DeviceError

PICTURES_WAITING = 4
"""Older pictures than these are dropped, counted as a Gap; the newest are worth more."""

POLL_S = 0.005
"""Pause where a driver has no picture yet (AVFoundation does not wait) or half a one (the first
pictures of USB cameras are often cut)."""

_NO_HOARDING = {"fflags": "nobuffer", "fpsprobesize": "0"}
# FFmpeg would look at half a second of pictures first and then hand them out in a burst, stale.

_OPTIONS = {"avfoundation": {"framerate": "30"}, "x11grab": {"framerate": "30"}}
# AVFoundation refuses FFmpeg's default of 29.97 Hz on cameras that offer 30.

_CAUSES = {
    errno.ENOENT: "is not there; plug it in or choose another",
    errno.ENODEV: "is not there; plug it in or choose another",
    errno.EBUSY: "is used by another program; close that one",
    errno.EACCES: "may not be used by you; allow camera access (on Linux: join the group 'video')",
    errno.EPERM: "may not be used by you; allow camera access in the system settings",
}


class Camera:
    """A live camera (v4l2, avfoundation, dshow) or screen (x11grab).

    Pictures bear the time of their arrival. A device that is absent or vanishes is said once,
    tried again every 2 s, and marked by Gaps that meet until pictures are back. Pictures that
    the reader is too slow for are dropped, oldest first, as a Gap of their own.
    """

    def __init__(self, address: PictureAddress) -> None:
        """Name the device; nothing is opened yet."""
        self.name = f"camera {address.target}"
        self._address = address

    def items(
        self,
        clock: Clock,
        origin_ns: int,  # noqa: ARG002 - the protocol's; a device lives on the clock alone
    ) -> AsyncGenerator[CameraFrame | Gap | Notice, None]:
        """Return an endless stream of pictures."""
        return through_outages(
            self.name, clock, lambda: self._pictures(clock), lambda frame: frame.pts_ns
        )

    async def _pictures(self, clock: Clock) -> AsyncGenerator[CameraFrame | Gap, None]:
        """Yield the pictures of one opening of the device; raise DeviceError at its end."""
        heart = Heartbeat(clock.now_ns())
        previous_ns, dropped = clock.now_ns(), 0
        async with ReaderThread(
            lambda: self._read(clock, heart),
            name=self.name,
            capacity=PICTURES_WAITING,
            newest_wins=True,
        ) as reader:
            watch = asyncio.create_task(self._watch(clock, heart, reader), name="camera watchdog")
            try:
                async for frame in reader:
                    if reader.dropped > dropped:
                        dropped = reader.dropped
                        yield Gap(previous_ns, frame.pts_ns, self.name, GapReason.OVERFLOW)
                    previous_ns = frame.pts_ns
                    yield frame
            finally:
                watch.cancel()

    async def _watch(
        self, clock: Clock, heart: Heartbeat, reader: ReaderThread[CameraFrame]
    ) -> None:
        while not heart.is_dead(clock.now_ns()):
            await clock.sleep_until_ns(clock.now_ns() + CHECK_NS)
        reader.fail(DeviceError(f"The {self.name} gives no pictures; unplug it and plug it in."))

    def _read(self, clock: Clock, heart: Heartbeat) -> Generator[CameraFrame | None, None, None]:
        """Read the device on its thread; raise DeviceError when it cannot be opened or read."""
        with self._open() as container:
            stream = container.streams.video[0]
            packets = container.demux(stream)
            while True:
                try:
                    frames = next(packets).decode()
                except (av.error.BlockingIOError, av.error.InvalidDataError):
                    time.sleep(POLL_S)
                    packets = container.demux(stream)
                    frames = []
                except (av.error.FFmpegError, StopIteration) as error:
                    raise DeviceError(
                        f"The {self.name} has gone; plug it in again to go on."
                    ) from error
                yield None
                for frame in frames:
                    now_ns = clock.now_ns()
                    heart.beat(
                        now_ns
                    )  # here, so that a slow reader does not look like a dead camera
                    yield CameraFrame(now_ns, frame)

    def _open(self) -> InputContainer:
        camera = find_camera(self._address)
        try:
            return av.open(
                camera.target,
                mode="r",
                format=camera.format,
                options=_NO_HOARDING | _OPTIONS.get(camera.format, {}),
            )
        except (av.error.FFmpegError, ValueError) as error:  # ValueError: no such format here
            code = error.errno if isinstance(error, av.error.FFmpegError) else errno.ENOENT
            cause = _CAUSES.get(code or 0, f"cannot be opened ({error})")
            raise DeviceError(f"The {self.name} {cause}.") from error
