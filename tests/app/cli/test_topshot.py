"""`earshot topshot` and `earshot shot`: real clips and photographs, and what can be wrong."""

import argparse
import asyncio
import csv
import json
import os
import shutil
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.best_frames import Work, frames_of, work_of
from app.cli import main
from app.cli.shot import free_place, show, taken
from app.engine.events import Notice
from app.engine.sources.photograph import photograph
from app.errors import MediaFileError
from app.hands_file import picture_file
from app.pipelines.ready_faces import FACE_MODELS
from app.storage.motion_photo.clip import encoded_clip
from app.storage.motion_photo.photo import photo_name, read
from app.storage.motion_photo.rules import NAME, breaches
from app.storage.motion_photo.score_track import tracks
from tests.app.storage.motion_photo.photos import clip, hum
from tests.fakes.bursts import drawn_scene
from tests.fakes.faces import frame
from tests.models_store import ready_model
from vision.quality import Advice, Hint, Issue
from vision.topshot.best import Best, Ranking


@pytest.fixture
def face_models() -> None:
    """Have the networks that read faces, or skip."""
    for name in FACE_MODELS:
        ready_model(name)


def complaint(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([*map(str, arguments)]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert said.out == ""
    return said.err


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Return a clip of eight small pictures with sound."""
    path = tmp_path / "film.mp4"
    path.write_bytes(encoded_clip(clip(), [], [hum()]))
    return path


def photographs(folder: Path) -> list[Path]:
    """Return three photographs, of which the second is sharp."""
    scene = cv2.cvtColor(drawn_scene(240, 320), cv2.COLOR_RGB2BGR)
    paths = [folder / f"{name}.png" for name in "abc"]
    folder.mkdir(exist_ok=True)
    for path, sigma in zip(paths, (5.0, 0.0, 3.0), strict=True):
        cv2.imwrite(str(path), cv2.GaussianBlur(scene, (0, 0), sigma) if sigma else scene)
    return paths


@pytest.mark.models
@pytest.mark.usefixtures("face_models")
def test_the_sharpest_of_a_burst_is_found(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    photographs(tmp_path / "burst")
    out = tmp_path / "found"
    assert main(["topshot", str(tmp_path / "burst"), "--out", str(out), "--best", "2"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "burst: 3 photographs"
    assert said[1].startswith("  1. b.png")
    assert said[-1] == f"written: {out}"
    names = {path.name for path in out.iterdir()}
    assert names == {"contact.png", "contact.html", "topshot.csv", "topshot.json"}
    with (out / "topshot.csv").open() as file:
        ranks = {row["frame"]: row["rank"] for row in csv.DictReader(file)}
    assert ranks["b.png"] == "1"
    assert main(["topshot", str(tmp_path / "burst" / "a.png"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sources"][0]["best"][0]["frame"] == "a.png"


@pytest.mark.models
@pytest.mark.usefixtures("face_models")
def test_a_shot_of_a_clip_is_a_motion_photo(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, film: Path
) -> None:
    arguments = ["shot", "--video", str(film), "--at", "0.1", "--out", str(tmp_path / "photos")]
    assert main(arguments) == 0
    (path,) = (tmp_path / "photos").iterdir()
    assert capsys.readouterr().out.splitlines()[0] == f"written: {path}"
    assert breaches(path.name, path.read_bytes()) == []
    assert read(path).timestamp_us == 99_999
    assert b"soun" in [track.handler for track in tracks(read(path).video)]


def test_only_pictures_that_are_merged_are_kept_in_memory(tmp_path: Path) -> None:
    path, apart_ns = tmp_path / "fast.mp4", 10_000_000
    seen = [replace(one, pts_ns=n * apart_ns) for n, one in enumerate(clip() * 5)]
    path.write_bytes(encoded_clip(seen, []))
    scores = tuple(frame(0) for _ in seen)
    scores = tuple(replace(one, pts_ns=n * apart_ns) for n, one in enumerate(scores))
    ranked = Ranking(scores, (Best(scores[20], ""),))
    kept = asyncio.run(frames_of(path, ranked, [0]))
    assert sorted(kept) == [0, *(n * apart_ns for n in range(16, 24))]


def test_a_photo_of_a_video_is_as_old_as_its_moment(film: Path) -> None:
    """A file is last written when what it shows has ended."""
    ended_at = 1_700_000_000.0
    os.utime(film, (ended_at, ended_at))
    length_s = (picture_file(film).duration_ns or 0) / 1e9
    assert length_s > 0.2
    told = taken(argparse.Namespace(video=film, at=length_s))
    assert told.timestamp() == pytest.approx(ended_at, abs=0.001)
    assert told.utcoffset() is not None


def test_no_photo_takes_the_place_of_another(film: Path, tmp_path: Path) -> None:
    taken_at = [taken(argparse.Namespace(video=film, at=at_s)) for at_s in (0.0, 12.5)]
    assert (taken_at[1] - taken_at[0]).total_seconds() == 12.5
    places = []
    for _ in range(3):
        places.append(free_place(tmp_path, taken_at[0]))
        places[-1].touch()
    assert len(set(places)) == 3
    assert places[0].name == photo_name(taken_at[0])
    for path in places:
        assert NAME.fullmatch(path.name)


@pytest.mark.models
@pytest.mark.usefixtures("face_models")
@pytest.mark.parametrize("by_setting", [False, True])
def test_a_shot_can_be_silent(tmp_path: Path, film: Path, *, by_setting: bool) -> None:
    arguments = ["shot", "--video", str(film), "--at", "0.1", "--out", str(tmp_path / "photos")]
    if by_setting:
        (tmp_path / "home").mkdir()
        (tmp_path / "home" / "config.toml").write_text("photo_sound = false\n")
    assert main([*arguments, *([] if by_setting else ["--silent"])]) == 0
    (path,) = (tmp_path / "photos").iterdir()
    assert b"soun" not in [track.handler for track in tracks(read(path).video)]


@pytest.mark.models
@pytest.mark.usefixtures("face_models")
def test_a_time_beyond_the_clip(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, film: Path
) -> None:
    said = complaint(capsys, "shot", "--video", film, "--at", 99, "--out", tmp_path / "photos")
    assert "has no picture within 1.5 s of 99 s" in said
    assert not (tmp_path / "photos").exists()


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (("--at", "1"), "--at is a time in a video file"),
        (("--video", __file__), "--video needs --at T"),
        (("--video", __file__, "--at", "1", "--after", "2"), "--after is for a camera"),
        (("--video", "no.mp4", "--at", "1"), "no.mp4 does not exist"),
        (("--video", __file__, "--at", "1"), "is a text file"),
        (("--video", __file__, "--at", "1", "--microphone", "0"), "--microphone is for a camera"),
    ],
)
def test_options_that_make_no_sense(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, options: tuple[object, ...], text: str
) -> None:
    assert text in complaint(capsys, "shot", *options, "--out", tmp_path / "photos")


def test_files_that_cannot_be_ranked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "does not exist" in complaint(capsys, "topshot", tmp_path / "no.mp4")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no photographs and no clips" in complaint(capsys, "topshot", empty)
    letter = tmp_path / "letter.jpg"
    letter.write_text("Dear reader,\n" * 100)
    assert "text file" in complaint(capsys, "topshot", letter)
    picture = tmp_path / "a.png"
    cv2.imwrite(str(picture), np.zeros((8, 8, 3), np.uint8))
    said = complaint(capsys, "topshot", picture, "--out", letter)
    assert "--out takes a folder" in said


@pytest.mark.models
@pytest.mark.usefixtures("face_models")
@pytest.mark.skipif(os.name != "posix", reason="names are text on this system")
def test_files_whose_names_are_no_text_are_ranked(film: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / os.fsdecode(b"\xe9t\xe9"), tmp_path / "found"
    folder.mkdir()
    for path in photographs(tmp_path / "burst"):
        path.rename(folder / os.fsdecode(b"caf\xe9" + os.fsencode(path.name)))
    shutil.copy(film, folder / os.fsdecode(b"caf\xe9.mp4"))
    assert main(["topshot", str(folder), "--out", str(out)]) == 0
    sources = json.loads((out / "topshot.json").read_text(encoding="utf-8"))["sources"]
    assert sources[1]["best"][0]["frame"] == "caf?b.png"
    assert (out / "caf?_best1.jpg").exists()


def huge(png: bytes) -> bytes:
    """Return a PNG whose header promises 60,000 x 60,000 pixels."""
    header = b"IHDR" + struct.pack(">II", 60_000, 60_000) + png[24:29]
    return png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]


@pytest.mark.parametrize("spoil", [huge, lambda png: png[:40], lambda _: b""])
def test_a_damaged_photograph_is_named(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = photographs(tmp_path / "burst")[0]
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(MediaFileError, match=r"a\.png is not a picture"):
        photograph(path)
    path.unlink()
    with pytest.raises(MediaFileError, match=r"a\.png cannot be read: No such file"):
        photograph(path)


def test_a_folder_stands_for_its_photographs_and_clips(film: Path, tmp_path: Path) -> None:
    folder = tmp_path / "holiday"
    burst = photographs(folder)
    (folder / "notes.txt").write_text("no picture")
    clips = [folder / "one.MP4", folder / "two.mkv"]
    for clip_path in clips:
        shutil.copy(film, clip_path)
    assert work_of([folder]) == Work(tuple(clips), tuple(burst))
    for path in burst:
        path.unlink()
    assert work_of([folder, film]) == Work((*clips, film), ())


@pytest.mark.models
@pytest.mark.usefixtures("face_models")
def test_what_cannot_be_read_is_left_out_and_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, film: Path
) -> None:
    folder, out = tmp_path / "burst", tmp_path / "found"
    damaged = photographs(folder)[0]
    damaged.write_bytes(damaged.read_bytes()[:40])
    (folder / "gone.mp4").write_bytes(film.read_bytes()[:40])
    shutil.copy(film, folder / "film.mp4")
    assert main(["topshot", str(folder), "--out", str(out)]) == 2
    said = capsys.readouterr()
    assert "burst: 2 photographs" in said.out
    assert "1. b.png" in said.out
    assert [line[: line.index(" is not")] for line in said.err.splitlines()] == [
        f"left out: {folder / 'gone.mp4'}",
        f"left out: {damaged}",
    ]
    assert (out / "film_best1.jpg").exists()
    said_alone = complaint(capsys, "topshot", damaged)
    assert f"{damaged} is not a picture" in said_alone


def test_what_hides_in_a_folder_is_no_photograph(tmp_path: Path) -> None:
    """As the files that macOS leaves beside each of its own on sticks and cards."""
    burst = photographs(tmp_path / "holiday")
    (tmp_path / "holiday" / "._a.png").write_bytes(b"\0\5\x16\7")
    (tmp_path / "holiday" / "._film.mp4").write_bytes(b"\0\5\x16\7")
    assert work_of([tmp_path / "holiday"]) == Work((), tuple(burst))


@pytest.mark.models
@pytest.mark.usefixtures("face_models")
def test_no_photograph_that_was_looked_at_is_written_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, film: Path
) -> None:
    burst = photographs(tmp_path / "people")
    mine = burst[0].rename(burst[0].with_name("contact.png"))
    before = mine.read_bytes()
    said = complaint(capsys, "topshot", mine.parent, "--out", mine.parent)
    assert f"{mine} is a file to be read" in said
    assert mine.read_bytes() == before
    assert {path.name for path in mine.parent.iterdir()} == {"contact.png", "b.png", "c.png"}
    best = mine.rename(mine.with_name("film_best1.jpg"))
    film.rename(mine.with_name("film.mp4"))
    said = complaint(capsys, "topshot", mine.parent, "--out", mine.parent)
    assert "film_best1.jpg is a file to be read" in said
    assert best.read_bytes() == before


def test_advice_and_notices_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    show(Advice(0, (Hint(Issue.TOO_DARK, 0.9), Hint(Issue.MOVING, 0.6))))
    show(Advice(1, ()))
    show(Notice(2, "camera", "The camera has gone."))
    assert capsys.readouterr().err.splitlines() == [
        "Too dark: turn on a light. Hold still.",
        "Good.",
        "The camera has gone.",
    ]
