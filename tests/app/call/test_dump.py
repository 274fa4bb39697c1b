"""Packet dumps are written and read; what is none is refused in one sentence."""

from pathlib import Path

import pytest

from app.call import dump
from app.call.rtp import RtpPacket
from app.errors import CallError, StorageError
from audio.plc.packet import Packet

ARRIVALS = [
    (number * 20_000_000, RtpPacket(111, 7, Packet(number, number * 960, bytes((number,)))))
    for number in range(5)
]


def test_a_dump_comes_back_as_it_went(tmp_path: Path) -> None:
    dump.write(tmp_path / "call.rtp", ARRIVALS)
    assert dump.read(tmp_path / "call.rtp") == ARRIVALS


def test_the_file_is_that_of_rtptools(tmp_path: Path) -> None:
    dump.write(tmp_path / "call.rtp", ARRIVALS[1:2])
    data = (tmp_path / "call.rtp").read_bytes()
    assert data.startswith(b"#!rtpplay1.0 0.0.0.0/0\n")
    record = data[data.index(b"\n") + 17 :]
    assert record[:8] == (8 + 13).to_bytes(2) + (13).to_bytes(2) + (20).to_bytes(4)


def test_a_dump_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "call.rtp"
    dump.write(path, ARRIVALS)
    path.write_bytes(path.read_bytes()[:-4])
    assert dump.read(path)[:4] == ARRIVALS[:4]


def test_what_is_no_dump_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello\n")
    with pytest.raises(CallError, match="no packet dump"):
        dump.read(tmp_path / "text")
    with pytest.raises(CallError, match="No such file"):
        dump.read(tmp_path / "absent")
    with pytest.raises(StorageError, match="cannot write"):
        dump.write(tmp_path / "absent" / "file", ARRIVALS)
