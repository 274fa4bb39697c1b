"""Repair mends the dead, leaves the living and the finished alone, and says what it cannot mend."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from app.errors import StorageError
from app.storage import repair as repair_module
from app.storage.audio_track import AudioTrack
from app.storage.event_store import EventStore
from app.storage.events import open_events
from app.storage.library import Library
from app.storage.meta import META_NAME, State
from app.storage.recording import RESERVE_NAME, Recording
from app.storage.repair import RepairReport, mend, repair
from app.storage.video_track import VideoTrack
from tests.app.storage.material import ORIGIN_NS, block, camera_frame, create, final, picture


def record(folder: Path) -> Recording:
    """Record half a second of everything, closed in order."""
    recording = create(folder)
    audio = AudioTrack(recording.audio_path, ORIGIN_NS, "microphone")
    audio.push(block(0, 0, 24_000))
    audio.close()
    video = VideoTrack(recording.video_path, ORIGIN_NS)
    for i in range(15):
        video.push(camera_frame(33 * i, picture(i)))
    video.close()
    events = EventStore(recording.events_path, ORIGIN_NS)
    events.put_final(final(0, "half a second"), "test")
    events.close()
    return recording


def forget_the_end(folder: Path) -> None:
    """Make a finished recording look cut off, its writer gone."""
    path = folder / META_NAME
    fields = json.loads(path.read_text()) | {"state": "recording", "duration_ns": None}
    path.write_text(json.dumps(fields))


def test_the_living_and_the_finished_are_left_alone(tmp_path: Path) -> None:
    recording = record(tmp_path / "a")
    assert repair(recording.folder) is None
    assert (recording.folder / RESERVE_NAME).exists()
    recording.finish(500_000_000)
    before = {path.name: path.read_bytes() for path in recording.folder.iterdir()}
    assert repair(recording.folder) is None
    assert {path.name: path.read_bytes() for path in recording.folder.iterdir()} == before


def test_the_dead_is_mended_once(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    record(folder).finish(0)
    forget_the_end(folder)
    (folder / "run.json.0123abcd.new").touch()  # died while it was replaced
    report = repair(folder)
    assert report is not None
    assert (report.audio_frames, report.video_frames, report.problems) == (24_000, 15, ())
    assert report.duration_ns == 500_000_000
    meta = Recording.open(folder).meta
    assert (meta.state, meta.duration_ns) == (State.REPAIRED, 500_000_000)
    assert {path.name for path in folder.iterdir()} == {
        *("audio.wav", "video.mkv", "events.db", META_NAME),
    }
    assert repair(folder) is None


@pytest.mark.parametrize("size", [None, 0])
def test_killed_before_the_first_byte(tmp_path: Path, size: int | None) -> None:
    """The files are absent, or made but empty."""
    folder = tmp_path / "a"
    create(folder).finish(0)
    forget_the_end(folder)
    if size is not None:
        for name in ("audio.wav", "video.mkv", "events.db"):
            (folder / name).touch()
    report = repair(folder)
    assert report is not None
    assert (report.duration_ns, report.problems) == (0, ())
    assert {path.name for path in folder.iterdir()} == {"events.db", META_NAME}
    with open_events(folder / "events.db") as events:
        assert events.words() == []


@pytest.mark.parametrize("kept_bytes", [4, 100, 387, 450, 600, 900])
def test_killed_before_the_first_whole_picture(tmp_path: Path, kept_bytes: int) -> None:
    folder = tmp_path / "a"
    recording = record(folder)
    recording.finish(0)
    forget_the_end(folder)
    recording.video_path.write_bytes(recording.video_path.read_bytes()[:kept_bytes])
    report = repair(folder)
    assert report is not None
    assert (report.video_frames, report.audio_frames) == (0, 24_000)
    assert report.problems == ()
    assert not recording.video_path.exists()


def test_a_large_damaged_video_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    recording = record(folder)
    recording.finish(0)
    forget_the_end(folder)
    damaged = recording.video_path.read_bytes()[:40] + bytes(2 << 20)
    recording.video_path.write_bytes(damaged)
    report = repair(folder)
    assert report is not None
    assert ["video.mkv" in problem for problem in report.problems] == [True]
    assert recording.video_path.read_bytes() == damaged


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        (b"V_MPEG4/ISO/AVC", b"V_MPEGI/ISO/VVC"),  # a codec there is none for
        (b"Lavf", b"\xff\xfe\xfd\xfc"),  # a name that is no text
    ],
)
def test_a_video_with_a_damaged_header_is_kept_and_the_rest_mended(
    tmp_path: Path, there: bytes, instead: bytes
) -> None:
    folder = tmp_path / "a"
    recording = record(folder)
    recording.finish(0)
    forget_the_end(folder)
    damaged = recording.video_path.read_bytes().replace(there, instead)
    recording.video_path.write_bytes(damaged)
    report = repair(folder)
    assert report is not None
    assert [problem.split(": ")[0] for problem in report.problems] == [
        f"{recording.video_path} is damaged, it is kept as it was; other players may read it"
    ]
    assert report.audio_frames == 24_000
    assert recording.video_path.read_bytes() == damaged
    assert Recording.open(folder).meta.state is State.REPAIRED


def test_what_cannot_be_mended_is_said_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    record(folder).finish(0)
    forget_the_end(folder)
    for name in ("audio.wav", "events.db"):
        (folder / name).write_bytes(b"overwritten by a broken disk" * 50)
    report = repair(folder)
    assert report is not None
    assert report.video_frames == 15
    assert report.duration_ns == 14 * 33_000_000
    assert [name in " ".join(report.problems) for name in ("audio.wav", "events.db")] == [True] * 2
    assert (folder / "audio.wav").read_bytes().startswith(b"overwritten")


def test_a_full_disk_leaves_the_video_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a"
    record(folder).finish(0)
    forget_the_end(folder)

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(repair_module, "remux", full)
    report = repair(folder)
    assert report is not None
    assert report.video_frames == 15
    assert len(report.problems) == 1
    assert "disk is full" in report.problems[0]


def test_a_library_mends_what_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library(path) as library:
        for name in ("whole", "cut off", "damaged", "gone"):
            recording = record(tmp_path / name)
            library.add(recording.folder)
            recording.finish(0)
        library.add(tmp_path / "whole")
    forget_the_end(tmp_path / "cut off")
    (tmp_path / "damaged" / META_NAME).write_text("{")
    shutil.rmtree(tmp_path / "gone")
    reports = {report.folder.name: report.problems for report in mend(path)}
    assert set(reports) == {"cut off", "damaged"}
    assert reports["cut off"] == ()
    assert "does not describe a recording" in reports["damaged"][0]
    with Library(path) as library:
        assert library.unfinished() == [tmp_path / "damaged"]
        assert {hit.folder.name for hit in library.search("second")} == {"whole", "cut off"}


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), sqlite3.Error("malformed")])
def test_one_that_resists_does_not_stop_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    path = tmp_path / "library.db"
    with Library(path) as library:
        for name in ("a", "b"):
            recording = record(tmp_path / name)
            library.add(recording.folder)
            recording.finish(0)
            forget_the_end(recording.folder)

    def resisting(folder: Path) -> RepairReport | None:
        if folder.name == "a":
            raise error
        return repair(folder)

    monkeypatch.setattr(repair_module, "repair", resisting)
    resisted, mended = mend(path)
    assert resisted.problems == (f"cannot repair {tmp_path / 'a'}: {error}",)
    assert mended.problems == ()


def test_a_recording_under_way_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    recording = record(tmp_path / "a")
    with Library(path) as library:
        library.add(recording.folder)
    assert list(mend(path)) == []
    assert Recording.open(recording.folder).meta.state is State.RECORDING


def test_no_recording(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is not a recording"):
        repair(tmp_path)
