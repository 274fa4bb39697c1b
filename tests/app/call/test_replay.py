"""Of a dump, the right stream is played, its redundant packets unpacked."""

import pytest

from app.call.replay import main_stream
from app.call.rtp import RtpPacket
from app.errors import CallError
from audio.plc.packet import Packet

MS = 1_000_000
SOUND, RED, VIDEO = 111, 63, 96


def arrivals(payload_type: int, ssrc: int, count: int) -> list[tuple[int, RtpPacket]]:
    return [
        (number * 20 * MS, RtpPacket(payload_type, ssrc, Packet(number, number * 960, b"own")))
        for number in range(count)
    ]


def test_the_stream_with_most_packets_is_played() -> None:
    dump = [*arrivals(SOUND, 1, 20), *arrivals(SOUND, 2, 3), *arrivals(VIDEO, 3, 9)]
    stream = main_stream(dump, None, None)
    assert [packet.sequence for _, packet in stream] == list(range(20))


def test_a_payload_type_that_is_named_is_sought() -> None:
    dump = [*arrivals(SOUND, 1, 5), *arrivals(VIDEO, 3, 9)]
    assert len(main_stream(dump, SOUND, None)) == 5
    with pytest.raises(CallError, match="no RTP packets"):
        main_stream(dump, 0, None)


def test_red_packets_become_what_they_hold() -> None:
    header = (1 << 31 | SOUND << 24 | 960 << 10 | 3).to_bytes(4) + bytes((SOUND,))
    red = RtpPacket(RED, 1, Packet(5, 4800, header + b"old" + b"own"))
    stream = main_stream([*arrivals(SOUND, 1, 3), (100 * MS, red)], SOUND, RED)
    assert [packet.sequence for _, packet in stream] == [0, 1, 2, 5, 4]
    assert stream[-1] == (100 * MS, Packet(4, 3840, b"old", redundant=True))
