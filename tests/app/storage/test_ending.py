"""The end of a recording: what one step cannot do keeps no other from being done."""

from pathlib import Path

from app.storage.ending import ended
from app.storage.library import Library
from app.storage.meta import State
from app.storage.recording import RESERVE_NAME, Recording
from app.storage.repair import repair
from app.storage.run_report import FILE_NAME, RunReport
from tests.app.storage.test_repair import record

REPORT = RunReport({}, [], [])


def test_all_is_done(tmp_path: Path) -> None:
    recording = record(tmp_path / "a")
    assert ended(recording, ("Title",), REPORT, tmp_path / "library.db") == []
    meta = Recording.open(recording.folder).meta
    assert (meta.state, meta.duration_ns) == (State.FINISHED, 500_000_000)
    assert (recording.folder / FILE_NAME).exists()
    with Library(tmp_path / "library.db") as library:
        assert library.entries()[0].suggested_titles == ("Title",)


def test_a_recording_without_a_library_is_finished_all_the_same(tmp_path: Path) -> None:
    recording = record(tmp_path / "a")
    (tmp_path / "library.db").mkdir()
    (error,) = ended(recording, (), REPORT, tmp_path / "library.db")
    assert "library.db" in str(error)
    assert Recording.open(recording.folder).meta.state is State.FINISHED


def test_a_length_that_cannot_be_read_is_left_to_repair(tmp_path: Path) -> None:
    recording = record(tmp_path / "a")
    recording.events_path.write_bytes(b"overwritten by a broken disk" * 50)
    error = ended(recording, (), REPORT, tmp_path / "library.db")[0]
    assert "events.db" in str(error)
    assert not (recording.folder / RESERVE_NAME).exists()
    report = repair(recording.folder)  # nobody holds the folder any more
    assert report is not None
    assert report.video_frames == 15
