"""`earshot hands`: a picture file through the command line, and what can be wrong with it."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.cli import main
from tests.models_store import ready_model


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "empty room.png"
    cv2.imwrite(str(path), np.full((48, 64, 3), 80, np.uint8))
    return path


def complaint(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["hands", *map(str, arguments)]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert said.out == ""
    return said.err


@pytest.mark.models
def test_a_picture_without_hands_is_written_and_told(
    capsys: pytest.CaptureFixture[str], picture: Path
) -> None:
    for name in ("palm_detection_full", "hand_landmark_full"):
        ready_model(name)
    out = picture.with_name("x.json"), picture.with_name("x.png")
    options = ["--profile", "accurate", "--max-hands", "1", "--mirrored", "--culture", "asl"]
    arguments = ["hands", str(picture), "--out", str(out[0]), "--out", str(out[1]), *options]
    assert main(arguments) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{picture}: 0 hands",
        f"written: {out[0]}",
        f"written: {out[1]}",
    ]
    (frame,) = json.loads(out[0].read_text())["frames"]
    assert frame == {"pts_ns": 0, "width": 64, "height": 48, "hands": []}
    assert out[1].exists()


def test_a_file_that_is_absent(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "does not exist" in complaint(capsys, tmp_path / "no.mp4")


def test_a_text_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "letter.png"
    path.write_text("Dear reader,\n" * 100)
    assert str(path) in complaint(capsys, path)


@pytest.mark.models
def test_noise_named_as_a_picture(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "noise.jpg"
    path.write_bytes(np.random.default_rng(0).bytes(5000))
    ready_model("palm_detection_full")
    assert path.name in complaint(capsys, path)


def test_a_picture_cannot_become_a_video(
    capsys: pytest.CaptureFixture[str], picture: Path, tmp_path: Path
) -> None:
    out = tmp_path / "x.mp4"
    assert "can be written as .json, .csv, .png" in complaint(capsys, picture, "--out", out)
    assert not out.exists()


def test_the_file_itself_is_never_written_over(
    capsys: pytest.CaptureFixture[str], picture: Path
) -> None:
    before = picture.read_bytes()
    link = picture.with_name("other.png")
    link.symlink_to(picture)
    for out in (picture, link):
        assert f"{out} is a file to be read" in complaint(capsys, picture, "--out", out)
    assert picture.read_bytes() == before


def test_a_file_that_is_named_twice(
    capsys: pytest.CaptureFixture[str], picture: Path, tmp_path: Path
) -> None:
    out, again = tmp_path / "x.json", tmp_path / "home" / ".." / "x.json"
    (tmp_path / "home").mkdir()
    assert "is named twice" in complaint(capsys, picture, "--out", out, "--out", again)


def test_a_folder_that_does_not_exist(
    capsys: pytest.CaptureFixture[str], picture: Path, tmp_path: Path
) -> None:
    out = tmp_path / "absent" / "x.json"
    assert "folder does not exist" in complaint(capsys, picture, "--out", out)


def test_too_many_hands(capsys: pytest.CaptureFixture[str], picture: Path) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["hands", str(picture), "--max-hands", "9"])
    assert leaving.value.code == 2
    assert "--max-hands" in capsys.readouterr().err
