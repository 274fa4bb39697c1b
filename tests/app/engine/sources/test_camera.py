"""The life of a camera: absent, slow, gone, back; and a real screen where there is one."""

import asyncio
import queue
import shutil
import subprocess
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Self

import av
import av.error
import pytest

from app.engine.clock import MonotonicClock
from app.engine.events import Gap, GapReason, Notice
from app.engine.media import CameraFrame
from app.engine.sources import devices
from app.engine.sources.address import PictureAddress
from app.engine.sources.camera import PICTURES_WAITING, Camera
from app.engine.sources.devices import Device, DeviceKind, find_camera
from app.errors import DeviceError
from tests.app.engine.sources.clips import grey_picture
from tests.app.engine.sources.reading import (
    WAIT_S,
    Collector,
    joined,
    threads,
    until,
    until_ended,
)
from tests.fakes.clock import FakeClock

MS = 1_000_000
S = 1_000 * MS
START_NS = 50 * S
GONE = av.error.OSError(5, "Input/output error")
NOT_YET = av.error.BlockingIOError(11, "Resource temporarily unavailable")
CUT = av.error.InvalidDataError(1, "Invalid data")
ADDRESS = PictureAddress("v4l2", "/dev/video0")


class FakeCamera:
    """What `av.open` gives: an open device that yields what a test puts in."""

    def __init__(self) -> None:
        self.wire: queue.Queue[av.VideoFrame | Exception] = queue.Queue()
        self.streams = SimpleNamespace(video=[object()])
        self.is_open = False
        self.reads = 0

    def __enter__(self) -> Self:
        self.is_open = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.is_open = False

    def demux(self, _stream: object) -> Iterator[SimpleNamespace]:
        while True:
            self.reads += 1
            item = self.wire.get()
            if isinstance(item, av.VideoFrame):
                yield SimpleNamespace(decode=lambda item=item: [item])
            else:
                raise item


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> list[FakeCamera | Exception]:
    """Return what the next openings give, first one first; none left means no device."""
    openings: list[FakeCamera | Exception] = []

    def fake_open(*_args: object, **_settings: object) -> FakeCamera:
        if not openings:
            raise av.error.FileNotFoundError(2, "No such file or directory")
        opening = openings.pop(0)
        if isinstance(opening, Exception):
            raise opening
        return opening

    monkeypatch.setattr(av, "open", fake_open)
    return openings


def frames_of(collector: Collector) -> list[CameraFrame]:
    return [item for item in collector.items if isinstance(item, CameraFrame)]


def said(collector: Collector) -> list[str]:
    return [item.text for item in collector.items if isinstance(item, Notice)]


async def show(collector: Collector, device: FakeCamera, pictures: int = 1) -> None:
    """Send pictures one by one, waiting for each."""
    for _ in range(pictures):
        due = len(frames_of(collector)) + 1
        device.wire.put(grey_picture(100))
        await until(lambda n=due: len(frames_of(collector)) >= n)  # type: ignore[misc]


async def test_pictures_bear_the_time_of_their_arrival(
    driver: list[FakeCamera | Exception],
) -> None:
    before = threads()
    device = FakeCamera()
    driver.append(device)
    clock = FakeClock(START_NS)
    collector = Collector(Camera(ADDRESS).items(clock, 0))
    await clock.advance(200 * MS)
    await show(collector, device)
    await clock.advance(33 * MS)
    device.wire.put(NOT_YET)
    await show(collector, device)
    assert [f.pts_ns - START_NS for f in frames_of(collector)] == [200 * MS, 233 * MS]
    assert len(collector.items) == 2
    device.wire.put(GONE)
    await until(lambda: not device.is_open)
    await collector.stop()
    await until_ended(before)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (av.error.FileNotFoundError(2, "no"), "is not there"),
        (av.error.OSError(16, "busy"), "is used by another program"),
        (av.error.PermissionError(13, "no"), "may not be used"),
        (ValueError("no such input format"), "is not there"),
    ],
)
async def test_an_absent_camera_is_said_once_and_tried_again(
    driver: list[FakeCamera | Exception], error: Exception, words: str
) -> None:
    device = FakeCamera()
    driver += [error, error, device]
    clock = FakeClock(START_NS)
    collector = Collector(Camera(ADDRESS).items(clock, 0))
    for left in (2, 1, 0):
        await until(lambda n=left: len(driver) == n)  # type: ignore[misc]
        await until(lambda n=left: n == 0 or not pending_cameras())  # type: ignore[misc]
        await clock.advance(0)
        if left:
            await clock.advance(2 * S)
    await show(collector, device)
    assert len(said(collector)) == 1
    assert "camera /dev/video0" in said(collector)[0]
    assert words in said(collector)[0]
    assert joined(collector.items) == [
        Gap(START_NS, START_NS + 4 * S, "camera /dev/video0", GapReason.NO_DEVICE)
    ]
    device.wire.put(GONE)
    await collector.stop()


def pending_cameras() -> bool:
    return any(thread.name.startswith("camera") for thread in threads())


@pytest.mark.parametrize("farewell", [GONE, None])
async def test_a_vanished_camera_is_said_once_and_comes_back(
    driver: list[FakeCamera | Exception], farewell: Exception | None
) -> None:
    first, second = FakeCamera(), FakeCamera()
    driver += [first, second]
    clock = FakeClock(START_NS)
    collector = Collector(Camera(ADDRESS).items(clock, 0))
    await show(collector, first, 2)
    if farewell is not None:
        first.wire.put(farewell)
        await until(lambda: len(said(collector)) == 1)
    await clock.advance(1_900 * MS)
    assert len(said(collector)) == (farewell is not None)
    await clock.advance(400 * MS)
    await until(lambda: len(said(collector)) == 1)
    first.wire.put(GONE)  # a driver that hung lets go at last
    await until(lambda: not first.is_open)
    await until(lambda: clock.waited_for or second.is_open)
    await clock.advance(2 * S)
    await until(lambda: second.is_open)
    await show(collector, second)
    back_ns = frames_of(collector)[-1].pts_ns
    assert back_ns > START_NS + 2 * S
    assert joined(collector.items) == [
        Gap(START_NS, back_ns, "camera /dev/video0", GapReason.DEVICE_LOST)
    ]
    assert len(said(collector)) == 1
    second.wire.put(GONE)
    await collector.stop()


async def test_cut_pictures_are_passed_over(driver: list[FakeCamera | Exception]) -> None:
    device = FakeCamera()
    driver.append(device)
    collector = Collector(Camera(ADDRESS).items(FakeClock(START_NS), 0))
    device.wire.put(CUT)
    await show(collector, device)
    assert len(collector.items) == 1
    device.wire.put(GONE)
    await collector.stop()


async def test_pictures_nobody_takes_in_time_are_a_gap(
    driver: list[FakeCamera | Exception],
) -> None:
    device = FakeCamera()
    driver.append(device)
    clock = FakeClock(START_NS)
    items = Camera(ADDRESS).items(clock, 0)
    device.wire.put(grey_picture(100))
    first = await anext(items)
    for number in range(1, PICTURES_WAITING + 6):
        await until(lambda n=number: device.reads > n)  # type: ignore[misc]  # the last is stamped
        clock._now_ns += 33 * MS
        device.wire.put(grey_picture(100))
    await until(lambda: device.reads > PICTURES_WAITING + 6)
    gap, second = await anext(items), await anext(items)
    assert isinstance(first, CameraFrame)
    assert isinstance(second, CameraFrame)
    assert second.pts_ns == START_NS + 6 * 33 * MS
    assert gap == Gap(first.pts_ns, second.pts_ns, "camera /dev/video0", GapReason.OVERFLOW)
    device.wire.put(GONE)
    await items.aclose()


async def test_a_driver_that_hangs_does_not_hang_the_program(
    driver: list[FakeCamera | Exception], caplog: pytest.LogCaptureFixture
) -> None:
    device = FakeCamera()
    driver.append(device)
    items = Camera(ADDRESS).items(FakeClock(START_NS), 0)
    device.wire.put(grey_picture(100))
    await anext(items)
    await until(lambda: device.reads == 2)
    await asyncio.wait_for(items.aclose(), WAIT_S)
    assert "hangs" in caplog.text
    device.wire.put(GONE)
    await until(lambda: not pending_cameras())


@pytest.fixture
def screen() -> Iterator[str]:
    """Return the address of a 320x240 screen that nobody sees."""
    if shutil.which("Xvfb") is None:
        pytest.skip("no Xvfb to look at")
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "320x240x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout is not None
        yield f":{server.stdout.readline().strip()}.0"
        server.kill()


async def test_a_real_screen_is_a_live_camera(screen: str) -> None:
    before = threads()
    items = Camera(PictureAddress("x11grab", screen)).items(MonotonicClock(), 0)
    times_ns: deque[int] = deque(maxlen=6)
    async with asyncio.timeout(WAIT_S):  # a busy machine may have to make up for what it missed
        while len(times_ns) < 6 or not 100 * MS < times_ns[-1] - times_ns[0] < 1_000 * MS:
            frame = await anext(items)
            if isinstance(frame, CameraFrame):
                assert frame.picture.width == 320
                times_ns.append(frame.pts_ns)
    await asyncio.wait_for(items.aclose(), WAIT_S)
    await until_ended(before)


def test_cameras_are_found_by_number_and_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = [
        SimpleNamespace(name="0", description="FaceTime HD", is_default=True, media_types=[]),
        SimpleNamespace(name="1", description="USB Cam", is_default=False, media_types=["video"]),
        SimpleNamespace(name="2", description="Mic", is_default=False, media_types=["audio"]),
    ]
    monkeypatch.setattr(av, "enumerate_input_devices", lambda _format: found)
    mac = PictureAddress("avfoundation", "usb")
    assert find_camera(mac, "darwin") == PictureAddress("avfoundation", "1")
    windows = PictureAddress("dshow", "1")
    assert find_camera(windows, "win32") == PictureAddress("dshow", "video=1")
    assert find_camera(ADDRESS, "linux") == ADDRESS
    with pytest.raises(DeviceError, match="no camera Nikon"):
        find_camera(PictureAddress("v4l2", "Nikon"), "linux")


def test_listing_cameras_never_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(_format: str) -> list[object]:
        raise ValueError("no such input format")

    monkeypatch.setattr(av, "enumerate_input_devices", broken)
    monkeypatch.setattr(devices, "_VIDEO_NODES", tmp_path)
    for node in ("video10", "video2", "videos"):
        (tmp_path / node).touch()
    cameras = devices._cameras("linux")
    assert cameras == [
        Device(DeviceKind.CAMERA, str(tmp_path / "video2"), "video2", default=True),
        Device(DeviceKind.CAMERA, str(tmp_path / "video10"), "video10", default=False),
    ]
    assert devices._cameras("darwin") == []
    assert devices._cameras("plan9") == []
