"""Sound from a live microphone; the device may come and go."""

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Future
from typing import TypeVar

from app.engine.clock import Clock
from app.engine.events import Gap, Notice
from app.engine.sources import portaudio
from app.engine.sources.capture import Capture
from app.engine.sources.live import through_outages
from app.engine.sources.watchdog import CHECK_NS, Heartbeat
from app.errors import DeviceError
from audio.block import AudioBlock

SAMPLE_RATE_HZ = 48_000
"""What sound cards, Opus and video use."""

CLOSE_LIMIT_S = 0.25
"""How long closing a stream may take: hosts hang when their server has died."""

Result = TypeVar("Result")
_log = logging.getLogger(__name__)


class Microphone:
    """A microphone in 20 ms blocks of int16, as captured.

    Threads: PortAudio's callback copies into a ring and wakes the loop; opening and closing block
    and run on short-lived daemon threads; everything else is on the loop.

    Said once each, as a Notice: no device, device vanished, 3 s of digital silence. An absence is
    marked by Gaps that meet, a silence by one Gap when it is over, and sound the ring had no room
    for by a Gap of exactly its length.
    """

    def __init__(
        self,
        device: int | str | None = None,
        *,
        sample_rate_hz: int = SAMPLE_RATE_HZ,
        channels: int = 1,
    ) -> None:
        """Name the device; nothing is opened yet.

        Args:
            device: index, part of a name, or None for the system's default.
            sample_rate_hz: rate wanted; blocks tell the rate obtained.
            channels: channels wanted; fewer where the device has fewer.
        """
        self.name = "microphone" if device is None else f"microphone {device}"
        self._device = device
        self._sample_rate_hz = sample_rate_hz
        self._channels = channels

    def items(
        self,
        clock: Clock,
        origin_ns: int,  # noqa: ARG002 - the protocol's; a device lives on the clock alone
    ) -> AsyncGenerator[AudioBlock | Gap | Notice, None]:
        """Return an endless stream of sound."""
        return through_outages(
            self.name, clock, lambda: self._sound(clock), lambda block: block.end_ns
        )

    async def _sound(self, clock: Clock) -> AsyncGenerator[AudioBlock | Gap | Notice, None]:
        """Yield the sound of one opening of the device; raise DeviceError at its end."""
        wake = asyncio.Event()
        stream = await self._opened(clock, wake)
        ticks = asyncio.create_task(_tick(clock, wake), name="microphone watchdog")
        heart = Heartbeat(clock.now_ns())
        capture = Capture(self.name, stream)
        try:
            alive = True
            while alive:
                await wake.wait()
                wake.clear()
                if stream.arrival[0]:
                    heart.beat(stream.arrival[1])
                alive = stream.is_active and not heart.is_dead(clock.now_ns())
                for item in capture.take():
                    yield item
            for item in capture.finish():
                yield item
            raise DeviceError(f"The {self.name} has gone; plug it in again to go on.")
        finally:
            ticks.cancel()
            await _close(stream)

    async def _opened(self, clock: Clock, wake: asyncio.Event) -> portaudio.Input:
        """Open on a thread; a stream that opens after nobody wants it any more is closed."""
        loop = asyncio.get_running_loop()
        opening = _on_thread(
            "open microphone",
            lambda: self._open(clock, lambda: loop.call_soon_threadsafe(wake.set)),
        )
        try:
            return await asyncio.wrap_future(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_close_unwanted)
            raise

    def _open(self, clock: Clock, wake: Callable[[], object]) -> portaudio.Input:
        portaudio.refresh()
        return portaudio.Input(
            self._device,
            self._sample_rate_hz,
            self._channels,
            now_ns=clock.now_ns,
            wake=wake,
        )


async def _tick(clock: Clock, wake: asyncio.Event) -> None:
    """Wake the reader now and then, so that it notices a device that says nothing."""
    while True:
        await clock.sleep_until_ns(clock.now_ns() + CHECK_NS)
        wake.set()


async def _close(stream: portaudio.Input) -> None:
    """Close on a thread; leave one that hangs to itself."""
    closing = asyncio.wrap_future(_on_thread("close microphone", stream.close))
    done, _ = await asyncio.wait([closing], timeout=CLOSE_LIMIT_S)
    if not done:
        _log.warning("PortAudio does not close its stream; its sound server hangs")


def _close_unwanted(opening: Future[portaudio.Input]) -> None:
    if opening.exception() is None:
        opening.result().close()


def _on_thread(name: str, call: Callable[[], Result]) -> Future[Result]:
    """Run a blocking call on a daemon thread of its own: if it hangs, the program still ends."""
    future: Future[Result] = Future()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as error:  # noqa: BLE001 - raised again where the future is awaited
            future.set_exception(error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return future
