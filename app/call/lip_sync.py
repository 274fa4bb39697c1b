"""When each picture of a call is due, so that lips and voice agree.

Sound sets the pace: it is played some time after it came, and that time changes with the network.
A picture belongs to the moment at which the sound captured with it is played. The sender's reports
tell which RTP timestamps of sound and picture are of one moment (RFC 3550, 6.4.1). Before the first
two of them have come, the quickest packet of each is taken for equally quick; likewise where a
sender, as aiortc does, reports no moment of capture but that of sending its last packet: each
report is as late as that packet was, and of a few reports the least late is late on a busy machine
(by 50 ms after 3 s, measured), of hundreds of packets it is not.
"""

from collections import deque

from app.call.tap import Arrival, SenderReport

SOUND_HZ = 48_000
PICTURE_HZ = 90_000
NS_PER_S = 1_000_000_000
WRAP = 1 << 32
REMEMBERED_REPORTS = 16  # a minute or so, in which clocks drift by few milliseconds
SPAN_NS, REMEMBERED_SPANS = 4 * NS_PER_S, 16  # likewise, of packets
REMEMBERED_PICTURES = 512  # 17 s at 30 pictures a second
SETTLING = 0.1  # how much of a change of the delay of sound is followed per tick of 10 ms
JUMP_NS = 500_000_000  # a change of the delay so large is a new stream
MOST_APART_NS = 3 * NS_PER_S  # reports that ask for more are wrong


def unwrapped(timestamp: int, near: int) -> int:
    """Return the whole number nearest to `near` that ends in the 32 bits of `timestamp`."""
    return near + (timestamp - near + WRAP // 2) % WRAP - WRAP // 2


class Track:
    """One stream's clock, told by its packets and reports."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self.latest: int | None = None  # unwrapped timestamp
        # The sender's wall clock less the stream's, by each report; None where that of sending is
        # told. A report may be late, never early: the least is right.
        self._offsets_ns: deque[int | None] = deque(maxlen=REMEMBERED_REPORTS)
        self._least_transits_ns: deque[int] = deque(maxlen=REMEMBERED_SPANS)
        self._span = 0  # the one that the last of them is of

    def packet(self, timestamp: int, arrived_ns: int) -> int:
        """Take a packet's times; return its timestamp unwrapped."""
        self.latest = timestamp if self.latest is None else unwrapped(timestamp, self.latest)
        transit_ns, span = arrived_ns - self.ns(self.latest), arrived_ns // SPAN_NS
        if not self._least_transits_ns or span != self._span:
            self._least_transits_ns.append(transit_ns)
        self._least_transits_ns[-1] = min(self._least_transits_ns[-1], transit_ns)
        self._span = span
        return self.latest

    def report(self, report: SenderReport) -> None:
        """Take what the sender says of its clocks."""
        if self.latest is None:
            return
        ntp_ns = report.ntp * NS_PER_S >> 32
        offset_ns = ntp_ns - self.ns(unwrapped(report.timestamp, self.latest))
        known_ns = self._known_offsets_ns()
        if known_ns and abs(offset_ns - known_ns[-1]) > NS_PER_S:
            self._offsets_ns.clear()  # the stream or the sender's clock was set anew
        of_sending = report.timestamp == self.latest % WRAP
        self._offsets_ns.append(None if of_sending else offset_ns)

    def ns(self, timestamp: int) -> int:
        """Return a timestamp in ns of the stream's own clock."""
        return timestamp * NS_PER_S // self.rate_hz

    def sender_ns(self, timestamp: int) -> int | None:
        """Return a timestamp on the sender's wall clock, None while no report tells of capture."""
        known_ns = self._known_offsets_ns()
        if 2 * len(known_ns) <= len(self._offsets_ns):  # the others were told out of turn
            return None
        return self.ns(timestamp) + min(known_ns)

    def quickest_ns(self, timestamp: int) -> int | None:
        """Return when a timestamp would have come with the quickest packet of the last minute."""
        if not self._least_transits_ns:
            return None
        return self.ns(timestamp) + min(self._least_transits_ns)

    def _known_offsets_ns(self) -> list[int]:
        return [offset_ns for offset_ns in self._offsets_ns if offset_ns is not None]


class LipSync:
    """Takes packets, reports and what is played; tells when a picture is due."""

    def __init__(self) -> None:
        self.sound, self.picture = Track(SOUND_HZ), Track(PICTURE_HZ)
        self._seen: deque[int] = deque(maxlen=REMEMBERED_PICTURES)
        self._first: int | None = None  # timestamp of the picture that aiortc numbers 0
        self._played_less_heard_ns: float | None = None

    def sound_packet(self, arrival: Arrival) -> None:
        """Take a packet of sound."""
        self.sound.packet(arrival.timestamp, arrival.arrived_ns)

    def picture_packet(self, arrival: Arrival) -> None:
        """Take a packet of a picture."""
        timestamp = self.picture.packet(arrival.timestamp, arrival.arrived_ns)
        if timestamp not in self._seen:
            self._seen.append(timestamp)

    def played(self, timestamp: int | None, played_ns: int) -> None:
        """Learn that sound of an (unwrapped) timestamp is played at a time of the session."""
        if timestamp is None or self.sound.latest is None:
            return
        near = unwrapped(timestamp % WRAP, self.sound.latest)
        offset_ns = played_ns - self.sound.ns(near)
        known = self._played_less_heard_ns
        if known is None or abs(offset_ns - known) > JUMP_NS:
            self._played_less_heard_ns = float(offset_ns)
        else:
            self._played_less_heard_ns = known + SETTLING * (offset_ns - known)

    def due_ns(self, pts: int, now_ns: int) -> int:
        """Return when the picture that aiortc gives time stamp `pts` is due, as far as is known.

        It is known best at that time itself: the delay of sound changes with the network.
        """
        timestamp = self._timestamp(pts)
        due_ns = now_ns if timestamp is None else self._with_sound_ns(timestamp, now_ns)
        return due_ns if abs(due_ns - now_ns) <= MOST_APART_NS else now_ns

    def _timestamp(self, pts: int) -> int | None:
        """Return the RTP timestamp behind aiortc's `pts`, which counts from the first picture.

        Mostly that is the first one seen; where its packets were lost it is a later one.
        """
        if not self._seen:
            return None
        if self._first is not None and self._first + pts in self._seen:
            return self._first + pts
        for first in self._seen:
            if first + pts in self._seen:
                self._first = first
                return first + pts
        return self._seen[-1]

    def _with_sound_ns(self, timestamp: int, now_ns: int) -> int:
        """Return when the sound captured with a picture is played."""
        if self._played_less_heard_ns is None or self.sound.latest is None:
            return now_ns
        latest = self.sound.latest
        picture_ns = self.picture.sender_ns(timestamp)
        sound_ns = self.sound.sender_ns(latest)
        if picture_ns is None or sound_ns is None:
            picture_ns = self.picture.quickest_ns(timestamp)
            sound_ns = self.sound.quickest_ns(latest)
        if picture_ns is None or sound_ns is None:
            return now_ns
        together_ns = self.sound.ns(latest) + picture_ns - sound_ns
        return together_ns + round(self._played_less_heard_ns)
