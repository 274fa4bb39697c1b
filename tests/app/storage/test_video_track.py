"""Pictures keep their times, fit the file, and the file plays and seeks."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.engine.events import Gap, GapReason
from app.errors import StorageError
from app.storage.video_file import read_video_info, remux
from app.storage.video_track import VideoTrack
from tests.app.storage.material import ORIGIN_NS, camera_frame, picture


def decoded(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def test_times_are_from_the_origin_in_ms(tmp_path: Path) -> None:
    path = tmp_path / "v.mkv"
    times_ms = [12.9, 40, 73.3, 500, 533.5]
    track = VideoTrack(path, ORIGIN_NS)
    for i, at_ms in enumerate(times_ms):
        assert track.push(camera_frame(at_ms, picture(i))) == ()
    track.close()
    frames = decoded(path)
    assert [frame.pts for frame in frames] == [12, 40, 73, 500, 533]
    assert frames[0].time_base == Fraction(1, 1000)
    info = read_video_info(path)
    assert (info.width, info.height, info.frames) == (64, 48, 5)
    assert (info.first_ns, info.last_ns) == (12_000_000, 533_000_000)


def test_times_grow_strictly_and_nothing_is_before_zero(tmp_path: Path) -> None:
    path = tmp_path / "v.mkv"
    track = VideoTrack(path, ORIGIN_NS)
    for i, at_ms in enumerate([-20, -0.1, 0, 0, 0.9, 30, 25, 40]):
        track.push(camera_frame(at_ms, picture(i)))
    track.close()
    assert [frame.pts for frame in decoded(path)] == [0, 1, 2, 30, 31, 40]


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuvj420p", "yuyv422", "nv12", "rgb24"])
@pytest.mark.parametrize("size", [(64, 48), (65, 49)])
def test_any_format_and_odd_sizes(tmp_path: Path, pixel_format: str, size: tuple[int, int]) -> None:
    path = tmp_path / "v.mkv"
    track = VideoTrack(path, ORIGIN_NS)
    original = picture(30, size, pixel_format)
    original.pts = 5
    for i in range(5):
        track.push(camera_frame(33 * i, original))
    track.close()
    assert original.pts == 5, "the frame belongs to everyone"
    frames = decoded(path)
    assert [(frame.width, frame.height) for frame in frames] == 5 * [(64, 48)]
    grey = frames[-1].to_ndarray(format="rgb24")
    assert grey.mean() == pytest.approx(16 + 120, abs=3)


def test_a_new_size_is_scaled_to_the_first(tmp_path: Path) -> None:
    path = tmp_path / "v.mkv"
    track = VideoTrack(path, ORIGIN_NS)
    for i in range(6):
        size, pixel_format = ((64, 48), "yuv420p") if i % 2 else ((128, 96), "rgb24")
        track.push(camera_frame(33 * i, picture(i, size, pixel_format)))
    track.close()
    assert [(frame.width, frame.height) for frame in decoded(path)] == 6 * [(128, 96)]


def test_seeking_lands_within_a_second_and_after_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "v.mkv"
    track = VideoTrack(path, ORIGIN_NS)
    for i in range(75):
        track.push(camera_frame(33 * i, picture(i)))
    missing = Gap(ORIGIN_NS + 75 * 33_000_000, ORIGIN_NS + 5_000_000_000, "camera",
                  GapReason.DEVICE_LOST)  # fmt: skip
    assert track.push(missing) == (missing,)
    track.push(camera_frame(5000, picture(1)))
    track.close()
    keys = [frame.pts for frame in decoded(path) if frame.key_frame]
    assert keys == [0, 30 * 33, 60 * 33, 5000]
    with av.open(str(path)) as container:
        container.seek(1_500_000)
        assert next(container.decode(video=0)).pts == 30 * 33


def test_a_killed_file_gets_its_duration_back(tmp_path: Path) -> None:
    path, killed = tmp_path / "v.mkv", tmp_path / "killed.mkv"
    track = VideoTrack(path, ORIGIN_NS)
    for i in range(90):
        track.push(camera_frame(33 * i, picture(i)))
    killed.write_bytes(path.read_bytes()[:-7])
    track.close()
    with av.open(str(killed)) as container:
        assert container.duration is None
    info = remux(killed)
    assert 90 - 9 <= info.frames < 90, "less than 300 ms is lost"
    with av.open(str(killed)) as container:
        assert container.duration == pytest.approx(info.last_ns / 1000 + 33_000, abs=1000)
    assert [frame.pts for frame in decoded(killed)] == [33 * i for i in range(info.frames)]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["killed.mkv", "v.mkv"]


def test_damage_in_the_middle_is_not_made_permanent(tmp_path: Path) -> None:
    path = tmp_path / "v.mkv"
    track = VideoTrack(path, ORIGIN_NS)
    rng = np.random.default_rng(1)
    for i in range(120):
        pixels = rng.integers(0, 255, (240, 320, 3), np.uint8)
        track.push(camera_frame(33 * i, av.VideoFrame.from_ndarray(pixels, format="rgb24")))
    track.close()
    data = bytearray(path.read_bytes())
    third = len(data) // 3
    data[third : 2 * third] = bytes(third)
    path.write_bytes(data)
    with pytest.raises(StorageError, match="is damaged, it is kept"):
        remux(path)
    assert path.read_bytes() == data


def test_what_is_no_video_stays_untouched(tmp_path: Path) -> None:
    path = tmp_path / "v.mkv"
    path.write_bytes(b"not a video" * 50)
    for read in (read_video_info, remux):
        with pytest.raises(StorageError, match="cannot read"):
            read(path)
    assert path.read_bytes() == b"not a video" * 50
    assert list(tmp_path.iterdir()) == [path]


def test_a_codec_there_is_none_for_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "v.mkv"
    track = VideoTrack(path, ORIGIN_NS)
    track.push(camera_frame(0, picture(0)))
    track.close()
    damaged = path.read_bytes().replace(b"V_MPEG4/ISO/AVC", b"V_XXXXX/XXX/XXX")
    path.write_bytes(damaged)
    for read in (read_video_info, remux):
        with pytest.raises(StorageError, match="is damaged, it is kept"):
            read(path)
    assert path.read_bytes() == damaged


def test_nothing_pushed_leaves_no_file(tmp_path: Path) -> None:
    VideoTrack(tmp_path / "v.mkv", ORIGIN_NS).close()
    assert list(tmp_path.iterdir()) == []
