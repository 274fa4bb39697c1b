r"""What a person may write to name a camera, a microphone or a file: the one place that reads it.

```
clip.mp4, ./clips/a, C:\a.mkv       a file: it exists, or has a folder or an ending with a letter
0, 1                                the n-th camera or microphone of this system
/dev/video2                         that camera
HD Webcam                           the camera or microphone whose name contains this
x11grab::0.0, v4l2:/dev/video0      FFmpeg's own device format and address, as written
lavfi:testsrc2=size=640x480:rate=30 a picture generator, with media time like a file
```
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from app.errors import UsageError

CAMERA_FORMATS = {"linux": "v4l2", "darwin": "avfoundation", "win32": "dshow"}
"""FFmpeg's input format for cameras, by `sys.platform`."""

GENERATOR_FORMAT = "lavfi"
_FORMATS = (*CAMERA_FORMATS.values(), "x11grab", GENERATOR_FORMAT)
_FILE_ENDING = re.compile(r"\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]+$")


@dataclass(frozen=True, slots=True)
class PictureAddress:
    """A camera, screen or generator behind one of FFmpeg's input formats.

    Attributes:
        format: FFmpeg's name of the input format.
        target: what that format opens, a number or a name to be looked up among its devices.
    """

    format: str
    target: str

    @property
    def is_live(self) -> bool:
        """Tell whether real time passes in it: all but generators."""
        return self.format != GENERATOR_FORMAT


def names_file(text: str) -> bool:
    """Tell whether `text` is meant as a file: it exists, names a folder, or ends like a file."""
    return Path(text).exists() or "/" in text or "\\" in text or bool(_FILE_ENDING.search(text))


def parse_picture_address(text: str, platform: str = sys.platform) -> Path | PictureAddress:
    """Read the address of a video file, camera, screen or generator.

    Raises:
        UsageError: when the text is empty, or names a camera on a system that has none we know.
    """
    if not text.strip():
        raise UsageError("A video address is empty; give a file, a camera number or a camera name.")
    prefix, colon, rest = text.partition(":")
    if colon and prefix in _FORMATS:
        return PictureAddress(prefix, rest)
    if text.startswith("/dev/video"):
        return PictureAddress("v4l2", text)
    if not text.isdecimal() and names_file(text):
        return Path(text)
    if platform not in CAMERA_FORMATS:
        raise UsageError(
            f"{text} names no file, and Earshot knows no cameras on {platform}; give a file."
        )
    return PictureAddress(CAMERA_FORMATS[platform], text)


def parse_sound_address(text: str) -> Path | int | str | None:
    """Read the address of a sound file (a path) or microphone (number, name part, None: default).

    Raises:
        UsageError: when the text is empty.
    """
    if not text.strip():
        raise UsageError("A sound address is empty; give a file, a microphone or 'default'.")
    if text == "default":
        return None
    if text.isdecimal():
        return int(text)
    return Path(text) if names_file(text) else text
