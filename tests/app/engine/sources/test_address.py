"""Which address means what."""

from pathlib import Path

import pytest

from app.engine.sources.address import (
    PictureAddress,
    names_file,
    parse_picture_address,
    parse_sound_address,
)
from app.engine.sources.audio_file import AudioFile
from app.engine.sources.by_address import picture_source, sound_source
from app.engine.sources.camera import Camera
from app.engine.sources.microphone import Microphone
from app.engine.sources.video_file import VideoFile
from app.errors import UsageError


@pytest.mark.parametrize(
    ("text", "platform", "meant"),
    [
        ("clip.mp4", "linux", Path("clip.mp4")),
        ("12:30 talk.mkv", "linux", Path("12:30 talk.mkv")),
        ("./clip", "linux", Path("clip")),
        ("C:\\clips\\a", "win32", Path("C:\\clips\\a")),
        ("/dev/video2", "linux", PictureAddress("v4l2", "/dev/video2")),
        ("0", "linux", PictureAddress("v4l2", "0")),
        ("1", "darwin", PictureAddress("avfoundation", "1")),
        ("HD Pro Webcam C920", "win32", PictureAddress("dshow", "HD Pro Webcam C920")),
        ("USB2.0 HD UVC WebCam", "linux", PictureAddress("v4l2", "USB2.0 HD UVC WebCam")),
        ("x11grab::0.0", "darwin", PictureAddress("x11grab", ":0.0")),
        ("v4l2:/dev/video9", "linux", PictureAddress("v4l2", "/dev/video9")),
        ("lavfi:testsrc2=size=640x480", "linux", PictureAddress("lavfi", "testsrc2=size=640x480")),
    ],
)
def test_picture_address(text: str, platform: str, meant: Path | PictureAddress) -> None:
    assert parse_picture_address(text, platform) == meant


def test_a_file_named_like_a_camera_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert not names_file("webcam")
    (tmp_path / "webcam").touch()
    assert parse_picture_address("webcam", "linux") == Path("webcam")


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        parse_picture_address(text)
    with pytest.raises(UsageError, match="empty"):
        parse_sound_address(text)


def test_a_system_without_cameras_is_said() -> None:
    with pytest.raises(UsageError, match="plan9"):
        parse_picture_address("0", "plan9")


@pytest.mark.parametrize(
    ("text", "meant"),
    [("default", None), ("3", 3), ("USB", "USB"), ("talk.wav", Path("talk.wav"))],
)
def test_sound_address(text: str, meant: object) -> None:
    assert parse_sound_address(text) == meant


def test_each_address_gets_its_source() -> None:
    assert isinstance(picture_source("a.mp4"), VideoFile)
    assert isinstance(picture_source("lavfi:testsrc2"), VideoFile)
    assert isinstance(picture_source("x11grab::0.0"), Camera)
    assert isinstance(sound_source("a.wav"), AudioFile)
    assert isinstance(sound_source("default"), Microphone)
