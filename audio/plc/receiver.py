"""From packets in any order to ten milliseconds of sound at every tick.

A cursor moves through the sender's time. At each tick the sound under it is due: if its packet is
there it is decoded; if only later ones are, it is lost, and made up until they begin; if none is,
it is made up in the hope that it only comes late. A packet that does come late, before anything
after it was played, is played from its beginning: nothing said is left out, and the delay has
grown by as much. The delay of the cursor is held against the delay the network asks for, and blocks
are shortened or lengthened by whole periods until both agree.
"""

from collections import deque
from dataclasses import replace
from math import inf
from typing import Any

import numpy as np

from audio.plc.concealer import Concealer
from audio.plc.continuer import Continuer
from audio.plc.decoder import DecodeError, Decoder
from audio.plc.decoding import Decoded, Decoding
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
# Of a gap a codec that models speech fills the start: it knows what it was saying, and what it
# decodes next joins on. Mean PLCMOS over 24 held-out speakers, SILK of libopus 1.6, bursts of 60,
# 120 and 240 ms: codec for 80 ms, then network 3.61, 3.86, 3.85; for 120 ms 3.61, 3.92, 3.85 (over
# 80: +0.056 +-0.011 at 120, -0.003 +-0.020 at 240); codec alone 3.61, 3.92, 3.87; network alone is
# 0.14 and 0.02 below the first. After 120 ms a sure fade to silence is worth more than what is left
# of a difference. Of CELT, which knows no speech, the codec is 0.00, 0.24, 0.42 below the network
# at 20, 60, 120 ms.
CODEC_MS = 120
NS_PER_MS, NS_PER_S = 1_000_000, 1_000_000_000


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
        codec_ms: float = CODEC_MS,
    ) -> None:
        """Wait for the first packet.

        Args:
            decoder: of the stream, at its rate and channels; it belongs to this receiver.
            concealer: likewise.
            sample_rate_hz: of the sound and of the timestamps.
            channels: one or two.
            codec_ms: how much of a gap the codec fills before the concealer does.

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
        self._decoding = Decoding(decoder, self._buffer, self._tally, sample_rate_hz)
        self._past = np.zeros((0, channels), np.float32)
        self._cursor: int | None = None
        self._ahead: deque[Decoded] = deque()
        self._delay_ns = 0
        self._codec_ms = codec_ms
        self._made_up = 0  # samples of the open gap

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
        """Fill gaps with `network` from the next one on, once the codec has had its turn."""
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
        self._decoding.reset()
        self._cursor = None
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
        decoded = self._decoding.next()
        if decoded is None:
            return
        excess_ms = self._excess_ms(first.timestamp, due_ns)
        while self._pace.wants_more(len(decoded.samples), excess_ms):
            following = self._buffer.first()
            if following is None or following.timestamp != decoded.end:
                break
            more = self._decoding.next()
            if more is None:
                break
            decoded = replace(decoded, samples=np.concatenate((decoded.samples, more.samples)))
        self._play(decoded, due_ns)

    def _play(self, decoded: Decoded, due_ns: int) -> None:
        """Fit a block to the delay that is wanted and make it ready."""
        block, kind = decoded.samples, decoded.kind
        self._cursor = decoded.end
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
        pausing = self._decoding.follows(first)
        if excess_ms > SKIP_ABOVE_MS and (pausing or self._tally.in_gap):
            self._cursor = cursor + min(gap, round(excess_ms * self._rate_hz / 1000))
            return
        if pausing:
            self._rest(cursor, min(gap, self._tick), due_ns)
            return
        recoverable = self._decoding.recovers(first)
        if gap <= recoverable:
            recovered = self._decoding.recovered(gap)
            if recovered is not None:
                self._play(recovered, due_ns)
            return
        self._fill(cursor, gap - recoverable, recoverable, due_ns, budget_ms)

    def _fill(self, cursor: int, gap: int, recoverable: int, due_ns: int, budget_ms: float) -> None:
        """Make up the start of a gap, or all of it if it is short and its end can be led into."""
        bending = self._rate_hz * BENDING_MS // 1000
        if self._codec_speaks() or gap > bending + self._tick:
            self._miss(cursor, min(gap, self._tick), due_ns, budget_ms)
            return
        if gap > bending:
            self._miss(cursor, gap - bending, due_ns, budget_ms)
            return
        decoding = self._decoding
        decoding.pass_over(gap)
        following = decoding.recovered(recoverable) if recoverable else decoding.next()
        if following is None:
            return
        self._ahead.append(following)
        samples = self._concealer.lost(gap, budget_ms, following.samples)
        self._cursor = cursor + gap
        self._push(Piece(samples, "concealed", cursor), due_ns)

    def _codec_speaks(self) -> bool:
        """Tell whether the codec fills what comes next of a gap."""
        early = self._made_up < self._codec_ms * self._rate_hz / 1000
        return early and self._decoding.models_speech

    def _miss(self, cursor: int, n_samples: int, due_ns: int, budget_ms: float) -> None:
        """Make up what is not there."""
        if self._decoding.resting:
            self._rest(cursor, n_samples, due_ns)
            return
        if self._codec_speaks():
            samples = self._concealer.good(self._decoding.made_up(n_samples))
        else:
            self._decoding.pass_over(n_samples)
            samples = self._concealer.lost(n_samples, budget_ms)
        self._cursor = cursor + n_samples
        self._push(Piece(samples, "concealed", cursor), due_ns)

    def _rest(self, cursor: int, n_samples: int, due_ns: int) -> None:
        """Play the noise of a pause; while the delay is short of what it should be, stay there."""
        samples = self._concealer.good(self._decoding.made_up(n_samples))
        if self._excess_ms(cursor, due_ns) >= 0:
            self._cursor = cursor + n_samples
        self._push(Piece(samples, "comfort_noise", cursor), due_ns)

    def _push(self, piece: Piece, due_ns: int) -> None:
        self._tally.played(piece.kind, len(piece.samples), due_ns)
        self._made_up = self._made_up + len(piece.samples) if piece.kind == "concealed" else 0
        self._past = np.concatenate((self._past, piece.samples))[-self._pace.past_samples :]
        self._ready.push(piece)

    def _excess_ms(self, timestamp: int, due_ns: int) -> float:
        return (self._delay.of(timestamp, due_ns) - self._delay.target_ns) / NS_PER_MS

    def _packet_samples(self) -> int:
        return self._delay.packet_ns * self._rate_hz // NS_PER_S
