"""Every mistake is one clear line on standard error, exit code 2, and nothing lost."""

import os
import wave
from pathlib import Path

import pytest

from app.cli import main

pytestmark = pytest.mark.usefixtures("no_models")


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must fail with exit code 2; return its one line."""
    try:
        code = main(arguments)
    except SystemExit as leaving:
        code = int(str(leaving.code))
    said = capsys.readouterr()
    assert code == 2
    assert said.err.count("\n") == 1
    assert said.err.startswith("earshot")
    assert said.out == ""
    return said.err


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 800, "NONE", ""))
        file.writeframes(bytes(1600))
    return path


def test_a_missing_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    line = complaint(capsys, "record", "--video", str(tmp_path / "no.mp4"), "--out", str(out))
    assert str(tmp_path / "no.mp4") in line
    assert not out.exists()


def test_a_text_file_as_video(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text, out = tmp_path / "letter.mp4", tmp_path / "out"
    text.write_text("Dear reader,\n" * 100)
    line = complaint(capsys, "record", "--video", str(text), "--out", str(out))
    assert str(text) in line
    assert not out.exists()


def test_a_file_of_no_bytes_as_audio(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    empty, out = tmp_path / "empty.wav", tmp_path / "out"
    empty.touch()
    line = complaint(capsys, "record", "--audio", str(empty), "--out", str(out))
    assert str(empty) in line
    assert not out.exists()


def test_a_sound_file_as_video(capsys: pytest.CaptureFixture[str], sound: Path) -> None:
    assert "no video track" in complaint(capsys, "record", "--video", str(sound))


def test_a_folder_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str], sound: Path, tmp_path: Path
) -> None:
    out = sound / "inside a file"
    line = complaint(capsys, "record", "--audio", str(sound), "--out", str(out))
    assert str(out) in line


def test_a_folder_that_holds_files(
    capsys: pytest.CaptureFixture[str], sound: Path, tmp_path: Path
) -> None:
    line = complaint(capsys, "record", "--audio", str(sound), "--out", str(tmp_path))
    assert "already holds files" in line
    assert sound.exists()


@pytest.mark.skipif(os.name != "posix", reason="paths of this system are refused otherwise")
@pytest.mark.parametrize(
    "command",
    ["transcribe PATH", "topshot PATH", "models add PATH", "plc conceal SOUND MASK --out PATH"],
)
def test_a_path_that_cannot_be_looked_at(
    capsys: pytest.CaptureFixture[str], sound: Path, tmp_path: Path, command: str
) -> None:
    mask = tmp_path / "mask"
    mask.write_text("0")
    path = str(tmp_path / ("long" * 100))
    given = {"PATH": path, "SOUND": str(sound), "MASK": str(mask)}
    line = complaint(capsys, *(given.get(word, word) for word in command.split()))
    assert line.startswith(f"earshot: cannot use {path}: File name too long")


@pytest.mark.skipif(os.name != "posix", reason="links need rights on this system")
@pytest.mark.parametrize(
    "command", ["show PATH", "rename PATH x", "tag PATH --add x", "delete PATH", "export PATH"]
)
def test_links_that_lead_in_a_circle(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.symlink_to(there)
    there.symlink_to(here)
    line = complaint(capsys, *(str(here) if word == "PATH" else word for word in command.split()))
    assert str(here) in line
    assert "Too many levels of symbolic links" in line


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is allowed to root"
)
def test_a_folder_that_may_not_be_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    try:
        line = complaint(capsys, "transcribe", str(tmp_path))
    finally:
        locked.chmod(0o700)
    assert f"{locked}" in line
    assert "Permission denied" in line


def test_an_unknown_model(capsys: pytest.CaptureFixture[str]) -> None:
    line = complaint(capsys, "models", "sync", "palm_detection_ful")
    assert "palm_detection_full" in line


def test_a_model_that_cannot_be_fetched(capsys: pytest.CaptureFixture[str]) -> None:
    line = complaint(capsys, "models", "verify", "palm_detection_full")
    assert "earshot models sync palm_detection_full" in line


def test_a_cache_of_models_that_cannot_be_used(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    cache.write_text("holiday pictures")
    line = complaint(capsys, "models", "sync", "palm_detection_full")
    assert f"{cache} cannot be used" in line
    assert "EARSHOT_CACHE" in line
    assert cache.read_text() == "holiday pictures"


def test_an_unknown_value_of_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--duration" in complaint(capsys, "record", "--duration", "soon")


def test_an_unknown_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert "'recrod'" in complaint(capsys, "recrod")


def test_a_device_cannot_be_hurried(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--fast" in complaint(capsys, "record", "--fast", "--microphone", "0")


@pytest.mark.parametrize("option", ["--shots", "--stop-by-gesture"])
def test_what_needs_pictures(
    capsys: pytest.CaptureFixture[str], sound: Path, tmp_path: Path, option: str
) -> None:
    out = tmp_path / "out"
    line = complaint(capsys, "record", "--audio", str(sound), option, "--out", str(out))
    assert f"{option} needs pictures" in line
    assert not out.exists()


def test_showing_what_is_no_recording(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "is not a recording" in complaint(capsys, "show", str(tmp_path))


def test_the_timings_of_what_is_no_recording(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    line = complaint(capsys, "graph", "record", "--measured", str(tmp_path / "absent"))
    assert "is not a recording" in line


def test_an_unknown_benchmark(capsys: pytest.CaptureFixture[str]) -> None:
    assert "there are: call, engine" in complaint(capsys, "bench", "engin")


def test_a_setting_that_does_not_exist(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.toml").write_text("max_hand = 1")
    assert "did you mean 'max_hands'" in complaint(capsys, "devices")
