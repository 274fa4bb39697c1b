"""The picture at the place of playback is of the recording that is open."""

import queue
from collections.abc import Callable
from pathlib import Path

import pytest
from av.video.frame import VideoFrame

from app.errors import StorageError
from app.gui.work.jobs import DEMO
from app.gui.work.picture_reading import PictureReader
from app.pipelines.preview import Picture
from app.storage.pictures import Pictures

PATIENCE_S = 100.0
DAMAGED_NS = 1_000_000_000


def test_a_picture_on_its_way_is_not_shown_in_the_next_recording() -> None:
    on_their_way: queue.Queue[Callable[[], object]] = queue.Queue()
    shown: list[Picture] = []
    reader = PictureReader(on_their_way.put, shown.append)
    try:
        reader.choose(DEMO)
        reader.ask(0)
        late = on_their_way.get(timeout=PATIENCE_S)
        late()
        assert [picture.pts_ns for picture in shown] == [0]
        reader.choose(None)  # the next recording is of sound alone
        late()
        assert len(shown) == 1
    finally:
        reader.close()


def test_after_a_damaged_place_the_pictures_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given: queue.Queue[Callable[[], object]] = queue.Queue()
    tried: queue.Queue[int] = queue.Queue()
    at = Pictures.at

    def damaged(pictures: Pictures, time_ns: int) -> VideoFrame | None:
        tried.put(time_ns)
        if time_ns == DAMAGED_NS:
            raise StorageError("damaged here")
        return at(pictures, time_ns)

    monkeypatch.setattr(Pictures, "at", damaged)
    reader = PictureReader(given.put, lambda _: None)
    try:
        reader.choose(DEMO)
        reader.ask(DAMAGED_NS)
        assert tried.get(timeout=PATIENCE_S) == DAMAGED_NS
        reader.ask(0)
        given.get(timeout=PATIENCE_S)
    finally:
        reader.close()


def test_a_file_that_cannot_be_read_is_tried_once_a_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tried: queue.Queue[Path] = queue.Queue()

    def broken(path: Path) -> Pictures:
        tried.put(path)
        raise StorageError("no video")

    monkeypatch.setattr("app.gui.work.picture_reading.Pictures", broken)
    reader = PictureReader(lambda _: None, lambda _: None)
    try:
        reader.choose(tmp_path / "video.mkv")
        for time_ns in range(2):
            reader.ask(time_ns)
            tried.get(timeout=PATIENCE_S)
        with pytest.raises(queue.Empty):
            tried.get(timeout=0.1)
    finally:
        reader.close()
