"""The source behind an address a person wrote."""

from pathlib import Path

from app.engine.media import CameraFrame
from app.engine.sources.address import parse_picture_address, parse_sound_address
from app.engine.sources.audio_file import AudioFile
from app.engine.sources.camera import Camera
from app.engine.sources.media_file import has_track, open_media_file
from app.engine.sources.microphone import Microphone
from app.engine.sources.source import Source
from app.engine.sources.video_file import VideoFile
from audio.block import AudioBlock


def picture_source(text: str, *, paced: bool = True) -> Source[CameraFrame]:
    """Return the file, camera, screen or generator that `text` names; opens nothing yet.

    Args:
        text: see `address`.
        paced: play a file in its own time; live devices always are.

    Raises:
        UsageError: the text names nothing we know.
    """
    address = parse_picture_address(text)
    if isinstance(address, Path) or not address.is_live:
        return VideoFile(address, paced=paced)
    return Camera(address)


def sound_source(text: str, *, paced: bool = True) -> Source[AudioBlock]:
    """Return the file or microphone that `text` names; opens nothing yet.

    Args:
        text: see `address`.
        paced: play a file in its own time; a microphone always is.

    Raises:
        UsageError: the text is empty.
    """
    address = parse_sound_address(text)
    return AudioFile(address, paced=paced) if isinstance(address, Path) else Microphone(address)


def sources_of_file(
    path: Path, *, paced: bool
) -> tuple[Source[CameraFrame] | None, Source[AudioBlock] | None]:
    """Return the pictures and the sound of a media file, None for what it does not have.

    Args:
        path: the file.
        paced: play it in its own time.

    Raises:
        MediaFileError: it has neither, or cannot be read.
    """
    pictures = VideoFile(path, paced=paced) if has_track(path, "video") else None
    if pictures is not None and not has_track(path, "audio"):
        return pictures, None
    with open_media_file(path, "audio"):
        return pictures, AudioFile(path, paced=paced)
