"""The folder says what it is, has one writer, and refuses what it must."""

import json
import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import StorageError
from app.storage.lock import WriterLock
from app.storage.meta import META_NAME, State
from app.storage.recording import Recording, drop_empty, new_folder
from tests.app.storage.material import ORIGIN_NS, create


def test_what_is_created_is_read_back(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "new"
    made = create(folder)
    assert Recording.open(folder).meta == made.meta
    assert made.meta.state is State.RECORDING
    assert made.meta.origin_ns == ORIGIN_NS
    assert made.meta.started_at == "2026-03-01T12:30:00+00:00"

    made.finish(5)
    finished = Recording.open(folder).meta
    assert finished == replace(made.meta, state=State.FINISHED, duration_ns=5)
    assert [path.name for path in folder.iterdir()] == [META_NAME]


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    create(tmp_path).finish(0)
    assert Recording.open(tmp_path).meta.state is State.FINISHED


def test_a_folder_with_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StorageError, match="already holds files"):
        create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_unwritable_place_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError, match=r"cannot record to .*choose another folder"):
        create(tmp_path / "file" / "recording")


def test_a_disk_without_room_lets_go_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.storage.recording.write_meta", full)
    with pytest.raises(StorageError, match="No space left"):
        create(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", "null", '{"format_version": 1}', '{"format_version": 1, "state": "x"}'],
)
def test_damaged_meta_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / META_NAME).write_text(text)
    with pytest.raises(StorageError, match="damaged"):
        Recording.open(tmp_path)


@pytest.mark.parametrize(
    "fields",
    [
        *({"duration_ns": math.inf}, {"duration_ns": 10**30}, {"origin_ns": -(10**30)}),
        *({"started_at": "0001-01-01T00:00:00"}, {"started_at": "9999-12-31T23:59:59"}),
    ],
)
def test_times_beyond_all_bounds_are_damage(tmp_path: Path, fields: dict[str, object]) -> None:
    path = create(tmp_path / "a").folder / META_NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))
    with pytest.raises(StorageError, match="damaged"):
        Recording.open(path.parent)


def test_not_a_recording(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(StorageError, match="is not a recording"):
            Recording.open(folder)


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    create(tmp_path).finish(0)
    fields = json.loads((tmp_path / META_NAME).read_text())
    (tmp_path / META_NAME).write_text(json.dumps(fields | {"format_version": 2}))
    with pytest.raises(StorageError, match=r"format 2.*update the program"):
        Recording.open(tmp_path)


def test_the_lock_lives_as_long_as_its_process(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from app.storage.lock import WriterLock;"
        "lock = WriterLock.take(Path(sys.argv[1])); print(lock is not None, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "True\n"
        assert WriterLock.take(tmp_path) is None
        child.kill()
    lock = WriterLock.take(tmp_path)
    assert lock is not None
    assert WriterLock.take(tmp_path) is None, "a second opening in one process"
    lock.release()


def test_recordings_that_begin_in_the_same_second_get_folders_of_their_own(tmp_path: Path) -> None:
    recordings = tmp_path / "recordings"
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(new_folder, [recordings] * 8))
    assert sorted(recordings.iterdir()) == sorted(folders)
    create(folders[0]).finish(0)
    for folder in folders:
        drop_empty(folder)
    assert list(recordings.iterdir()) == [folders[0]]


def test_a_place_where_nothing_can_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="set another folder as `recordings`"):
        new_folder(tmp_path / "file")
