"""Ten milliseconds at every tick, whatever the network does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.plc import Concealer
from audio.plc.continuer import FloatArray
from audio.plc.heard import Heard
from audio.plc.packet import Packet
from audio.plc.packet_buffer import CAPACITY_PACKETS
from audio.plc.receiver import AudioReceiver
from tests.audio.plc.signals import noise, voice
from tests.fakes.codec import DTX, StretchDecoder, packets, payload

RATE_HZ = 48_000
TICK = 480
MS = 1_000_000
Arrival = tuple[float, Packet]


def talk(seconds: float, channels: int = 1) -> FloatArray:
    count = round(seconds * RATE_HZ)
    sound = voice(count, RATE_HZ) + noise(count, level=0.003)
    return np.stack([sound] * channels, axis=1)


class Call:
    """A receiver and what it played so far."""

    def __init__(self, sound: FloatArray, codec_ms: float = 0) -> None:
        channels = sound.shape[1]
        self.decoder = StretchDecoder(sound)
        self.receiver = AudioReceiver(
            self.decoder, Concealer(RATE_HZ, channels), channels=channels, codec_ms=codec_ms
        )
        self.heard: list[Heard] = []

    def run(self, arrivals: list[Arrival], until_ms: int) -> "Call":
        """Let packets arrive at their times in ms, and play every tick until a time."""
        coming = sorted(arrivals, key=lambda arrival: arrival[0])
        place = 0
        for now_ms in range(len(self.heard) * 10, until_ms, 10):
            while place < len(coming) and coming[place][0] <= now_ms:
                self.receiver.insert(coming[place][1], round(coming[place][0] * MS))
                place += 1
            self.heard.append(self.receiver.get(now_ms * MS))
        return self

    def sound(self) -> FloatArray:
        return np.concatenate([tick.samples for tick in self.heard])

    def kinds(self) -> str:
        """Return one letter for each tick."""
        return "".join("t" if tick.kind == "concealed" else tick.kind[0] for tick in self.heard)


def on_time(
    sent: list[Packet], packet_ms: int = 20, lost: tuple[int, ...] = (), late_ms: float = 0
) -> list[Arrival]:
    """Return packets as a steady network brings them."""
    return [
        ((number + 1) * packet_ms + late_ms, packet)
        for number, packet in enumerate(sent)
        if number not in lost
    ]


def test_a_good_call_is_the_sound_itself_forty_ms_later() -> None:
    sound = talk(1)
    call = Call(sound).run(on_time(packets(len(sound))), 1000)
    assert call.kinds() == "c" * 6 + "n" * 94
    played = call.sound()
    assert not played[: 6 * TICK].any()
    np.testing.assert_array_equal(played[6 * TICK :], sound[: 94 * TICK])
    counts = call.receiver.statistics()
    assert counts.concealed_samples == counts.packets_late == 0
    assert counts.delay_ms == pytest.approx(40)
    assert counts.buffered_ms == pytest.approx(40)
    assert counts.jitter_ms == 0


@pytest.mark.parametrize("packet_ms", [10, 20, 40, 60])
@pytest.mark.parametrize("channels", [1, 2])
def test_packets_of_any_length(packet_ms: int, channels: int) -> None:
    sound = talk(0.96, channels)
    sent = packets(len(sound), packet_ms * 48)
    call = Call(sound).run(on_time(sent, packet_ms), 1000)
    begin = call.kinds().index("n")
    played = call.sound()[begin * TICK :]
    count = min(len(played), len(sound))
    np.testing.assert_array_equal(played[:count], sound[:count])


def test_timestamps_tell_what_is_played_across_a_wrap() -> None:
    sound = talk(0.5)
    sent = packets(len(sound), first_sequence=65_530, first_timestamp=2**32 - 4_800)
    call = Call(sound).run(on_time(sent), 500)
    told = [tick.timestamp for tick in call.heard if tick.timestamp is not None]
    assert told == [2**32 - 4_800 + TICK * tick for tick in range(len(told))]


def test_a_lost_packet_is_made_up_and_no_other() -> None:
    sound = talk(1)
    call = Call(sound).run(on_time(packets(len(sound)), lost=(10,)), 1000)
    assert call.kinds() == "c" * 6 + "n" * 20 + "tt" + "n" * 72
    played, wanted = call.sound()[6 * TICK :], sound[: 94 * TICK]
    np.testing.assert_array_equal(played[: 20 * TICK], wanted[: 20 * TICK])
    np.testing.assert_array_equal(played[23 * TICK :], wanted[23 * TICK :])
    gap = played[20 * TICK : 22 * TICK]
    assert np.abs(gap - wanted[20 * TICK : 22 * TICK]).max() < 0.5 * np.abs(wanted).max()
    (told,) = call.receiver.gaps()
    assert told.start_ns == 260 * MS
    assert told.duration_ns == 20 * MS
    assert call.receiver.gaps() == []
    assert call.receiver.statistics().concealment_events == 1


@pytest.mark.parametrize(("lost", "goes_on"), [((20, 21), False), ((20, 21, 22), True)])
def test_the_codec_fills_40_ms_and_the_concealer_goes_on(
    lost: tuple[int, ...], goes_on: bool
) -> None:
    sound = talk(1)
    call = Call(sound, codec_ms=40).run(on_time(packets(len(sound)), lost=lost), 900)
    levels = np.abs(call.sound()).reshape(-1, TICK).max(axis=1)
    assert (levels[46:50] < 0.01).all()  # this codec hisses softly
    assert (call.receiver._concealer.rung is not None) == goes_on
    assert call.kinds().count("t") == 2 * len(lost)


def test_losses_do_not_add_delay() -> None:
    sound = talk(3)
    lost = tuple(np.flatnonzero(np.random.default_rng(2).random(150) < 0.3).tolist())
    call = Call(sound).run(on_time(packets(len(sound)), lost=lost), 2900)
    assert call.receiver.statistics().delay_ms == pytest.approx(40)
    assert call.kinds().count("t") <= 2 * len(lost)


def test_packets_that_overtake_each_other_are_no_loss() -> None:
    sound = talk(1)
    arrivals = on_time(packets(len(sound)))
    for number in range(5, 40, 4):
        arrivals[number] = (arrivals[number][0] + 25, arrivals[number][1])
    call = Call(sound).run(arrivals, 900)
    assert "t" not in call.kinds()


def test_fec_is_used_and_counted() -> None:
    sound = talk(1)
    call = Call(sound).run(on_time(packets(len(sound), fec=True), lost=(10, 20, 21)), 1000)
    kinds = call.kinds()
    assert kinds.count("f") == 4
    assert kinds.count("t") == 2  # of two in a row, the first is beyond recovery
    np.testing.assert_array_equal(call.sound()[26 * TICK : 28 * TICK], sound[20 * TICK : 22 * TICK])
    assert call.receiver.statistics().fec_samples == 2 * 960
    assert [gap.recovered for gap in call.receiver.gaps()] == [960, 960]


def test_redundant_packets_fill_holes() -> None:
    sound = talk(1)
    sent = packets(len(sound))
    again = [
        (arrived_ms + 20, Packet(one.sequence, one.timestamp, one.payload, redundant=True))
        for arrived_ms, one in on_time(sent)
    ]
    call = Call(sound).run([*on_time(sent, lost=(10, 20)), *again], 900)
    assert "t" not in call.kinds()
    assert call.receiver.statistics().packets_received == 42


def stalled(seconds: float, begin_ms: float, end_ms: float) -> list[Arrival]:
    """Return the packets of a call in which nothing arrives for a while, and then all at once."""
    count = round(seconds * RATE_HZ)
    return [
        (end_ms if begin_ms < arrived_ms < end_ms else arrived_ms, packet)
        for arrived_ms, packet in on_time(packets(count))
    ]


def test_packets_that_come_too_late_are_still_played_whole() -> None:
    call = Call(talk(4)).run(stalled(4, 2500, 2680), 3900)
    gap = call.kinds().index("t")
    resumed = gap + call.kinds().count("t")
    assert (call.heard[resumed].timestamp or 0) == (call.heard[gap - 1].timestamp or 0) + TICK
    counts = call.receiver.statistics()
    assert counts.packets_late == 0
    assert counts.accelerated_samples > 0.1 * RATE_HZ  # and the delay is won back
    assert counts.delay_ms < 60


def test_after_a_long_outage_the_oldest_sound_is_left_out() -> None:
    call = Call(talk(6)).run(stalled(6, 2500, 4000), 5900)
    counts = call.receiver.statistics()
    assert counts.packets_late == pytest.approx((1500 - 400) / 20, abs=4)
    assert counts.delay_ms < 100


def test_jitter_lengthens_the_delay_smoothly_and_its_end_shortens_it() -> None:
    sound = talk(21)
    late_ms = np.abs(np.random.default_rng(4).normal(0, 25, 1050))
    late_ms[250:] = 0
    arrivals = [
        (arrived_ms + late_ms[number], packet)
        for number, (arrived_ms, packet) in enumerate(on_time(packets(len(sound))))
    ]
    call = Call(sound).run(arrivals, 5000)
    jittery = call.receiver.statistics()
    assert jittery.delay_ms > 60
    assert jittery.expanded_samples > 0
    call.run(arrivals[250:], 20_500)
    assert call.receiver.statistics().delay_ms < 55
    assert call.kinds()[600:].count("t") == 0


@pytest.mark.parametrize("ppm", [-1000, 1000])
def test_a_sender_with_another_clock_is_followed(ppm: int) -> None:
    sent = [Packet(number, number * 960, payload(0, 960)) for number in range(2500)]
    arrivals = [((number + 1) * 20 * (1 + ppm / 1e6), packet) for number, packet in enumerate(sent)]
    counts = Call(talk(0.1)).run(arrivals, 49_000).receiver.statistics()
    assert counts.delay_ms == pytest.approx(counts.target_delay_ms, abs=20)
    assert counts.concealed_samples == 0


def test_a_pause_is_filled_with_the_codecs_noise() -> None:
    sound = talk(2)
    sent = packets(len(sound))
    arrivals = [*on_time(sent[:20]), (420.0, Packet(20, 20 * 960, DTX))]
    later = [
        (arrived_ms, Packet(21 + number, packet.timestamp, packet.payload))
        for number, (arrived_ms, packet) in enumerate(on_time(sent)[40:])
    ]
    call = Call(sound).run([*arrivals, *later], 1500)
    assert "t" not in call.kinds()
    assert call.kinds().count("c") == 6 + 38
    np.testing.assert_allclose(call.sound()[-20 * TICK :], sound[124 * TICK : 144 * TICK])


def test_a_sender_that_begins_anew_is_heard_again() -> None:
    sound = talk(2)
    arrivals = on_time(packets(len(sound))[:30])
    anew = [
        (600.0 + arrived_ms, packet)
        for arrived_ms, packet in on_time(
            packets(len(sound), first_sequence=30_000, first_timestamp=2**31)[:30]
        )
    ]
    call = Call(sound).run([*arrivals, *anew], 1200)
    counts = call.receiver.statistics()
    assert counts.restarts == 1
    assert "reset" in call.decoder.calls
    assert call.kinds()[-20:] == "n" * 20


def test_damaged_payloads_count_as_lost() -> None:
    sound = talk(1)
    sent = packets(len(sound))
    sent[10] = Packet(10, 9600, b"\xff\xff")
    call = Call(sound).run(on_time(sent), 900)
    assert call.kinds().count("t") == 2
    assert call.receiver.statistics().packets_discarded == 1


def test_a_concealer_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="16000 Hz and 1"):
        AudioReceiver(StretchDecoder(talk(0.1)), Concealer(16_000, 1), channels=1)


def test_the_same_packets_give_the_same_bits() -> None:
    sound = talk(2)
    arrivals = on_time(packets(len(sound)), lost=(7, 30, 31, 60), late_ms=3)
    first, second = Call(sound).run(arrivals, 2000), Call(sound).run(arrivals, 2000)
    assert first.sound().tobytes() == second.sound().tobytes()
    assert first.kinds() == second.kinds()


@st.composite
def bad_calls(draw: st.DrawFn) -> list[Arrival]:
    """Draw packets of a call that suffers everything at once."""
    packet_ms = draw(st.sampled_from([10, 20, 40, 60]))
    sent = packets(
        RATE_HZ // 2,
        packet_ms * 48,
        fec=draw(st.booleans()),
        first_sequence=draw(st.integers(0, 2**16 - 1)),
        first_timestamp=draw(st.integers(0, 2**32 - 1)),
    )
    arrivals: list[Arrival] = []
    for number, packet in enumerate(sent):
        fate = draw(st.sampled_from(["on time", "on time", "lost", "late", "twice", "strange"]))
        arrived_ms = (number + 1) * packet_ms
        sent_packet = packet
        if fate == "strange":
            sent_packet = draw(
                st.builds(
                    Packet,
                    st.integers(0, 2**16 - 1),
                    st.integers(0, 2**32 - 1),
                    st.one_of(st.binary(max_size=9), st.just(DTX), st.just(packet.payload)),
                    st.booleans(),
                    st.booleans(),
                )
            )
        if fate != "lost":
            late_ms = draw(st.integers(0, 300)) if fate == "late" else 0
            arrivals += [(arrived_ms + late_ms, sent_packet)] * (2 if fate == "twice" else 1)
    return arrivals


@settings(max_examples=15)
@given(arrivals=bad_calls())
def test_no_network_breaks_the_rhythm(arrivals: list[Arrival]) -> None:
    call = Call(talk(1)).run(arrivals, 1000)
    for tick in call.heard:
        assert tick.samples.shape == (TICK, 1)
        assert tick.samples.dtype == np.float32
        assert np.isfinite(tick.samples).all()
    counts = call.receiver.statistics()
    assert counts.total_samples >= 100 * TICK
    assert counts.buffered_ms <= CAPACITY_PACKETS * 60 + 1e3


def test_memory_is_bounded_when_nobody_listens() -> None:
    receiver = AudioReceiver(StretchDecoder(talk(0.1)), Concealer(RATE_HZ, 1), channels=1)
    for number in range(5000):
        packet = Packet(number % 2**16, number * 960, payload(0, 960))
        receiver.insert(packet, number * 20 * MS)
    assert len(receiver._buffer) == CAPACITY_PACKETS
    assert receiver.statistics().buffered_ms < 5000


def test_a_listener_without_a_sender_hears_silence() -> None:
    call = Call(talk(0.1)).run([], 500)
    assert not call.sound().any()
    assert call.receiver.statistics().concealed_samples == 0
