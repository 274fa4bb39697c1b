"""Our microphone in a call: it can be silenced while the call goes on."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace

import numpy as np

from app.engine.clock import Clock
from app.engine.sources.source import Source
from audio.block import AudioBlock


class SilencedMicrophone:
    """A microphone whose sound is silence while it is off: none is sent, kept or transcribed."""

    def __init__(self, source: Source[object], is_off: Callable[[], bool]) -> None:
        """Ask `is_off` at every block, on the loop."""
        self.name = source.name
        self._source = source
        self._is_off = is_off

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        """Yield its sound, or as much silence in its place, and all else unchanged."""
        async with aclosing(self._source.items(clock, origin_ns)) as items:
            async for item in items:
                if isinstance(item, AudioBlock) and self._is_off():
                    yield replace(item, samples=np.zeros_like(item.samples))
                else:
                    yield item
