"""RTP packets as bytes, with everything a header may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.call.rtp import RtpPacket, packed, parsed
from audio.plc.packet import Packet

PACKET = RtpPacket(111, 0xDEADBEEF, Packet(65_535, 2**32 - 1, b"sound", marker=True))


def test_a_packet_comes_back_as_it_went() -> None:
    assert parsed(packed(PACKET)) == PACKET


def test_sources_extensions_and_padding_are_no_sound() -> None:
    plain = bytearray(packed(PACKET))
    plain[0] |= 0x20 | 0x10 | 2  # padded, extended, two sources
    extras = bytes(8) + b"\xbe\xde\x00\x01" + bytes(4)
    assert parsed(bytes(plain[:12]) + extras + b"sound" + b"\x00\x00\x03") == PACKET


@pytest.mark.parametrize(
    "data",
    [
        b"",
        packed(PACKET)[:11],
        b"\x40" + packed(PACKET)[1:],
        bytes((0x80, 200)) + bytes(20),
        b"\x8f" + packed(PACKET)[1:],
        b"\xa0" + packed(PACKET)[1:-1] + b"\xff",
    ],
    ids=["empty", "short", "version 1", "RTCP", "sources beyond the end", "padding beyond all"],
)
def test_what_is_no_rtp_is_none(data: bytes) -> None:
    assert parsed(data) is None


@given(data=st.binary(max_size=80))
def test_no_bytes_raise(data: bytes) -> None:
    parsed(data)
