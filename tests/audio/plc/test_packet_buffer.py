"""Packets come out in the order of their sound, once, whatever the network does to them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.plc.packet import Packet, unwrapped
from audio.plc.packet_buffer import (
    CAPACITY_PACKETS,
    LARGEST_PAYLOAD_BYTES,
    PacketBuffer,
    Verdict,
)


def packet(number: int, *, redundant: bool = False) -> Packet:
    """Return packet `number` of a stream whose numbers wrap after the tenth."""
    return Packet(
        (65_526 + number) % 2**16,
        (2**32 - 9_600 + 960 * number) % 2**32,
        bytes((number % 256,)),
        redundant=redundant,
    )


def drained(buffer: PacketBuffer) -> list[int]:
    """Return the payloads of all that is left, in order."""
    return [buffer.pop().payload[0] for _ in range(len(buffer))]


@pytest.mark.parametrize(
    ("number", "near", "whole"),
    [
        (5, 3, 5),
        (2, 65_535, 65_538),
        (65_535, 65_536, 65_535),
        (65_535, 0, -1),
        (0, 131_072, 131_072),
    ],
)
def test_numbers_unwrap_to_the_nearest(number: int, near: int, whole: int) -> None:
    assert unwrapped(number, near, 16) == whole


def test_order_is_mended_across_a_wrap() -> None:
    buffer = PacketBuffer()
    order = [8, 10, 9, 12, 11, 13]
    assert [buffer.insert(packet(number))[0] for number in order] == [Verdict.KEPT] * 6
    assert drained(buffer) == [8, 9, 10, 11, 12, 13]


def test_numbers_kept_do_not_wrap() -> None:
    buffer = PacketBuffer()
    kept = [buffer.insert(packet(number))[1] for number in range(20)]
    assert all(one is not None for one in kept)
    assert np.diff([one.sequence for one in kept if one]).tolist() == [1] * 19
    assert np.diff([one.timestamp for one in kept if one]).tolist() == [960] * 19


def test_a_copy_is_told_before_and_after_it_was_played() -> None:
    buffer = PacketBuffer()
    buffer.insert(packet(0))
    assert buffer.insert(packet(0))[0] is Verdict.DUPLICATE
    buffer.pop()
    assert buffer.insert(packet(0))[0] is Verdict.DUPLICATE


def test_what_comes_after_its_time_is_late() -> None:
    buffer = PacketBuffer()
    for number in (0, 2):
        buffer.insert(packet(number))
    buffer.pop()
    buffer.pop()
    verdict, numbered = buffer.insert(packet(1))
    assert verdict is Verdict.LATE
    assert numbered is not None  # its delay is worth knowing
    assert len(buffer) == 0


def test_what_is_dropped_is_late_from_then_on() -> None:
    buffer = PacketBuffer()
    first = buffer.insert(packet(0))[1]
    buffer.insert(packet(1))
    assert first is not None
    assert buffer.drop_before(first.timestamp + 960) == 1
    assert drained(buffer) == [1]


def test_a_redundant_packet_fills_a_hole_and_no_more() -> None:
    buffer = PacketBuffer()
    assert buffer.insert(packet(3, redundant=True))[0] is Verdict.DISCARDED  # no stream yet
    buffer.insert(packet(5))
    newest = buffer.newest
    assert buffer.insert(packet(4, redundant=True))[0] is Verdict.KEPT
    assert buffer.newest == newest
    assert buffer.insert(packet(4))[0] is Verdict.DUPLICATE  # the packet itself, after all
    assert drained(buffer) == [4, 5]


@pytest.mark.parametrize("size", [0, LARGEST_PAYLOAD_BYTES + 1])
def test_payloads_no_codec_makes_are_discarded(size: int) -> None:
    assert PacketBuffer().insert(Packet(0, 0, bytes(size)))[0] is Verdict.DISCARDED


def test_a_full_buffer_loses_the_oldest() -> None:
    buffer = PacketBuffer()
    verdicts = [buffer.insert(packet(number))[0] for number in range(CAPACITY_PACKETS + 5)]
    assert verdicts == [Verdict.KEPT] * CAPACITY_PACKETS + [Verdict.CROWDED] * 5
    assert len(buffer) == CAPACITY_PACKETS
    first = buffer.first()
    assert first is not None
    assert first.payload == bytes((5,))


@pytest.mark.parametrize(
    ("sequence", "timestamp"), [(40_000, 500), (65_530, 2**32 - 20_000), (9, 2**31)]
)
def test_two_strange_packets_in_a_row_are_a_new_stream(sequence: int, timestamp: int) -> None:
    buffer = PacketBuffer()
    buffer.insert(packet(0))
    assert buffer.insert(Packet(sequence, timestamp, b"a"))[0] is Verdict.DISCARDED
    assert buffer.insert(Packet(sequence + 1, timestamp + 960, b"b"))[0] is Verdict.RESTARTED
    assert [buffer.pop().payload for _ in range(len(buffer))] == [b"b"]


def test_one_strange_packet_changes_nothing() -> None:
    buffer = PacketBuffer()
    buffer.insert(packet(0))
    buffer.insert(Packet(40_000, 1, b"x"))
    assert buffer.insert(packet(1))[0] is Verdict.KEPT
    assert buffer.insert(Packet(40_001, 961, b"x"))[0] is Verdict.DISCARDED
    assert drained(buffer) == [0, 1]


@given(order=st.permutations(range(30)), copies=st.lists(st.integers(0, 29), max_size=10))
def test_any_order_with_copies_comes_out_once_and_in_order(
    order: list[int], copies: list[int]
) -> None:
    buffer = PacketBuffer()
    for number in [*order, *copies]:
        buffer.insert(packet(number))
    assert drained(buffer) == list(range(30))
