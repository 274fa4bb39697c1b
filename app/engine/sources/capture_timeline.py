"""The place of each captured sample on the session clock, by counting."""

from collections import deque

from app.engine.clock import NS_PER_S
from app.engine.events import Gap, GapReason

JUMP_LIMIT_NS = 100_000_000
"""Samples this far behind the clock, and staying so, were lost on the way."""

SETTLE_NS = NS_PER_S // 2
"""A callback may come late and the next ones catch up; what is left over so long is no delay."""

DRIFT_LIMIT_NS = 30_000_000
"""Sound cards run up to 200 ppm off the clock; beyond this the times follow it, slowly. Wider than
the wobble of a sound server's delay (20 ms, measured), within the 40 ms of lip sync."""

FOLLOW_PPM = 500
"""Speed of following: at most 10 us in a 20 ms block, half a sample at 48 kHz."""


class CaptureTimeline:
    """Counts samples from an anchor; tells late callbacks, lost samples and clock drift apart.

    The anchor is the first arrival less the duration of what arrived. Times then follow the sample
    count alone, as long as the card's clock stays within 30 ms of the session's.
    """

    def __init__(self, source: str, rate_hz: int, delivered: int, arrival_ns: int) -> None:
        """Anchor the first sample.

        Args:
            source: names the gaps.
            rate_hz: nominal rate of the device.
            delivered: samples delivered so far, none of them placed yet.
            arrival_ns: when the last of them arrived.
        """
        self._source = source
        self._rate_hz = rate_hz
        self._anchor_ns = arrival_ns - self._duration_ns(delivered)
        self._placed = 0  # samples, lost ones included
        self._watched_since_ns = arrival_ns
        self._followed_ns = arrival_ns
        # (arrival_ns, arrival less duration) of the last half second, only those a minimum can
        # still come from: both rise from left to right.
        self._anchors: deque[tuple[int, int]] = deque()

    @property
    def next_ns(self) -> int:
        """Time of the next sample to be placed."""
        return self._anchor_ns + self._duration_ns(self._placed)

    def place(self, samples: int) -> int:
        """Return the time of the first of the next `samples` samples, and pass them."""
        pts_ns = self.next_ns
        self._placed += samples
        return pts_ns

    def lose(self, samples: int) -> Gap:
        """Pass samples that the ring had no room for."""
        start_ns = self.place(samples)
        return Gap(start_ns, self.next_ns, self._source, GapReason.OVERFLOW)

    def observe(self, delivered: int, arrival_ns: int) -> Gap | None:
        """Compare the device with the clock after a delivery.

        Args:
            delivered: samples the device has delivered in all, those the ring lost included.
            arrival_ns: when the last of them arrived.

        Returns:
            The hole at the next sample when the device skipped samples without saying so.
        """
        late_ns = self._least_anchor_ns(delivered, arrival_ns) - self._anchor_ns
        if arrival_ns - self._watched_since_ns < SETTLE_NS:
            return None
        if late_ns > JUMP_LIMIT_NS:
            start_ns = self.next_ns
            self._anchor_ns += late_ns
            self._watched_since_ns = arrival_ns
            return Gap(start_ns, self.next_ns, self._source, GapReason.OVERFLOW)
        self._follow(arrival_ns, late_ns)
        return None

    def _least_anchor_ns(self, delivered: int, arrival_ns: int) -> int:
        """Return the earliest anchor that the deliveries of the last half second speak for."""
        anchor_ns = arrival_ns - self._duration_ns(delivered)
        while self._anchors and self._anchors[-1][1] >= anchor_ns:
            self._anchors.pop()
        self._anchors.append((arrival_ns, anchor_ns))
        while self._anchors[0][0] < arrival_ns - SETTLE_NS:
            self._anchors.popleft()
        return self._anchors[0][1]

    def _follow(self, arrival_ns: int, late_ns: int) -> None:
        """Move the anchor slowly back into the band of tolerated drift."""
        most_ns = (arrival_ns - self._followed_ns) * FOLLOW_PPM // 1_000_000
        self._followed_ns = arrival_ns
        outside_ns = max(0, abs(late_ns) - DRIFT_LIMIT_NS)
        step_ns = min(outside_ns, most_ns)
        self._anchor_ns += step_ns if late_ns > 0 else -step_ns

    def _duration_ns(self, samples: int) -> int:
        return samples * NS_PER_S // self._rate_hz
