"""RED packets give back the older packets they carry (RFC 2198)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.plc.packet import Packet
from audio.plc.redundancy import unpacked


def red(own: bytes, *older: tuple[int, bytes]) -> bytes:
    """Return a RED payload; `older` are timestamp offsets and payloads, oldest first."""
    headers = b"".join(
        (1 << 31 | 111 << 24 | offset << 10 | len(data)).to_bytes(4) for offset, data in older
    )
    return headers + bytes((111,)) + b"".join(data for _, data in older) + own


def test_older_blocks_come_with_their_own_numbers() -> None:
    packet = Packet(1, 960, red(b"own", (1920, b"older"), (960, b"old")), marker=True)
    assert unpacked(packet) == [
        Packet(1, 960, b"own", marker=True),
        Packet(0, 0, b"old", redundant=True),
        Packet(65_535, 2**32 - 960, b"older", redundant=True),
    ]


def test_a_packet_without_older_ones_is_itself() -> None:
    assert unpacked(Packet(7, 8, red(b"own"))) == [Packet(7, 8, b"own")]


def test_empty_older_blocks_are_left_out() -> None:
    assert unpacked(Packet(7, 8, red(b"own", (960, b"")))) == [Packet(7, 8, b"own")]


@pytest.mark.parametrize(
    "payload",
    [b"", b"\x6f", b"\xef\x00", red(b"", (960, b"old")), red(b"own", (960, b"x" * 9))[:9]],
)
def test_what_is_cut_short_gives_nothing(payload: bytes) -> None:
    assert unpacked(Packet(7, 8, payload)) == []


@given(payload=st.binary(max_size=60))
def test_no_bytes_raise(payload: bytes) -> None:
    for block in unpacked(Packet(0, 0, payload)):
        assert block.payload
