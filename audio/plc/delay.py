"""How long sound should wait before it is played, by how unevenly its packets arrive.

The time a packet arrives less the time its timestamp stands for is its offset. The least offset of
the last fifteen seconds is that of a packet nothing held up: delays are counted from there. A
sender whose clock is faster or slower than ours moves all offsets alike, so the least one follows
and the delay stays what it was.
"""

from collections import deque
from dataclasses import dataclass

INTERVAL_NS = 500_000_000
INTERVALS = 30  # 15 s: the memory of offsets, base and peaks alike
PARDONS = ((16, 2), (4, 1), (0, 0))  # of so many intervals so many worst are not waited for:
# an outage, which may lie in two of them, is no rule
MARGIN_NS = 10_000_000  # sound is decoded up to one tick before it is heard
ALLOWANCE = 1.1  # of the jitter: the next fifteen seconds have a tail as well
ROOM_FOR_NEXT_NS = 20_000_000  # beyond a packet: what follows a lost one is there when it is missed
LARGEST_TARGET_NS = 600_000_000
STEP_NS = 2_000_000_000  # no network holds a packet so long: the sender's clock was set
SHORTCUT_NS = 200_000_000  # by which a packet is early: the way, or the sender's clock, is another
NS_PER_S = 1_000_000_000
JITTER_WEIGHT = 16  # RFC 3550, 6.4.1


@dataclass(slots=True)
class _Interval:
    """The offsets of half a second, and what the base was then."""

    begin_ns: int
    least_ns: int
    most_ns: int
    base_ns: int


class Delay:
    """Measures a stream's offsets; tells the delay of any sample and what it should be."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._sample_rate_hz = sample_rate_hz
        self.packet_ns = 20_000_000
        self.reset()

    def reset(self) -> None:
        """Forget every offset."""
        self._intervals: deque[_Interval] = deque(maxlen=INTERVALS)
        self._base_ns: int | None = None
        self._latest_ns: int | None = None
        self._jitter_ns = 0.0
        self._set_target()

    @property
    def target_ns(self) -> int:
        """From a packet's arrival, if nothing holds it up, to its first sample being played."""
        return self._target_ns

    @property
    def jitter_ns(self) -> float:
        """Interarrival jitter of RFC 3550."""
        return self._jitter_ns

    def arrived(self, timestamp: int, arrived_ns: int) -> bool:
        """Take note of a packet; False if it tells of a sender's clock that was set anew.

        Then everything known before is forgotten.
        """
        offset_ns = arrived_ns - self._media_ns(timestamp)
        same = self._base_ns is None or abs(offset_ns - self._base_ns) < STEP_NS
        if not same or (self._base_ns is not None and offset_ns < self._base_ns - SHORTCUT_NS):
            self.reset()
        if self._latest_ns is not None:
            change_ns = abs(offset_ns - self._latest_ns)
            self._jitter_ns += (change_ns - self._jitter_ns) / JITTER_WEIGHT
        self._latest_ns = offset_ns
        self._note(offset_ns, arrived_ns)
        self._set_target()
        return same

    def of(self, timestamp: int, played_ns: int) -> int:
        """Return the delay in ns of the sample `timestamp` if it is played at `played_ns`."""
        base_ns = played_ns if self._base_ns is None else self._base_ns
        return played_ns - self._media_ns(timestamp) - base_ns

    def _note(self, offset_ns: int, arrived_ns: int) -> None:
        newest = self._intervals[-1] if self._intervals else None
        if newest is None or arrived_ns - newest.begin_ns >= INTERVAL_NS:
            self._intervals.append(_Interval(arrived_ns, offset_ns, offset_ns, offset_ns))
        else:
            newest.least_ns = min(newest.least_ns, offset_ns)
            newest.most_ns = max(newest.most_ns, offset_ns)
        self._base_ns = min(interval.least_ns for interval in self._intervals)
        self._intervals[-1].base_ns = self._base_ns

    def _set_target(self) -> None:
        jitter_ns = 0
        if self._base_ns is not None:
            peaks_ns = sorted(
                (self._peak_ns(interval) for interval in self._intervals), reverse=True
            )
            jitter_ns = peaks_ns[next(count for least, count in PARDONS if len(peaks_ns) >= least)]
        wanted_ns = max(round(jitter_ns * ALLOWANCE) + MARGIN_NS, self.packet_ns + ROOM_FOR_NEXT_NS)
        self._target_ns = min(wanted_ns, LARGEST_TARGET_NS)

    def _peak_ns(self, interval: _Interval) -> int:
        """Return the jitter of an interval: a base that fell since was not that of its packets."""
        base_ns = interval.base_ns if self._base_ns is None else self._base_ns
        return interval.most_ns - max(base_ns, interval.base_ns)

    def _media_ns(self, timestamp: int) -> int:
        return timestamp * NS_PER_S // self._sample_rate_hz
