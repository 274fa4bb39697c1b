"""Pure decisions about live devices: is it away, is it dead, is it muted."""

from collections.abc import Sequence

import numpy as np

from app.engine.clock import NS_PER_S
from app.engine.events import Gap, GapReason, Notice
from audio.block import AudioBlock

RETRY_NS = 2 * NS_PER_S
"""How often an absent device is tried again."""

START_LIMIT_NS = 10 * NS_PER_S
"""Longest wait for a device's first media: cameras warm up, sound servers wake in up to 2 s, and
systems ask the person for permission."""

VANISH_LIMIT_NS = 2 * NS_PER_S
"""A running device that gives nothing for so long is gone."""

CHECK_NS = NS_PER_S // 4
"""How often a running device is looked at, and an absent one marked."""

SILENCE_LIMIT_NS = 3 * NS_PER_S
"""A living microphone has noise; so long a run of exact zeros comes from none."""


class Outage:
    """Says once that a device is away, and marks what is missing piece by piece as it grows.

    The pieces of one outage meet: a device that never comes back is marked up to the last look.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._marked_ns: int | None = None
        self._reason = GapReason.NO_DEVICE

    def note(
        self, since_ns: int, now_ns: int, reason: GapReason, text: str
    ) -> Sequence[Notice | Gap]:
        """Note at `now_ns` that there is no media from `since_ns` on.

        Returns the Notice at the first call of an outage, and the piece that is new.
        """
        said: Sequence[Notice] = ()
        if self._marked_ns is None:
            self._marked_ns, self._reason = since_ns, reason
            said = (Notice(now_ns, self._source, text),)
        return (*said, *self.mark(now_ns))

    def end(self, at_ns: int) -> Sequence[Gap]:
        """Note media at `at_ns`; return the last piece of an outage that it ends."""
        last = self.mark(at_ns)
        self._marked_ns = None
        return last

    def mark(self, until_ns: int) -> Sequence[Gap]:
        """Return the piece of the outage, if there is one, that is new at `until_ns`."""
        since_ns = self._marked_ns
        if since_ns is None or until_ns <= since_ns:
            return ()
        self._marked_ns = until_ns
        return (Gap(since_ns, until_ns, self._source, self._reason),)


class Heartbeat:
    """Tells a device that died from one that is only slow to start."""

    def __init__(self, started_ns: int) -> None:
        self._deadline_ns = started_ns + START_LIMIT_NS

    def beat(self, at_ns: int) -> None:
        """Note that media arrived at `at_ns`."""
        self._deadline_ns = at_ns + VANISH_LIMIT_NS

    def is_dead(self, now_ns: int) -> bool:
        """Tell whether media is overdue."""
        return now_ns >= self._deadline_ns


class SilenceWatchdog:
    """Notices a microphone that delivers nothing but exact zeros: muted in hardware or unplugged.

    The samples themselves go on to whoever wants them; this only says what they are worth.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._zero_since_ns: int | None = None
        self._said = False

    def push(self, block: AudioBlock) -> Sequence[Notice | Gap]:
        """Take the next block; return the Notice at 3 s of zeros, the Gap when sound is back."""
        sounding = np.flatnonzero(block.samples.any(axis=1))  # (k,) indices of samples with sound
        if not len(sounding):
            if self._zero_since_ns is None:
                self._zero_since_ns = block.pts_ns
            return self._say(block.end_ns)
        first_ns = block.pts_ns + _offset_ns(int(sounding[0]), block)
        found: list[Notice | Gap] = [*self._say(first_ns), *self.flush(first_ns)]
        if sounding[-1] + 1 < len(block.samples):
            self._zero_since_ns = block.pts_ns + _offset_ns(int(sounding[-1]) + 1, block)
        return found

    def _say(self, until_ns: int) -> Sequence[Notice]:
        """Return the Notice when the zeros until `until_ns` have just become too many."""
        since_ns = self._zero_since_ns
        if self._said or since_ns is None or until_ns - since_ns < SILENCE_LIMIT_NS:
            return ()
        self._said = True
        text = f"The {self._source} delivers digital silence: is it muted or unplugged?"
        return (Notice(until_ns, self._source, text),)

    def flush(self, end_ns: int) -> Sequence[Gap]:
        """End the stream or the silence at `end_ns`; return the Gap of a silence that was said."""
        since_ns, said = self._zero_since_ns, self._said
        self._zero_since_ns, self._said = None, False
        if since_ns is None or not said:
            return ()
        return (Gap(since_ns, end_ns, self._source, GapReason.DIGITAL_SILENCE),)


def _offset_ns(samples: int, block: AudioBlock) -> int:
    return samples * NS_PER_S // block.sample_rate_hz
