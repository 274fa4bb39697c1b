"""From packets in any order to ten milliseconds of sound at every tick.

A cursor moves through the sender's time. At each tick the sound under it is due: if its packet is
there it is decoded; if only later ones are, it is lost, and made up until they begin; if none is,
it is made up in the hope that it only comes late. A packet that does come late, before anything
after it was played, is played from its beginning: nothing said is left out, and the delay has
grown by as much. The delay of the cursor is held against the delay the network asks for, and blocks
are shortened or lengthened by whole periods until both agree.
"""

from collections import deque
from dataclasses import dataclass, replace
from math import inf
from typing import Any

import numpy as np

from audio.plc.concealer import Concealer
from audio.plc.continuer import Continuer, FloatArray
from audio.plc.decoder import DecodeError, Decoder
from audio.plc.delay import Delay
from audio.plc.heard import ConcealedGap, Heard, Kind, ReceiverStatistics
from audio.plc.pace import Pace, kind_of
from audio.plc.packet import Packet
from audio.plc.packet_buffer import Numbered, PacketBuffer, Verdict
from audio.plc.ready import Piece, Ready
from audio.plc.tally import Tally

__all__ = ["AudioReceiver", "ConcealedGap", "Heard", "Kind", "ReceiverStatistics"]

TICK_MS = 10
BENDING_MS = 20  # over which the concealer leads a filling into what follows
LONGEST_CATCH_UP_MS = 400  # sound later than this is left out: a call is a conversation
SKIP_ABOVE_MS = 20  # of excess delay, a gap is cut short
CODEC_STEP_US = 2_500  # in which a codec makes up sound
NS_PER_MS, NS_PER_S = 1_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True)
class _Decoded:
    """Sound that was decoded before its time, to lead a filling into it."""

    timestamp: int
    samples: FloatArray
    kind: Kind


class AudioReceiver:
    """One stream: packets go in as they come, sound comes out as it is due; no clock of its own.

        receiver = AudioReceiver(decoder, Concealer(48_000, channels=2))
        receiver.insert(packet, arrived_ns)          # whenever one arrives
        play(receiver.get(now_ns).samples)           # every 10 ms

    `insert` and `get` must not run at the same time; times are of one monotonic clock and grow.
    """

    def __init__(
        self,
        decoder: Decoder,
        concealer: Concealer,
        sample_rate_hz: int = 48_000,
        channels: int = 2,
    ) -> None:
        """Wait for the first packet.

        Args:
            decoder: of the stream, at its rate and channels; it belongs to this receiver.
            concealer: likewise.
            sample_rate_hz: of the sound and of the timestamps.
            channels: one or two.

        Raises:
            ValueError: the concealer is of another rate or number of channels.
        """
        if (concealer.sample_rate_hz, concealer.channels) != (sample_rate_hz, channels):
            raise ValueError(
                f"the concealer is of {concealer.sample_rate_hz} Hz and {concealer.channels} "
                f"channels, the receiver of {sample_rate_hz} Hz and {channels}"
            )
        self._decoder = decoder
        self._concealer = concealer
        self._rate_hz = sample_rate_hz
        self._channels = channels
        self._tick = sample_rate_hz * TICK_MS // 1000
        self._buffer = PacketBuffer()
        self._delay = Delay(sample_rate_hz)
        self._pace = Pace(sample_rate_hz)
        self._ready = Ready()
        self._tally = Tally(sample_rate_hz)
        self._past = np.zeros((0, channels), np.float32)
        self._cursor: int | None = None
        self._last: Numbered | None = None
        self._ahead: deque[_Decoded] = deque()
        self._delay_ns = 0

    def insert(self, packet: Packet, arrived_ns: int) -> None:
        """Take a packet that arrived at `arrived_ns`; nothing it may hold raises."""
        try:
            duration = self._decoder.duration_samples(packet.payload)
        except DecodeError:
            self._tally.received(Verdict.DISCARDED)
            return
        verdict, numbered = self._buffer.insert(packet)
        if not packet.redundant:
            self._tally.received(verdict)
        if numbered is None or packet.redundant:
            return
        if verdict is Verdict.RESTARTED:
            self._delay.reset()
            self._begin_anew()
        self._delay.packet_ns = duration * NS_PER_S // self._rate_hz
        if not self._delay.arrived(numbered.timestamp, arrived_ns):
            self._buffer.drop_before(numbered.timestamp)
            self._begin_anew()

    def get(self, now_ns: int, budget_ms: float = inf) -> Heard:
        """Return what is to be played in the 10 ms from `now_ns` on.

        Args:
            now_ns: of the clock that packets arrive by.
            budget_ms: CPU time that filling a gap may cost, see `audio.plc.ladder`.
        """
        while self._ready.n_samples < self._tick:
            due_ns = now_ns + self._ready.n_samples * NS_PER_S // self._rate_hz
            self._produce(due_ns, budget_ms)
        heard = self._ready.take(self._tick)
        if heard.timestamp is not None:
            self._delay_ns = self._delay.of(heard.timestamp, now_ns)
        return heard

    def speak_with(self, network: Continuer[Any]) -> None:
        """Fill gaps with `network` from the next one on."""
        self._concealer.speak_with(network)

    def statistics(self) -> ReceiverStatistics:
        """Return the counts so far and the present delay."""
        newest, waiting = self._buffer.newest, self._ready.n_samples
        if newest is not None and self._cursor is not None and len(self._buffer):
            waiting += max(0, newest.timestamp - self._cursor) + self._packet_samples()
        return replace(
            self._tally.counts(),
            delay_ms=self._delay_ns / NS_PER_MS,
            target_delay_ms=self._delay.target_ns / NS_PER_MS,
            jitter_ms=self._delay.jitter_ns / NS_PER_MS,
            buffered_ms=waiting * 1000 / self._rate_hz,
        )

    def gaps(self) -> list[ConcealedGap]:
        """Return the gaps that ended since the last call, oldest first; at most the last 256."""
        return self._tally.gaps()

    def _begin_anew(self) -> None:
        """Wait for the first packet of what is another stream to its decoder."""
        self._decoder.reset()
        self._cursor = None
        self._last = None
        self._ahead.clear()

    def _produce(self, due_ns: int, budget_ms: float) -> None:
        """Make some sound ready, or come nearer to it, for `due_ns`."""
        first = self._buffer.first()
        if self._cursor is None:
            if first is None or self._excess_ms(first.timestamp, due_ns) < 0:
                self._idle()
                return
            self._cursor = first.timestamp
        if self._ahead:
            self._play(self._ahead.popleft(), due_ns)
        elif first is None:
            self._miss(self._cursor, self._tick, due_ns, budget_ms)
        elif first.timestamp > self._cursor:
            self._bridge(self._cursor, first, due_ns, budget_ms)
        else:
            self._arrive(first, due_ns)

    def _idle(self) -> None:
        """Fade out what was said before a new beginning; before the first one, silence."""
        if len(self._past):
            samples = self._concealer.lost(self._tick)
        else:
            samples = np.zeros((self._tick, self._channels), np.float32)
        self._tally.played("comfort_noise", len(samples))
        self._ready.push(Piece(samples, "comfort_noise", None))

    def _arrive(self, first: Numbered, due_ns: int) -> None:
        """Play the packet that is due, or was due a while ago and only came now."""
        catch_up_ms = self._excess_ms(first.timestamp, due_ns) - LONGEST_CATCH_UP_MS
        newest = self._buffer.newest
        if catch_up_ms > 0 and newest is not None and first.timestamp < newest.timestamp:
            limit = first.timestamp + round(catch_up_ms * self._rate_hz / 1000)
            self._tally.late(self._buffer.drop_before(min(limit + 1, newest.timestamp)))
            return
        self._cursor = first.timestamp
        decoded = self._decode(first)
        if decoded is None:
            return
        excess_ms = self._excess_ms(first.timestamp, due_ns)
        blocks = [decoded.samples]
        while self._pace.wants_more(sum(map(len, blocks)), excess_ms):
            following = self._buffer.first()
            if following is None or following.timestamp != self._decoded_end(blocks, first):
                break
            more = self._decode(following)
            if more is None:
                break
            blocks.append(more.samples)
        self._play(replace(decoded, samples=np.concatenate(blocks)), due_ns)

    @staticmethod
    def _decoded_end(blocks: list[FloatArray], first: Numbered) -> int:
        return first.timestamp + sum(map(len, blocks))

    def _play(self, decoded: _Decoded, due_ns: int) -> None:
        """Fit a block to the delay that is wanted and make it ready."""
        block, kind = decoded.samples, decoded.kind
        self._cursor = decoded.timestamp + len(block)
        if kind == "normal" and not self._tally.in_gap:
            excess_ms = self._excess_ms(decoded.timestamp, due_ns)
            block = self._pace.fitted(self._past, block, excess_ms)
            kind = kind_of(decoded.samples, block)
            self._tally.stretched(len(block) - len(decoded.samples))
        pace = len(decoded.samples) / len(block)
        self._push(Piece(self._concealer.good(block), kind, decoded.timestamp, pace), due_ns)

    def _bridge(self, cursor: int, first: Numbered, due_ns: int, budget_ms: float) -> None:
        """Come nearer to the first packet that is there: the ones before it are lost."""
        gap, excess_ms = first.timestamp - cursor, self._excess_ms(cursor, due_ns)
        pausing = self._pauses(first)
        if excess_ms > SKIP_ABOVE_MS and (pausing or self._tally.in_gap):
            self._cursor = cursor + min(gap, round(excess_ms * self._rate_hz / 1000))
            return
        if pausing:
            self._rest(cursor, min(gap, self._tick), due_ns)
            return
        recoverable = self._packet_samples() if self._decoder.has_fec(first.payload) else 0
        if gap <= recoverable:
            self._recover(first, gap, due_ns)
            return
        left = gap - recoverable
        bending = self._rate_hz * BENDING_MS // 1000
        length = left if left <= bending else min(self._tick, left - bending)
        following = self._following(first, recoverable) if length == left else None
        self._miss(cursor, length, due_ns, budget_ms, following)

    def _following(self, first: Numbered, recoverable: int) -> FloatArray | None:
        """Decode what comes after the gap before it is due."""
        if recoverable:
            recovered = self._recovered(first, recoverable)
            if recovered is None:
                return None
            self._ahead.append(recovered)
            return recovered.samples
        decoded = self._decode(first)
        if decoded is None:
            return None
        self._ahead.append(decoded)
        return decoded.samples

    def _recover(self, first: Numbered, gap: int, due_ns: int) -> None:
        """Play what the first packet also tells of the one before."""
        recovered = self._recovered(first, gap)
        if recovered is not None:
            self._play(recovered, due_ns)

    def _recovered(self, first: Numbered, gap: int) -> _Decoded | None:
        try:
            samples = self._decoder.decode(first.payload, fec=True)[-gap:]
        except DecodeError:
            self._buffer.pop()
            self._tally.damaged()
            return None
        return _Decoded(first.timestamp - len(samples), samples, "fec")

    def _decode(self, first: Numbered) -> _Decoded | None:
        """Take out the packet that is first and decode it; None if it is damaged."""
        self._buffer.pop()
        try:
            samples = self._decoder.decode(first.payload)
        except DecodeError:
            samples = np.zeros((0, self._channels), np.float32)
        if len(samples) == 0:
            self._tally.damaged()
            return None
        self._buffer.drop_before(first.timestamp + len(samples))
        self._last = first
        return _Decoded(first.timestamp, samples, "normal")

    def _miss(
        self,
        cursor: int,
        n_samples: int,
        due_ns: int,
        budget_ms: float,
        following: FloatArray | None = None,
    ) -> None:
        """Make up what is not there."""
        if self._last is not None and self._decoder.is_dtx(self._last.payload):
            self._rest(cursor, n_samples, due_ns)
            return
        samples = self._concealer.lost(n_samples, budget_ms, following)
        self._cursor = cursor + n_samples
        self._push(Piece(samples, "concealed", cursor), due_ns)

    def _rest(self, cursor: int, n_samples: int, due_ns: int) -> None:
        """Play the noise of a pause; while the delay is short of what it should be, stay there."""
        step = self._rate_hz * CODEC_STEP_US // 1_000_000
        made = self._decoder.conceal(-(-n_samples // step) * step)
        samples = self._concealer.good(made[:n_samples])
        if self._excess_ms(cursor, due_ns) >= 0:
            self._cursor = cursor + n_samples
        self._push(Piece(samples, "comfort_noise", cursor), due_ns)

    def _pauses(self, first: Numbered) -> bool:
        """Tell whether nothing was sent between what was played last and the first packet."""
        return self._last is not None and first.sequence == self._last.sequence + 1

    def _push(self, piece: Piece, due_ns: int) -> None:
        self._tally.played(piece.kind, len(piece.samples), due_ns)
        self._past = np.concatenate((self._past, piece.samples))[-self._pace.past_samples :]
        self._ready.push(piece)

    def _excess_ms(self, timestamp: int, due_ns: int) -> float:
        return (self._delay.of(timestamp, due_ns) - self._delay.target_ns) / NS_PER_MS

    def _packet_samples(self) -> int:
        return self._delay.packet_ns * self._rate_hz // NS_PER_S
