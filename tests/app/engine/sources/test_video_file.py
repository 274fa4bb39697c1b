"""Pictures from files: times, pacing, damage, rotation, errors, closing."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.engine.clock import MonotonicClock
from app.engine.events import Notice
from app.engine.media import CameraFrame
from app.engine.sources.address import PictureAddress
from app.engine.sources.video_file import VideoFile
from app.errors import MediaFileError
from tests.app.engine.sources.clips import set_rotation, write_sound, write_video
from tests.app.engine.sources.reading import WAIT_S, Collector, read_all, threads, until_ended
from tests.fakes.clock import FakeClock

MS = 1_000_000
ORIGIN_NS = 7_000 * MS


def brightness(item: object) -> float:
    assert isinstance(item, CameraFrame)
    return float(item.picture.to_ndarray()[:48].mean())  # the Y rows of I420


@pytest.mark.parametrize("ending", ["mp4", "mkv", "avi"])
async def test_every_picture_comes_in_order_at_its_time(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"clip.{ending}"
    write_video(path, pictures=10, rate_hz=25)
    frames = await read_all(VideoFile(path, paced=False), ORIGIN_NS)
    assert [f.pts_ns for f in frames if isinstance(f, CameraFrame)] == [
        ORIGIN_NS + index * 40 * MS for index in range(10)
    ]
    assert [brightness(f) for f in frames] == pytest.approx([16 + 8 * i for i in range(10)], abs=3)


async def test_a_gif_is_a_video(tmp_path: Path) -> None:
    import av

    path = tmp_path / "clip.gif"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("gif", rate=10)
        stream.width, stream.height, stream.pix_fmt = 16, 16, "rgb8"
        for level in (0, 255, 0):
            pixels = np.full((16, 16, 3), level, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels).reformat(format="rgb8")))
        container.mux(stream.encode(None))
    frames = await read_all(VideoFile(path, paced=False))
    levels = [f.rgb().rgb.mean() for f in frames if isinstance(f, CameraFrame)]
    assert levels == pytest.approx([0, 255, 0], abs=3)


async def test_paced_pictures_wait_for_the_clock(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    write_video(path, pictures=5, rate_hz=25)
    clock = FakeClock(ORIGIN_NS - 1)
    collector = Collector(VideoFile(path, paced=True).items(clock, ORIGIN_NS))
    for expected, advance_ns in ((1, 1), (1, 39 * MS), (2, 1 * MS), (4, 80 * MS)):
        await clock.advance(advance_ns)
        await collector.until(lambda c, n=expected: len(c.items) >= n)  # type: ignore[misc]
        await clock.advance(0)
        assert len(collector.items) == expected
    await collector.stop()


async def test_damaged_pictures_are_skipped_and_said_once(tmp_path: Path) -> None:
    path = tmp_path / "clip.avi"
    write_video(path, pictures=10)
    content = bytearray(path.read_bytes())
    starts = [i for i in range(len(content)) if content[i : i + 4] == b"\x00\x00\x01\xb6"]
    assert len(starts) == 10
    for start in (starts[3], starts[6]):  # no MPEG-4 picture starts here any more
        content[start : start + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    items = await read_all(VideoFile(path, paced=False))
    frames = [item for item in items if isinstance(item, CameraFrame)]
    assert [f.pts_ns // (40 * MS) for f in frames] == [0, 1, 2, 4, 5, 7, 8, 9]
    assert [n.text for n in items if isinstance(n, Notice)] == [
        "clip.avi: 2 damaged pictures were skipped."
    ]


async def test_a_file_that_breaks_off_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "clip.mkv"
    write_video(path, pictures=10)
    path.write_bytes(path.read_bytes()[:-600])
    items = await read_all(VideoFile(path, paced=False))
    assert 0 < sum(isinstance(item, CameraFrame) for item in items) < 10


@pytest.mark.parametrize(
    ("matrix", "size", "bright_corner"),
    [
        ((1, 0, 0, 1), (64, 48), (0, 0)),
        ((0, 1, -1, 0), (48, 64), (0, -1)),  # to be shown a quarter turn clockwise
        ((0, -1, 1, 0), (48, 64), (-1, 0)),  # counter-clockwise
        ((-1, 0, 0, -1), (64, 48), (-1, -1)),
    ],
)
async def test_phone_videos_stand_upright(
    tmp_path: Path,
    matrix: tuple[int, int, int, int],
    size: tuple[int, int],
    bright_corner: tuple[int, int],
) -> None:
    import av

    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        pixels = np.zeros((48, 64, 3), np.uint8)
        pixels[:16, :16] = 255
        container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels)))
        container.mux(stream.encode(None))
    set_rotation(path, matrix)
    [frame] = await read_all(VideoFile(path, paced=False))
    assert isinstance(frame, CameraFrame)
    assert (frame.picture.width, frame.picture.height) == size
    rgb = frame.rgb().rgb
    corners = {(y, x): rgb[y, x].mean() for y in (0, -1) for x in (0, -1)}
    assert max(corners, key=lambda corner: corners[corner]) == bright_corner


def make_zero(path: Path) -> None:
    path.touch()


def make_text(path: Path) -> None:
    path.write_text("Dear diary, this is no video.\n" * 100)


def make_noise(path: Path) -> None:
    path.write_bytes(np.random.default_rng(0).bytes(10_000))


def make_sound(path: Path) -> None:
    samples = np.zeros((4_800, 1), np.int16)
    write_sound(path, samples, codec="pcm_s16le", sample_format="s16")


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("absent.mp4", lambda _path: None, "does not exist"),
        ("folder.mp4", Path.mkdir, "is a folder"),
        ("zero.mp4", make_zero, "is empty"),
        ("text.mp4", make_text, "is a text file"),
        ("notes.txt", make_text, "is a text file"),
        ("noise.mp4", make_noise, "not a media file"),
        ("sound.wav", make_sound, "contains no video track"),
    ],
)
async def test_what_is_no_video_is_said_before_the_first_picture(
    tmp_path: Path, name: str, make: Callable[[Path], None], said: str
) -> None:
    path = tmp_path / name
    make(path)
    items = VideoFile(path, paced=False).items(FakeClock(), 0)
    with pytest.raises(MediaFileError, match=said) as raised:
        await anext(items)
    assert name in str(raised.value)
    assert "\n" not in str(raised.value)


async def test_a_generator_is_paced_by_media_time() -> None:
    address = PictureAddress("lavfi", "testsrc2=size=64x48:rate=10:duration=0.5")
    frames = await read_all(VideoFile(address, paced=False), ORIGIN_NS)
    assert [f.pts_ns - ORIGIN_NS for f in frames if isinstance(f, CameraFrame)] == [
        index * 100 * MS for index in range(5)
    ]


async def test_a_wrong_generator_is_said() -> None:
    source = VideoFile(PictureAddress("lavfi", "nosuchsource"), paced=False)
    with pytest.raises(MediaFileError, match="nosuchsource"):
        await read_all(source)


@pytest.mark.parametrize("paced", [True, False])
async def test_closing_early_leaves_no_thread_and_no_open_file(paced: bool) -> None:
    before = threads()
    address = PictureAddress("lavfi", "testsrc2=size=640x480:rate=30")
    items = VideoFile(address, paced=paced).items(MonotonicClock(), MonotonicClock().now_ns())
    await anext(items)
    assert len(threads() - before) == 1
    await asyncio.wait_for(items.aclose(), WAIT_S)
    await until_ended(before)


async def test_cancelling_leaves_no_thread() -> None:
    before = threads()
    address = PictureAddress("lavfi", "testsrc2=size=64x48:rate=30")
    collector = Collector(VideoFile(address, paced=True).items(FakeClock(), 0))
    await collector.until(lambda c: len(c.items) == 1)
    await collector.stop()
    await until_ended(before)
