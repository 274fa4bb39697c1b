"""Tiny media files, made on the spot."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from numpy.typing import NDArray

RATE_HZ = 48_000
FLASH_BEEP_S = 0.5


def write_video(path: Path, pictures: int = 10, rate_hz: int = 25, codec: str = "mpeg4") -> None:
    """Write `pictures` 64x48 pictures whose brightness counts up by 8 from 16."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate_hz)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.gop_size = 1  # every picture stands alone
        for index in range(pictures):
            container.mux(stream.encode(grey_picture(16 + 8 * index)))
        container.mux(stream.encode(None))


def grey_picture(level: int, width: int = 64, height: int = 48) -> av.VideoFrame:
    picture = av.VideoFrame(width, height, "yuv420p")
    for plane, value in zip(picture.planes, (level, 128, 128), strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    return picture


def write_sound(
    path: Path,
    samples: NDArray[np.generic],
    *,
    codec: str,
    sample_format: str,
    rate_hz: int = RATE_HZ,
) -> None:
    """Write packed (n, channels) samples; their dtype must fit `sample_format`."""
    with av.open(str(path), "w") as container:
        layout = {1: "mono", 2: "stereo"}[samples.shape[1]]
        stream = container.add_stream(codec, rate=rate_hz, layout=layout, format=sample_format)
        assert isinstance(stream, AudioStream)
        for start in range(0, len(samples), 1_000):
            part = np.ascontiguousarray(samples[start : start + 1_000]).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(part, format=sample_format, layout=layout)
            frame.sample_rate = rate_hz
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def write_flash_and_beep(path: Path, sound_starts_s: float) -> None:
    """Write a second of 50 Hz video and PCM whose flash and beep both come at 0.5 s.

    The sound track starts late by `sound_starts_s` (the picture track late by minus that), so that
    only a reader that heeds the start of each track keeps flash and beep together.
    """
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=50)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream("pcm_s16le", rate=RATE_HZ, layout="mono")
        pictures = _times(max(0.0, -sound_starts_s), 50)
        for index in pictures:
            picture = grey_picture(200 if index >= FLASH_BEEP_S * 50 else 16)
            picture.pts, picture.time_base = index, Fraction(1, 50)
            container.mux(video.encode(picture))
        container.mux(video.encode(None))
        first = round(max(0.0, sound_starts_s) * RATE_HZ)
        for start in range(first, RATE_HZ, 960):
            times = np.arange(start, min(start + 960, RATE_HZ))
            beep = np.where(times >= FLASH_BEEP_S * RATE_HZ, 10_000, 0).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(beep[None], format="s16", layout="mono")
            frame.sample_rate, frame.pts = RATE_HZ, start
            frame.time_base = Fraction(1, RATE_HZ)
            container.mux(audio.encode(frame))
        container.mux(audio.encode(None))


def _times(start_s: float, rate_hz: int) -> Sequence[int]:
    return range(round(start_s * rate_hz), rate_hz)


def set_rotation(path: Path, matrix: Sequence[int]) -> None:
    """Overwrite the (a, b, c, d) of an MP4 file's only track matrix, 16.16 fixed point."""
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4 + 4 + 20 + 8 + 8  # version; times, id, duration; layer, volume
    a, b, c, d = (value << 16 for value in matrix)
    words = (a, b, 0, c, d, 0, 0, 0, 1 << 30)
    content[at : at + 36] = b"".join(word.to_bytes(4, "big", signed=True) for word in words)
    path.write_bytes(content)
