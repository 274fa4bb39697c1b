"""Every reader reads our WAV, closed, killed, small or beyond 4 GiB."""

import wave
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from app.errors import StorageError
from app.storage.wav import HEADER_BYTES, RIFF_LIMIT_BYTES, WavWriter, read_info, repair

RATE_HZ = 8_000


def ramp(frames: int, channels: int) -> NDArray[np.int16]:
    return (np.arange(frames * channels) % 20_000).astype(np.int16).reshape(frames, channels)


def by_soundfile(path: Path) -> NDArray[np.int16]:
    samples, rate_hz = soundfile.read(path, dtype="int16", always_2d=True)
    assert rate_hz == RATE_HZ
    return np.asarray(samples)


def by_wave(path: Path) -> NDArray[np.int16]:
    with wave.open(str(path)) as file:
        assert file.getframerate() == RATE_HZ
        data = file.readframes(file.getnframes())
        return np.frombuffer(data, "<i2").reshape(-1, file.getnchannels())


def by_av(path: Path) -> NDArray[np.int16]:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert stream.sample_rate == RATE_HZ
        frames = [frame.to_ndarray() for frame in container.decode(stream)]
        samples: NDArray[np.int16] = np.concatenate(frames, axis=1).astype(np.int16)
        return samples.reshape(-1, stream.channels)


READERS = [by_soundfile, by_wave, by_av]


@pytest.mark.parametrize("channels", [1, 2])
def test_closed_file_reads_everywhere(tmp_path: Path, channels: int) -> None:
    path = tmp_path / "a.wav"
    samples = ramp(10_007, channels)
    writer = WavWriter(path, RATE_HZ, channels)
    for part in np.array_split(samples, 13):
        writer.append(part)
    writer.close()
    for read in READERS:
        np.testing.assert_array_equal(read(path), samples)
    assert read_info(path).frames == 10_007


def test_killed_file_has_every_sample_after_repair(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    samples = ramp(RATE_HZ + 500, 2)
    writer = WavWriter(path, RATE_HZ, 2)
    writer.append(samples[:RATE_HZ])
    writer.append(samples[RATE_HZ:])
    killed = tmp_path / "killed.wav"
    killed.write_bytes(path.read_bytes() + b"\x01")  # and a byte of the next write
    writer.close()

    assert len(by_wave(killed)) == RATE_HZ, "unrepaired, up to the last full second"
    assert read_info(killed).frames == len(samples)
    assert repair(killed).frames == len(samples)
    for read in READERS:
        np.testing.assert_array_equal(read(killed), samples)
    assert repair(killed).frames == len(samples), "repair can be repeated"


def test_silence_is_zeros(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    writer = WavWriter(path, RATE_HZ, 1)
    writer.append(ramp(5, 1))
    writer.append_silence(7)
    writer.append(ramp(5, 1))
    writer.close()
    assert by_wave(path)[:, 0].tolist() == [0, 1, 2, 3, 4] + 7 * [0] + [0, 1, 2, 3, 4]


def test_rf64_begins_where_the_sizes_no_longer_fit(tmp_path: Path) -> None:
    samples = ramp(1_000, 1)
    riff_bytes = HEADER_BYTES - 8 + 2_000
    for limit, magic in ((riff_bytes, b"RIFF"), (riff_bytes - 1, b"RF64")):
        path = tmp_path / f"{limit}.wav"
        writer = WavWriter(path, RATE_HZ, 1, riff_limit_bytes=limit)
        writer.append(samples)
        writer.close()
        assert path.read_bytes()[:4] == magic
        np.testing.assert_array_equal(by_soundfile(path), samples)
        np.testing.assert_array_equal(by_av(path), samples)
        assert repair(path, limit).frames == 1_000
        assert path.read_bytes()[:4] == magic
        np.testing.assert_array_equal(by_soundfile(path), samples)


def test_beyond_4_gib(tmp_path: Path) -> None:
    """A hole of 4 GiB costs no disk space here."""
    path = tmp_path / "long.wav"
    writer = WavWriter(path, RATE_HZ, 2)
    hole_frames = RIFF_LIMIT_BYTES // 4
    writer.append_silence(hole_frames)
    if path.stat().st_blocks * 512 > 2**30:
        writer.close()
        pytest.skip("this file system cannot keep a hole in a file")
    tail = ramp(RATE_HZ, 2)
    writer.append(tail)
    writer.close()

    def check() -> None:
        with soundfile.SoundFile(path) as file:
            assert file.format == "RF64"
            assert file.frames == hole_frames + RATE_HZ
            file.seek(hole_frames)
            np.testing.assert_array_equal(file.read(dtype="int16"), tail)
        with av.open(str(path)) as container:
            assert container.duration == pytest.approx((hole_frames / RATE_HZ + 1) * 1e6, abs=1e3)

    check()
    with path.open("r+b") as file:  # the header as it was up to a second before the end
        file.seek(4)
        file.write(b"\0\0\0\0")
    assert repair(path).frames == hole_frames + RATE_HZ
    check()


@pytest.mark.parametrize("data", [b"", b"RIFF", b"ID3" + bytes(500), bytes(HEADER_BYTES)])
def test_other_files_are_not_touched(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "other.wav"
    path.write_bytes(data)
    with pytest.raises(StorageError, match="is not a sound file of this program"):
        repair(path)
    assert path.read_bytes() == data


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"precious")
    with pytest.raises(FileExistsError):
        WavWriter(path, RATE_HZ, 1)
    assert path.read_bytes() == b"precious"
