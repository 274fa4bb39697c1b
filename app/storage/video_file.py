"""Reading a recording's `video.mkv`: what it holds, and writing it anew after a crash."""

import os
from dataclasses import dataclass
from pathlib import Path

import av
from av.video.stream import VideoStream

from app.disk import UNFINISHED, move_into_place
from app.engine.clock import NS_PER_S
from app.errors import StorageError

# What PyAV raises for damage; ValueError of codecs it does not know and of names that are no text.
DAMAGE = (av.FFmpegError, ValueError)
TAIL_BYTES = 1 << 20  # what a crash may cut off: a cluster of 200 ms at 40 Mbit/s


class NoPictureError(StorageError):
    """A video file without one whole picture."""


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What a video file holds.

    Attributes:
        width: pixels.
        height: pixels.
        frames: pictures, counted.
        first_ns: time of the first picture from the recording's origin; 0 without pictures.
        last_ns: time of the last.
    """

    width: int
    height: int
    frames: int
    first_ns: int
    last_ns: int


def read_video_info(path: Path) -> VideoInfo:
    """Read through the file once without decoding; raises StorageError."""
    with _open(path) as container:
        try:
            return _copy_packets(container, None)
        except (OSError, *DAMAGE) as error:
            raise StorageError(f"cannot read {path}: {error}") from error


def remux(path: Path) -> VideoInfo:
    """Write the file anew, pictures untouched, so that it has its duration and seek index again.

    The old file stands until the new one is complete and on the disk.

    Raises:
        NoPictureError: there is no whole picture in the file.
        StorageError: more is damaged than the end.
        OSError: the disk is full or fails.
    """
    new = path.with_name(path.name + UNFINISHED)
    try:
        with _open(path) as container, av.open(str(new), "w", format="matroska") as output:
            info = _copy_packets(container, output)
        if not info.frames:
            raise _no_picture(path)
        if path.stat().st_size - new.stat().st_size > TAIL_BYTES:
            raise _damaged(path)
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        move_into_place(new, path)
    except OSError:
        raise
    except DAMAGE as error:
        raise _damaged(path) from error
    finally:
        new.unlink(missing_ok=True)
    return info


def _open(path: Path) -> av.container.InputContainer:
    """Open a file that has a video stream; raises StorageError."""
    try:
        container = av.open(str(path))
    except (OSError, av.FFmpegError) as error:
        raise _no_picture(path) from error
    except ValueError as error:
        raise _damaged(path) from error
    if not container.streams.video:
        container.close()
        raise _no_picture(path)
    # typed otherwise, but there is none for a codec that PyAV does not know
    if getattr(container.streams.video[0], "codec_context", None) is None:
        container.close()
        raise _damaged(path)
    return container


def _no_picture(path: Path) -> NoPictureError:
    return NoPictureError(f"cannot read {path}: it holds no whole picture")


def _damaged(path: Path) -> StorageError:
    return StorageError(f"{path} is damaged, it is kept as it was; other players may read it")


def _copy_packets(
    container: av.container.InputContainer, output: av.container.OutputContainer | None
) -> VideoInfo:
    """Count the packets up to where the file was cut off, copying them if there is an output."""
    stream: VideoStream = container.streams.video[0]
    copy = None if output is None else output.add_stream_from_template(stream)
    assert stream.time_base is not None
    times_ns: list[int] = []
    try:
        for packet in container.demux(stream):
            if packet.pts is None:  # the demuxer's end mark
                continue
            times_ns.append(round(packet.pts * stream.time_base * NS_PER_S))
            if output is not None and copy is not None:
                packet.stream = copy
                output.mux(packet)
    except (av.InvalidDataError, EOFError):
        pass  # the packet that the crash cut in two
    first_ns, last_ns = (times_ns[0], times_ns[-1]) if times_ns else (0, 0)
    return VideoInfo(stream.width, stream.height, len(times_ns), first_ns, last_ns)
