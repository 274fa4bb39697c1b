"""A picture by its time: whatever the order they are asked for, the one shown then."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from app.errors import StorageError
from app.storage.pictures import Pictures

FPS, COUNT = 10, 60
NS_PER_S = 1_000_000_000


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return six seconds in which each picture has its own brightness; keyframes each second."""
    path = tmp_path_factory.mktemp("video") / "video.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"g": str(FPS), "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(COUNT):
            grey = np.full((48, 64, 3), 20 + 3 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode(None))
    return path


@pytest.fixture
def pictures(video: Path) -> Iterator[Pictures]:
    with Pictures(video) as opened:
        yield opened


def number_at(pictures: Pictures, time_s: float) -> int:
    frame = pictures.at(round(time_s * NS_PER_S))
    assert frame is not None
    return round((float(frame.to_ndarray(format="rgb24").mean()) - 20) / 3)


@pytest.mark.parametrize(
    "times_s",
    [
        [0.0, 0.05, 0.1, 0.15, 0.2],  # on, a little at a time
        [5.9, 0.0, 3.25, 3.3, 1.0, 1.0, 5.0, 4.95],  # to and fro
        [0.31, 2.9, 2.35],  # far ahead without and back within a second
    ],
)
def test_the_picture_is_the_one_shown_at_that_time(
    pictures: Pictures, times_s: list[float]
) -> None:
    shown = [number_at(pictures, time_s) for time_s in times_s]
    assert shown == [int(time_s * FPS + 1e-6) for time_s in times_s]


def test_beyond_the_end_the_last_stays(pictures: Pictures) -> None:
    assert number_at(pictures, 5.5) == 55
    assert number_at(pictures, 99.0) == COUNT - 1
    assert number_at(pictures, 2.0) == 20


def test_what_is_no_video_is_said(tmp_path: Path) -> None:
    (tmp_path / "video.mkv").write_bytes(b"nothing like it")
    with pytest.raises(StorageError, match=r"video\.mkv"):
        Pictures(tmp_path / "video.mkv")
