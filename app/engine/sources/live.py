"""Media of a device that may come and go."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Protocol, TypeVar

from app.engine.clock import Clock
from app.engine.events import Gap, GapReason, Notice
from app.engine.sources.watchdog import CHECK_NS, RETRY_NS, Outage
from app.errors import DeviceError


class Timed(Protocol):
    """Media with a time."""

    @property
    def pts_ns(self) -> int:
        """When it begins."""
        ...


Media = TypeVar("Media", bound=Timed)


async def through_outages(
    source: str,
    clock: Clock,
    opened: Callable[[], AsyncGenerator[Media | Gap | Notice, None]],
    end_ns: Callable[[Media], int],
) -> AsyncGenerator[Media | Gap | Notice, None]:
    """Yield what one opening of the device after the other yields; ends only when closed.

    Args:
        source: name of the device, for notices and gaps.
        clock: the session's.
        opened: opens the device and yields its media, until it raises DeviceError.
        end_ns: tells when a piece of media ends.
    """
    outage = Outage(source)
    last_ns, reason = clock.now_ns(), GapReason.NO_DEVICE
    while True:
        try:
            async with aclosing(opened()) as items:
                async for item in items:
                    if not isinstance(item, Gap | Notice):
                        for gap in outage.end(item.pts_ns):
                            yield gap
                        last_ns, reason = end_ns(item), GapReason.DEVICE_LOST
                    yield item
        except DeviceError as error:
            for said in outage.note(last_ns, clock.now_ns(), reason, str(error)):
                yield said
        retry_ns = clock.now_ns() + RETRY_NS
        while clock.now_ns() < retry_ns:
            await clock.sleep_until_ns(min(clock.now_ns() + CHECK_NS, retry_ns))
            for gap in outage.mark(clock.now_ns()):
                yield gap
