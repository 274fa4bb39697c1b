"""Opening media files with PyAV, decoding past damage, and saying plainly what is wrong."""

from collections.abc import Generator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import av.error
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from app.engine.clock import NS_PER_S
from app.errors import MediaFileError
from app.text import valid_text

_LOCAL_ONLY = {"protocol_whitelist": "file"}  # a playlist inside a file must not reach the network
_CHECK_SUMS = {"err_detect": "crccheck+explode"}  # FLAC's, which FFmpeg plays past unless told
_HEAD_BYTES = 1_024
_TEXT_CONTROLS = frozenset(b"\t\n\f\r")
_FIRST_PRINTABLE = 0x20


class Decoding:
    """One stream of an open file, decoded past damage.

    Attributes:
        damaged: packets and pictures skipped so far.
        zero_ns: the file's own time that counts as media time zero: where its earliest stream
            starts, so that sound and picture of one file keep their offset.
    """

    def __init__(self, container: InputContainer, stream: AudioStream | VideoStream) -> None:
        self.damaged = 0
        self.stream = stream
        self.zero_ns = min(map(_start_ns, _media_streams(container)), default=0)
        self._container = container
        if stream.codec_context.name == "flac":
            stream.codec_context.options = _CHECK_SUMS

    def frames(self) -> Generator[AudioFrame | VideoFrame | None, None, None]:
        """Yield every intact frame in order, and None after each packet that gave none.

        A file that breaks off ends here and counts as one damage.
        """
        packets = self._container.demux(self.stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.error.FFmpegError:
                self.damaged += 1
                return
            yield from self._decode(packet)

    def _decode(
        self, packet: "av.Packet[Stream]"
    ) -> Generator[AudioFrame | VideoFrame | None, None, None]:
        try:
            frames = packet.decode()
        except av.error.EOFError:  # a decoder asked again after its end
            frames = []
        except av.error.FFmpegError:
            self.damaged += 1
            frames = []
        for frame in frames:
            if not isinstance(frame, AudioFrame | VideoFrame):
                continue  # subtitles, which no stream of ours holds
            if frame.is_corrupt:
                self.damaged += 1
            else:
                yield frame
        yield None

    def time_ns(self, frame: AudioFrame | VideoFrame) -> int | None:
        """Return the frame's media time, None where the file gives none."""
        if frame.pts is None or frame.time_base is None:
            return None
        return _to_ns(frame.pts, frame.time_base) - self.zero_ns


@contextmanager
def open_media_file(path: Path, kind: Literal["audio", "video"]) -> Generator[Decoding, None, None]:
    """Open the first audio or video stream of a file; a cover picture is no video.

    Raises:
        MediaFileError: absent, unreadable, empty, text, of no known format, or without the stream.
    """
    _check_readable(path)
    try:
        container = av.open(f"file:{path}", mode="r", options=_LOCAL_ONLY)
    except av.error.FFmpegError as error:
        raise MediaFileError(
            f"{path} is not a media file Earshot can read ({error.strerror}); it may be damaged "
            "or of another kind."
        ) from error
    with container:
        for stream in _media_streams(container):
            if stream.type == kind:
                yield Decoding(container, stream)
                return
        raise MediaFileError(f"{path} contains no {kind} track; choose a file that has one.")


def check_media_file(path: Path, kind: Literal["audio", "video"]) -> None:
    """Raise MediaFileError where `open_media_file` would."""
    with open_media_file(path, kind):
        return


def has_track(path: Path, kind: Literal["audio", "video"]) -> bool:
    """Tell whether a file that can be opened has a stream of this kind; a cover is no video."""
    try:
        check_media_file(path, kind)
    except MediaFileError:
        return False
    return True


def plain_name(path: Path) -> str:
    """Return the name of a file as text that can be written anywhere, whatever its bytes are."""
    return valid_text(path.name)


def _media_streams(container: InputContainer) -> list[AudioStream | VideoStream]:
    streams: list[AudioStream | VideoStream] = [
        *container.streams.audio,
        *container.streams.video,
    ]
    return [s for s in streams if not s.disposition & Disposition.attached_pic]


def _start_ns(stream: AudioStream | VideoStream) -> int:
    if stream.start_time is None or stream.time_base is None:
        return 0
    return _to_ns(stream.start_time, stream.time_base)


def _to_ns(ticks: int, time_base: Fraction) -> int:
    return ticks * time_base.numerator * NS_PER_S // time_base.denominator


def _check_readable(path: Path) -> None:
    """Raise MediaFileError for what can be known before decoding."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise MediaFileError(f"{path} does not exist; check the path.") from error
    except IsADirectoryError as error:
        raise MediaFileError(f"{path} is a folder; give a media file.") from error
    except OSError as error:
        raise MediaFileError(
            f"{path} cannot be opened ({error.strerror}); check its permissions."
        ) from error
    if not head:
        raise MediaFileError(f"{path} is empty (0 bytes); nothing was ever written to it.")
    if _is_text(head):
        raise MediaFileError(f"{path} is a text file, not sound or video.")


def _is_text(head: bytes) -> bool:
    """Tell text from media: FFmpeg itself would play a .txt as the pictures of a terminal."""
    if any(byte < _FIRST_PRINTABLE and byte not in _TEXT_CONTROLS for byte in head):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True
