"""Events out of bars: a run of bars of one sound, from its onset to the onset of what follows."""

from collections.abc import Sequence

from audio.tagging.sounds import Bar, SoundEvent

UNNAMED = ("silence", "background")
SHORTEST_BARS = 4
SURE_ENOUGH = 0.25  # mean probability of an event; most of the less sure are wrong (measured)
ONGOING_BARS = 200  # an event that lasts is told every 10 s, so that a crash does not lose it


class EventBuilder:
    """Takes final bars, each with the moment at which its sound begins if it is a new one."""

    def __init__(self) -> None:
        self._next_number = 0
        self._begun = False
        self._last: Bar | None = None
        self._start_ns = 0
        self._bars = 0
        self._probability = 0.0
        self._is_told = False  # while it goes on: then its end is told too

    def push(self, bar: Bar, onset_ns: int) -> Sequence[SoundEvent]:
        """Take the next bar and return the event that ended before it, or one that goes on."""
        told: list[SoundEvent] = []
        if self._last is not None and bar.sound != self._last.sound:
            told += self._end(onset_ns)
        if self._last is None:
            self._start_ns = onset_ns if self._begun else bar.pts_ns
            self._begun = True
        self._last = bar
        self._bars += 1
        self._probability += bar.probability
        if self._bars % ONGOING_BARS == 0 and self._is_event():
            told.append(self._event(bar.end_ns, ended=False))
            self._is_told = True
        return told

    def flush(self) -> Sequence[SoundEvent]:
        """End what is sounding and start anew; numbers go on."""
        told = [] if self._last is None else self._end(self._last.end_ns)
        self.reset()
        return told

    def reset(self) -> None:
        """Forget what is sounding; the number of what was told already is not given again."""
        self._next_number += self._is_told
        self._begun = False
        self._last = None
        self._bars = 0
        self._probability = 0.0
        self._is_told = False

    def _end(self, end_ns: int) -> list[SoundEvent]:
        assert self._last is not None
        told = [self._event(end_ns, ended=True)] if self._is_told or self._is_event() else []
        self._next_number += len(told)
        self._is_told = False
        self._last = None
        self._bars = 0
        self._probability = 0.0
        return told

    def _is_event(self) -> bool:
        """Tell whether what is sounding has a name, is long enough and sure enough."""
        assert self._last is not None
        sure = self._probability >= SURE_ENOUGH * self._bars
        return sure and self._last.sound not in UNNAMED and self._bars >= SHORTEST_BARS

    def _event(self, end_ns: int, *, ended: bool) -> SoundEvent:
        assert self._last is not None
        probability = self._probability / self._bars
        return SoundEvent(
            self._next_number, self._start_ns, end_ns, self._last.sound, probability, ended
        )
