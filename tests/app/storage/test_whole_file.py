"""A file is there whole or not at all."""

import os
from pathlib import Path

import pytest

from app.errors import StorageError
from app.storage.whole_file import whole_file


def test_what_was_written_takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "hands.csv"
    path.write_text("old")
    with whole_file(path) as part:
        part.write_text("new")
        assert part.suffix == ".csv"
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("stopped", [KeyboardInterrupt, ValueError])
def test_stopped_half_way_nothing_has_changed(tmp_path: Path, stopped: type[BaseException]) -> None:
    path = tmp_path / "hands.csv"
    path.write_text("old")

    def write() -> None:
        with whole_file(path) as part:
            part.write_text("half")
            raise stopped

    with pytest.raises(stopped):
        write()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    path = tmp_path / "taken"
    path.mkdir()
    with pytest.raises(StorageError, match=f"cannot write {path}"), whole_file(path) as part:
        part.write_text("new")
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_where_its_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "sound.wav"
    with pytest.raises(StorageError, match=f"cannot write {path}"), whole_file(path) as part:
        part.write_text("new")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(StorageError, match="is no plain file"), whole_file(path) as part:
        part.write_text("new")
    assert path.is_fifo()
