"""Pictures encoded to a Matroska file that stays readable when its writer is killed."""

import itertools
import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.filter import Graph
from av.video.stream import VideoStream

from app.disk import cannot_write, datasync
from app.engine.clock import NS_PER_S
from app.engine.events import Gap
from app.engine.media import CameraFrame

TIME_BASE = Fraction(1, 1000)  # Matroska counts in milliseconds
TICK_NS = NS_PER_S // 1000
KEYFRAME_FRAMES = 30  # a second at the usual rate: a player seeks no further back
SYNC_PERIOD_MS = 1000  # a power cut costs no more than about this
NOMINAL_RATE_HZ = 30  # for the encoder's rate control; each picture carries its own time

# FFmpeg's defaults hold clusters of 5 s in memory and lose all of them with the process.
MUXER_OPTIONS = {"flush_packets": "1", "cluster_time_limit": "200"}

# ultrafast takes 1.8 ms of CPU for 720x720 and 3-4 ms for 1280x720; superfast 3.2 and 6.0 ms, for
# files a fifth smaller. The models need the CPU more.
ENCODER_OPTIONS = {"preset": "ultrafast", "tune": "zerolatency", "g": str(KEYFRAME_FRAMES)}


class VideoTrack:
    """Writes frames at pts - origin, in milliseconds that strictly grow.

    The first frame decides the size, rounded down to even numbers as 4:2:0 needs; later frames of
    another size or pixel format are scaled to it inside FFmpeg. Frames from before time zero are
    left out. A gap is a jump in the times, and the next frame is a key frame.

    After a StorageError the track takes no more; what was written is kept and `close` works.
    """

    def __init__(self, path: Path, origin_ns: int) -> None:
        """Write to `path`, made at the first frame."""
        self._path = path
        self._origin_ns = origin_ns
        self._container: av.container.OutputContainer | None = None
        self._stream: VideoStream | None = None
        self._scaler: Graph | None = None
        self._scaled_from: tuple[int, int, str] | None = None
        self._fd = -1  # the muxer's file once more, for syncing it
        self._last_ms = -1
        self._synced_ms = 0
        self._key_frame_due = False
        self._failed = False

    def push(self, item: CameraFrame | Gap) -> Sequence[Gap]:
        """Encode a frame, or note a gap and return it to be stored.

        Raises:
            StorageError: the disk is full or gone, or the frame cannot be encoded; raised once.
        """
        if isinstance(item, Gap):
            self._key_frame_due = True
            return (item,)
        if not self._failed and item.pts_ns >= self._origin_ns:
            try:
                self._encode(item)
            except (OSError, av.FFmpegError) as error:
                self._failed = True
                raise cannot_write(self._path, error) from error
        return ()

    def flush(self) -> Sequence[Gap]:
        """Return nothing: without look-ahead the encoder holds nothing back."""
        return ()

    def reset(self) -> None:
        """Do nothing: what comes after a gap has its place on the same timeline."""

    def close(self) -> None:
        """End the file with its duration and seek index.

        Raises:
            StorageError: unless one was raised before.
        """
        if self._container is None:
            return
        try:
            if self._stream is not None and not self._failed:
                self._container.mux(self._stream.encode(None))
            self._container.close()
            if not self._failed:
                datasync(self._fd)
        except (OSError, av.FFmpegError) as error:
            if not self._failed:
                self._failed = True
                raise cannot_write(self._path, error) from error
        finally:
            self._container = None
            self._stream = None
            if self._fd >= 0:
                os.close(self._fd)

    def _encode(self, frame: CameraFrame) -> None:
        if self._container is None or self._stream is None:
            self._container = av.open(
                str(self._path), "w", format="matroska", options=MUXER_OPTIONS
            )
            self._stream = _h264_stream(self._container, frame.picture)
            self._container.start_encoding()
            self._fd = os.open(self._path, os.O_RDWR)
        picture = self._scaled(frame.picture, self._stream)
        self._last_ms = max(self._last_ms + 1, (frame.pts_ns - self._origin_ns) // TICK_NS)
        picture.pts = self._last_ms
        picture.time_base = TIME_BASE
        kind = av.video.frame.PictureType
        picture.pict_type = kind.I if self._key_frame_due else kind.NONE
        self._key_frame_due = False
        self._container.mux(self._stream.encode(picture))
        if self._last_ms - self._synced_ms >= SYNC_PERIOD_MS:
            self._synced_ms = self._last_ms
            datasync(self._fd)

    def _scaled(self, picture: av.VideoFrame, stream: VideoStream) -> av.VideoFrame:
        """Return the pixels at the file's size in yuv420p, in a frame of our own.

        The filter shares the pixels where nothing needs converting (3 us a frame); the frame that
        came in belongs to everyone and must keep its times.
        """
        came_as = (picture.width, picture.height, picture.format.name)
        if self._scaler is None or self._scaled_from != came_as:
            self._scaler = _scaler(came_as, (stream.width, stream.height))
            self._scaled_from = came_as
        self._scaler.push(picture)
        scaled = self._scaler.pull()
        assert isinstance(scaled, av.VideoFrame)
        return scaled


def _h264_stream(container: av.container.OutputContainer, first: av.VideoFrame) -> VideoStream:
    """Add the one stream, sized after the first picture."""
    stream = container.add_stream("libx264", rate=NOMINAL_RATE_HZ, options=dict(ENCODER_OPTIONS))
    stream.width = max(2, first.width // 2 * 2)
    stream.height = max(2, first.height // 2 * 2)
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = TIME_BASE
    stream.codec_context.thread_count = 1  # keeps up 7 times over; the cores are the models'
    return stream


def _scaler(came_as: tuple[int, int, str], size: tuple[int, int]) -> Graph:
    """Return a filter from (width, height, pixel format) to yuv420p of `size`."""
    width, height, pixel_format = came_as
    graph = Graph()
    chain = [
        graph.add_buffer(
            width=width, height=height, format=av.VideoFormat(pixel_format), time_base=TIME_BASE
        ),
        graph.add("scale", f"{size[0]}:{size[1]}"),
        graph.add("format", "yuv420p"),
        graph.add("buffersink"),
    ]
    for before, after in itertools.pairwise(chain):
        before.link_to(after)
    graph.configure()
    return graph
