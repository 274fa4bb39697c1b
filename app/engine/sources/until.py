"""A source that ends after a stated length of media, to the sample."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from app.engine.clock import NS_PER_S, Clock
from app.engine.events import Gap, Notice
from app.engine.sources.source import Source
from audio.block import AudioBlock


class Until:
    """Passes on what `source` yields before `duration_ns`; the block on the border is cut."""

    def __init__(self, source: Source[object], duration_ns: int) -> None:
        """Wrap `source`; the duration counts from the session's origin."""
        self.name = source.name
        self._source = source
        self._duration_ns = duration_ns

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        """Yield media, gaps and notices up to the end."""
        end_ns = origin_ns + self._duration_ns
        async with aclosing(self._source.items(clock, origin_ns)) as items:
            async for item in items:
                cut = before(item, end_ns)
                if cut is not None:
                    yield cut
                if reaches(item, end_ns):
                    return


def before(item: object, end_ns: int) -> object | None:
    """Return the part of `item` that lies before `end_ns`, None when there is none."""
    if isinstance(item, AudioBlock) and item.end_ns > end_ns:
        samples = round((end_ns - item.pts_ns) * item.sample_rate_hz / NS_PER_S)
        return replace(item, samples=item.samples[:samples]) if samples > 0 else None
    if isinstance(item, Gap):
        return replace(item, end_ns=min(item.end_ns, end_ns)) if item.start_ns < end_ns else None
    if isinstance(item, Notice):
        return item
    pts_ns: int = getattr(item, "pts_ns", 0)
    return item if pts_ns < end_ns else None


def reaches(item: object, end_ns: int) -> bool:
    """Tell whether the stream has come to `end_ns` with this item."""
    at_ns: int = getattr(item, "end_ns", getattr(item, "pts_ns", 0))
    return not isinstance(item, Notice) and at_ns >= end_ns
