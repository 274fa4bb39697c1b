"""Packets in the order of their sound, whatever order the network brings them in."""

from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from audio.plc.packet import SEQUENCE_BITS, TIMESTAMP_BITS, Packet, unwrapped

CAPACITY_PACKETS = 200  # 4 s of 20 ms packets, as NetEQ keeps
LARGEST_PAYLOAD_BYTES = 8_000  # Opus: 1275 a frame, of which 120 ms hold six
MAX_DROPOUT = 3_000  # RFC 3550, A.1: packets a stream may jump ahead by,
MAX_MISORDER = 100  # or come late by, and still be the same stream
LONGEST_JUMP_SAMPLES = 30 * 48_000  # a pause this long is a new beginning
REMEMBERED_PACKETS = 512  # by which copies of packets already played are told


class Verdict(StrEnum):
    """What became of an inserted packet."""

    KEPT = "kept"
    CROWDED = "crowded"  # kept, and the oldest one dropped for it
    DUPLICATE = "duplicate"
    LATE = "late"
    DISCARDED = "discarded"
    RESTARTED = "restarted"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A packet whose numbers no longer wrap.

    Attributes:
        sequence: grows by one for each packet sent.
        timestamp: of its first sample, in samples.
        payload: coded sound.
    """

    sequence: int
    timestamp: int
    payload: bytes


class PacketBuffer:
    """What arrived and was not yet played, oldest sound first; bounded."""

    def __init__(self) -> None:
        self._waiting: dict[int, Numbered] = {}
        self._order: list[int] = []  # timestamps of those waiting, ascending
        self._seen: deque[int] = deque(maxlen=REMEMBERED_PACKETS)
        self._newest: Numbered | None = None
        self._floor: int | None = None
        self._expected: Packet | None = None  # what would prove that a strange packet was none

    def __len__(self) -> int:
        return len(self._order)

    @property
    def newest(self) -> Numbered | None:
        """The packet sent last of all that arrived."""
        return self._newest

    def first(self) -> Numbered | None:
        """Return the packet with the oldest sound."""
        return self._waiting[self._order[0]] if self._order else None

    def pop(self) -> Numbered:
        """Take out the packet with the oldest sound; whatever is older is late from now on."""
        packet = self._waiting.pop(self._order.pop(0))
        self._floor = packet.timestamp + 1
        return packet

    def drop_before(self, timestamp: int) -> int:
        """Forget the packets whose sound begins before `timestamp`; return how many there were."""
        count = bisect_left(self._order, timestamp)
        for gone in self._order[:count]:
            del self._waiting[gone]
        del self._order[:count]
        self._floor = timestamp if self._floor is None else max(self._floor, timestamp)
        return count

    def insert(self, packet: Packet) -> tuple[Verdict, Numbered | None]:
        """Keep a packet.

        Returns:
            What became of it, and the packet with its numbers if it is new: KEPT, CROWDED, LATE
            (its sound was played or made up), or RESTARTED: it is the second of another stream,
            and everything before it is forgotten.
        """
        if not 0 < len(packet.payload) <= LARGEST_PAYLOAD_BYTES:
            return Verdict.DISCARDED, None
        if self._newest is None:
            return (Verdict.DISCARDED, None) if packet.redundant else self._begin(packet)
        if self._is_strange(packet, self._newest):
            return self._judge(packet)
        numbered = self._numbered(packet, self._newest)
        return self._keep(numbered, redundant=packet.redundant)

    def _keep(self, packet: Numbered, *, redundant: bool) -> tuple[Verdict, Numbered | None]:
        if not redundant:
            if packet.sequence in self._seen:
                return Verdict.DUPLICATE, None
            self._seen.append(packet.sequence)
            if self._newest is None or packet.sequence > self._newest.sequence:
                self._newest = packet
                self._expected = None
        if packet.timestamp in self._waiting:
            return Verdict.DUPLICATE, None
        if self._floor is not None and packet.timestamp < self._floor:
            return Verdict.LATE, packet
        crowded = len(self._order) >= CAPACITY_PACKETS
        if crowded:
            self.pop()
        insort(self._order, packet.timestamp)
        self._waiting[packet.timestamp] = packet
        return Verdict.CROWDED if crowded else Verdict.KEPT, packet

    def _begin(self, packet: Packet) -> tuple[Verdict, Numbered | None]:
        return self._keep(
            Numbered(packet.sequence, packet.timestamp, packet.payload), redundant=False
        )

    def _is_strange(self, packet: Packet, newest: Numbered) -> bool:
        """Tell whether its numbers are none that the same stream would have."""
        numbered = self._numbered(packet, newest)
        ahead = numbered.sequence - newest.sequence
        later = numbered.timestamp - newest.timestamp
        if not -MAX_MISORDER < ahead < MAX_DROPOUT or abs(later) > LONGEST_JUMP_SAMPLES:
            return True
        return (ahead > 0) != (later > 0) and ahead != 0 and not packet.redundant

    def _judge(self, packet: Packet) -> tuple[Verdict, Numbered | None]:
        """Begin anew with the second of two strange packets that follow one another."""
        if packet.redundant:
            return Verdict.DISCARDED, None
        before = self._expected
        self._expected = packet
        if before is None or (packet.sequence - before.sequence) % (1 << SEQUENCE_BITS) != 1:
            return Verdict.DISCARDED, None
        self.__init__()  # type: ignore[misc]  # nothing of the old stream is worth keeping
        _, kept = self._begin(packet)
        return Verdict.RESTARTED, kept

    @staticmethod
    def _numbered(packet: Packet, near: Numbered) -> Numbered:
        return Numbered(
            unwrapped(packet.sequence, near.sequence, SEQUENCE_BITS),
            unwrapped(packet.timestamp, near.timestamp, TIMESTAMP_BITS),
            packet.payload,
        )
