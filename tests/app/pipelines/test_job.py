"""A recording is whole to its end, however slow the machine and whatever cannot be written."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

import pytest

from app.engine.clock import Clock
from app.engine.events import Gap
from app.engine.media import CameraFrame
from app.errors import MediaFileError, StorageError
from app.pipelines import job as job_module
from app.pipelines.job import Job, record
from app.storage import ending
from app.storage.library import Library
from app.storage.meta import State
from app.storage.recording import RESERVE_NAME, Recording
from app.storage.run_report import RunReport
from app.storage.video_track import VideoTrack
from tests.app.slow_ending import SlowEnding
from tests.app.storage.material import picture

FRAMES, PERIOD_NS = 12, 100_000_000


class Pictures:
    """Twelve pictures, ten a second, each of which takes a moment to read."""

    name = "pictures"

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        for number in range(FRAMES):
            await asyncio.sleep(0.002)
            yield CameraFrame(origin_ns + number * PERIOD_NS, picture(number))


class BurningPictures(Pictures):
    """Pictures whose camera fails after the last."""

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        async for item in super().items(clock, origin_ns):
            yield item
        raise OSError("the camera burned down")


class Unreadable(Pictures):
    """A file without a picture that could be decoded."""

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        pictures = super().items(clock, origin_ns)
        await pictures.aclose()
        async for item in pictures:
            yield item
        raise MediaFileError("pictures holds no picture that can be decoded.")


class DamagedLater(Pictures):
    """A file that can be read up to a place."""

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        async for item in super().items(clock, origin_ns):
            yield item
        raise MediaFileError("the end is missing")


class Quiet:
    """A watch that shows nothing."""

    def begin(self, origin_ns: int) -> None:
        pass

    def push(self, item: object) -> Sequence[object]:
        return ()

    def flush(self) -> Sequence[object]:
        return ()

    def reset(self) -> None:
        pass


def job_of(place: Path, camera: Pictures, duration_ns: int | None = None) -> Job:
    return Job(
        camera=camera,
        microphone=None,
        hands=None,
        stop_by_gesture=False,
        folder=place / "a",
        library=place / "library.db",
        live=False,
        duration_ns=duration_ns,
    )


async def test_others_go_on_while_a_recording_is_put_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slowly = SlowEnding()
    monkeypatch.setattr(ending, "write_run_report", slowly)
    await record(job_of(tmp_path, Pictures()), Quiet(), asyncio.Event())
    assert slowly.gone_on == [True]


def full(folder: Path, report: RunReport) -> None:
    raise StorageError("the disk is full")


async def test_a_file_slower_than_real_time_is_recorded_to_its_stated_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(job_module, "GRACE_NS", -(10**10))  # as if it had taken 10 s longer
    report = await record(job_of(tmp_path, Pictures(), 10**9), Quiet(), asyncio.Event())
    assert report.stages["video file"].pushed == 10


async def test_a_damaged_library_is_told_before_a_folder_is_made(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"holiday pictures" * 100)
    with pytest.raises(StorageError, match="move this file away"):
        await record(job_of(tmp_path, Pictures()), Quiet(), asyncio.Event())
    assert not (tmp_path / "a").exists()


async def test_what_cannot_be_written_at_the_end_leaves_the_recording_finished(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ending, "write_run_report", full)
    with pytest.raises(StorageError, match="disk is full"):
        await record(job_of(tmp_path, Pictures()), Quiet(), asyncio.Event())
    assert Recording.open(tmp_path / "a").meta.state is State.FINISHED
    assert not (tmp_path / "a" / RESERVE_NAME).exists()


async def test_of_a_file_that_cannot_be_read_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(MediaFileError, match="no picture"):
        await record(job_of(tmp_path, Unreadable()), Quiet(), asyncio.Event())
    assert not (tmp_path / "a").exists()
    with Library(tmp_path / "library.db") as library:
        assert not library.entries()
        assert not library.entries(trashed=True)


async def test_what_could_be_read_of_a_damaged_file_is_kept(tmp_path: Path) -> None:
    with pytest.raises(MediaFileError, match="end is missing"):
        await record(job_of(tmp_path, DamagedLater()), Quiet(), asyncio.Event())
    assert Recording.open(tmp_path / "a").meta.state is State.FINISHED
    with Library(tmp_path / "library.db") as library:
        assert len(library.entries()) == 1


async def test_the_first_error_is_the_one_that_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ending, "write_run_report", full)
    with pytest.raises(OSError, match="burned down"):
        await record(job_of(tmp_path, BurningPictures()), Quiet(), asyncio.Event())
    assert Recording.open(tmp_path / "a").meta.state is State.FINISHED


async def test_a_recording_that_is_not_given_its_time_to_end_is_finished_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class SlowTrack(VideoTrack):
        """Takes its time over each picture."""

        def push(self, item: CameraFrame | Gap) -> Sequence[Gap]:
            time.sleep(0.4)
            return super().push(item)

    monkeypatch.setattr(job_module, "VideoTrack", SlowTrack)
    begun = asyncio.Event()
    recording = asyncio.create_task(
        record(job_of(tmp_path, Pictures()), Quiet(), asyncio.Event(), lambda _: begun.set())
    )
    await begun.wait()
    await asyncio.sleep(0.3)
    for _ in range(2):  # it is given up, and then the engine ends
        recording.cancel()
        await asyncio.sleep(0.05)
    with pytest.raises(asyncio.CancelledError):
        await recording
    assert Recording.open(tmp_path / "a").meta.state is State.FINISHED
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert not [one for one in threading.enumerate() if one.name.startswith("stage")]
