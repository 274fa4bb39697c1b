"""The MP4 of a Motion Photo: the clip, small, with its sound; a few pictures at full size."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from app.errors import MediaFileError
from app.storage.motion_photo.sound import encoded_sound, sound_stream
from audio.block import AudioBlock
from vision.ring import I420Frame

NS_PER_US = 1000
TIMESCALE_HZ = 1_000_000  # times are those of the XMP and of the scores, to the microsecond
NOMINAL_RATE_HZ = 30  # for the encoder's rate control; each picture carries its own time
CLIP_WIDTH_PX = 960
BT601 = 6  # FFmpeg's SMPTE 170M: what cameras' I420 is
STUDIO_RANGE = 1  # 16..235
CLIP_OPTIONS = {"preset": "veryfast", "crf": "23", "bf": "0", "g": str(NOMINAL_RATE_HZ)}
# Nearly without loss, each on its own: 2 bits a pixel (measured on 720p).
PICTURE_OPTIONS = {"preset": "veryfast", "crf": "12", "bf": "0", "g": "1"}


@dataclass(frozen=True, slots=True, eq=False)
class TimedPicture:
    """A picture out of a video.

    Attributes:
        time_us: in the video.
        rgb: (height, width, 3) uint8.
    """

    time_us: int
    rgb: NDArray[np.uint8]


def encoded_clip(
    clip: Sequence[I420Frame], pictures: Sequence[I420Frame], sound: Sequence[AudioBlock] = ()
) -> bytes:
    """Return an MP4 whose time zero is the first picture of `clip`.

    Args:
        clip: at least one picture, in order of time; made smaller where it is large.
        pictures: for a second track at full size, in order of time; may be none.
        sound: of the time of the clip and around it, in order of time; may be none.
    """
    start_ns, end_ns = clip[0].pts_ns, clip[-1].pts_ns
    file = io.BytesIO()
    with av.open(file, "w", format="mp4", options={"movie_timescale": str(TIMESCALE_HZ)}) as out:
        width, height = small_size(clip[0].width_px, clip[0].height_px)
        tracks = [(_stream(out, width, height, CLIP_OPTIONS), clip)]
        heard = sound_stream(out, sound) if sound else None  # the track behind the clip's
        if pictures:
            first = pictures[0]
            stream = _stream(out, first.width_px, first.height_px, PICTURE_OPTIONS)
            tracks.append((stream, pictures))
        for stream, frames in tracks:
            for frame in frames:
                out.mux(stream.encode(_picture(frame, start_ns, stream)))
            out.mux(stream.encode(None))
        if heard is not None:
            for packet in encoded_sound(heard, sound, start_ns, end_ns):
                out.mux(packet)
    return file.getvalue()


def time_us(pts_ns: int, origin_ns: int) -> int:
    """Return a picture's time in the video that begins at `origin_ns`."""
    return (pts_ns - origin_ns) // NS_PER_US


def decoded_pictures(video: bytes, track: int) -> Iterator[TimedPicture]:
    """Yield the pictures of a video track, 0 the first; raises MediaFileError."""
    try:
        with av.open(io.BytesIO(video), "r") as container:
            if track >= len(container.streams.video):
                return
            for frame in container.decode(container.streams.video[track]):
                if frame.pts is None or frame.time_base is None:
                    continue
                when_us = round(frame.pts * frame.time_base * TIMESCALE_HZ)
                yield TimedPicture(when_us, frame.to_ndarray(format="rgb24").astype(np.uint8))
    except av.FFmpegError as error:
        raise MediaFileError(f"the clip cannot be decoded ({error.strerror})") from error


def small_size(width_px: int, height_px: int) -> tuple[int, int]:
    """Return the even size of the clip for pictures of a size."""
    width = min(CLIP_WIDTH_PX, width_px) // 2 * 2
    return width, max(2, round(height_px * width / width_px / 2) * 2)


def _stream(
    out: av.container.OutputContainer, width_px: int, height_px: int, options: dict[str, str]
) -> VideoStream:
    stream = out.add_stream("libx264", rate=NOMINAL_RATE_HZ, options=dict(options))
    stream.width, stream.height = width_px, height_px
    stream.pix_fmt = "yuv420p"
    stream.time_base = stream.codec_context.time_base = Fraction(1, TIMESCALE_HZ)
    stream.codec_context.colorspace = BT601
    stream.codec_context.color_range = STUDIO_RANGE
    stream.codec_context.thread_count = 1
    return stream


def _picture(frame: I420Frame, origin_ns: int, stream: VideoStream) -> av.VideoFrame:
    """Return a frame for the encoder, at the track's size."""
    picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame.i420), format="yuv420p")
    if (picture.width, picture.height) != (stream.width, stream.height):
        picture = picture.reformat(stream.width, stream.height)
    picture.pts = time_us(frame.pts_ns, origin_ns)
    picture.time_base = Fraction(1, TIMESCALE_HZ)
    return picture
