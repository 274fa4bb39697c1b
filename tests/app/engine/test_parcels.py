"""Objects come to another process as they were sent, big arrays in them through memory."""

import io
import os

import numpy as np
import pytest

from app.engine.parcels import ALONGSIDE_BYTES, Memory, receive, send


@pytest.mark.parametrize("sizes", [(10,), (ALONGSIDE_BYTES,), (10, 300_000, 100_000), ()])
def test_what_is_received_is_what_was_sent(sizes: tuple[int, ...]) -> None:
    pipe, memory = io.BytesIO(), Memory()
    arrays = [np.arange(size, dtype=np.uint8) for size in sizes]
    send(("item", arrays), pipe, memory)
    big = [size for size in sizes if size >= ALONGSIDE_BYTES]
    assert len(pipe.getvalue()) < ALONGSIDE_BYTES + 2_000
    assert os.fstat(memory.descriptor).st_size == sum(big)
    pipe.seek(0)
    other = Memory(os.dup(memory.descriptor))
    name, received = receive(pipe, other)
    assert name == "item"
    for one, sent in zip(received, arrays, strict=True):
        np.testing.assert_array_equal(one, sent)
    other.close()
    memory.close()


def test_memory_grows_and_what_was_taken_stays() -> None:
    memory, other = Memory(), None
    taken = []
    for number, size in enumerate((100_000, 400_000, 70_000)):
        pipe = io.BytesIO()
        send(np.full(size, number, np.uint8), pipe, memory)
        other = other or Memory(os.dup(memory.descriptor))
        pipe.seek(0)
        taken.append(receive(pipe, other))
    assert [(one[0], one[-1], len(one)) for one in taken] == [
        (0, 0, 100_000),
        (1, 1, 400_000),
        (2, 2, 70_000),
    ]
    assert other is not None
    other.close()
    memory.close()


def test_nothing_is_sent_after_closing_and_no_descriptor_is_left() -> None:
    before = os.listdir("/proc/self/fd")  # noqa: PTH208
    memory = Memory()
    send(np.zeros(200_000, np.uint8), io.BytesIO(), memory)
    memory.close()
    memory.close()
    assert os.listdir("/proc/self/fd") == before  # noqa: PTH208
    with pytest.raises(OSError, match="descriptor"):
        send(np.zeros(200_000, np.uint8), io.BytesIO(), memory)
