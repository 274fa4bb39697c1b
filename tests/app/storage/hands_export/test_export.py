"""Hands written as JSON, CSV, video and still, read back."""

import csv
import json
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.errors import StorageError, UsageError
from app.storage.hands_export.as_csv import COLUMNS
from app.storage.hands_export.export import check_targets, export
from app.storage.hands_export.look import Look
from tests.app.storage.material import hand
from vision.frame import Frame
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult

STEP_NS = 40_000_000


def look(number: int, *hand_ids: int, made: tuple[str, ...] = (), size: int = 64) -> Look:
    pts_ns = number * STEP_NS
    rgb = np.full((size, size, 3), 90, np.uint8)
    result = HandsResult(pts_ns, tuple(hand(hand_id) for hand_id in hand_ids), palm_ran=False)
    gestures = [GestureMade(pts_ns, hand_ids[0], "left", name) for name in made]
    return Look(Frame(pts_ns, rgb), result, gestures, {})


def write(path: Path, *looks: Look) -> Path:
    with export([path], "clip.mp4") as files:
        for one in looks:
            files.put(one)
    return path


def test_json_holds_everything(tmp_path: Path) -> None:
    path = write(tmp_path / "x.json", look(0), look(1, 3, 5, made=("ok",)))
    document = json.loads(path.read_text())
    assert document["source"] == "clip.mp4"
    assert [frame["pts_ns"] for frame in document["frames"]] == [0, STEP_NS]
    assert [found["id"] for found in document["frames"][1]["hands"]] == [3, 5]
    found = document["frames"][1]["hands"][0]
    assert (found["handedness"], found["state"], found["presence"]) == ("left", "seen", 0.5)
    np.testing.assert_allclose(found["landmarks_px"], hand(3).landmarks_px, atol=0.005)
    np.testing.assert_allclose(found["world_m"], hand(3).world_m, atol=0.000005)
    assert document["gestures"] == [
        {"pts_ns": STEP_NS, "hand": 3, "handedness": "left", "gesture": "ok"}
    ]


def test_json_of_no_picture_is_json(tmp_path: Path) -> None:
    assert json.loads(write(tmp_path / "x.json").read_text())["frames"] == []


def test_csv_has_a_row_for_each_hand(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", look(0), look(1, 3, 5, made=("ok", "count_9")), look(2, 5))
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["pts_ns"], row["hand"], row["gesture"]) for row in rows] == [
        (str(STEP_NS), "3", "ok+count_9"),
        (str(STEP_NS), "5", ""),
        (str(2 * STEP_NS), "5", ""),
    ]
    assert all(len(row) == len(COLUMNS) and None not in row.values() for row in rows)
    assert float(rows[0]["y2_px"]) == pytest.approx(float(hand(3).landmarks_px[2, 1]))
    assert float(rows[0]["confidence20"]) == 0.5


def test_a_video_keeps_the_times_and_shows_the_hands(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mp4", *(look(number, 1, size=63) for number in range(5)))
    with av.open(str(path)) as container:
        pictures = list(container.decode(video=0))
    assert [round((picture.time or 0) * 1e9) for picture in pictures] == [
        number * STEP_NS for number in range(5)
    ]
    assert (pictures[0].width, pictures[0].height) == (62, 62)
    grey = pictures[0].to_ndarray(format="gray").astype(np.int64)
    assert grey.max() - grey.min() > 40


def test_a_still_is_written_in_its_format(tmp_path: Path) -> None:
    for name in ("x.png", "x.jpg"):
        path = write(tmp_path / name, look(0, 1))
        image = cv2.imread(str(path))
        assert image is not None
        assert int(image.max()) - int(image.min()) > 40


def test_several_files_are_written_together(tmp_path: Path) -> None:
    paths = [tmp_path / "x.json", tmp_path / "x.csv", tmp_path / "x.mp4"]
    with export(paths, "clip.mp4") as files:
        files.put(look(0, 1))
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def test_what_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    paths = [tmp_path / "x.json", tmp_path / "x.mp4"]

    def stop_half_way() -> None:
        with export(paths, "clip.mp4") as files:
            files.put(look(0, 1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_half_way()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    for name in ("x.json", "x.csv", "x.mp4", "x.png"):
        path = tmp_path / "absent" / name
        with pytest.raises(StorageError, match="cannot write"), export([path], "clip") as files:
            files.put(look(0, 1))


@pytest.mark.parametrize(("name", "still"), [("x.mp4", True), ("x.png", False), ("x", False)])
def test_a_name_that_says_no_format(tmp_path: Path, name: str, *, still: bool) -> None:
    with pytest.raises(UsageError, match="can be written as"):
        check_targets([tmp_path / name], tmp_path / "film.mp4", still=still)


def test_names_that_are_fine(tmp_path: Path) -> None:
    check_targets([tmp_path / "x.JSON", tmp_path / "x.mp4"], tmp_path / "film.mp4", still=False)
    check_targets([tmp_path / "x.csv", tmp_path / "x.jpeg"], tmp_path / "film.mp4", still=True)
    with pytest.raises(StorageError, match="folder does not exist"):
        check_targets([tmp_path / "absent" / "x.json"], tmp_path / "film.mp4", still=False)
