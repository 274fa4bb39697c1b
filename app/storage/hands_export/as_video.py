"""The pictures of a file with the hands drawn over them, as MP4 that plays anywhere; no sound."""

from fractions import Fraction
from pathlib import Path

import av
import av.container
from av.video.stream import VideoStream

from app.storage.hands_export.look import Look
from vision.hands.overlay import draw_hands

NS_PER_S = 1_000_000_000
TICK_HZ = 90_000  # MPEG's own clock
NOMINAL_RATE_HZ = 30  # times are written with every picture; this one is for players that ask
# Crf 18 is called visually lossless by x264's makers.
ENCODER_OPTIONS = {"preset": "veryfast", "crf": "18"}
MUXER_OPTIONS = {"movflags": "+faststart"}


class VideoWriter:
    """Draws and encodes; the first picture decides the size, rounded down to even numbers."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises OSError or FFmpegError."""
        self._container = av.open(str(path), "w", format="mp4", options=MUXER_OPTIONS)
        self._stream: VideoStream | None = None

    def put(self, look: Look) -> None:
        """Draw the hands into a copy of the picture, and encode it."""
        drawn = draw_hands(look.frame.rgb, look.result, look.captions)
        height, width = drawn.shape[:2]
        if self._stream is None:
            self._stream = self._begin(width, height)
        picture = av.VideoFrame.from_ndarray(drawn, format="rgb24")
        picture = picture.reformat(self._stream.width, self._stream.height, "yuv420p")
        picture.pts = look.frame.pts_ns * TICK_HZ // NS_PER_S
        picture.time_base = Fraction(1, TICK_HZ)
        self._container.mux(self._stream.encode(picture))

    def close(self) -> None:
        """Encode what is pending, and end the file."""
        with self._container as container:
            if self._stream is not None:
                container.mux(self._stream.encode(None))

    def _begin(self, width: int, height: int) -> VideoStream:
        stream = self._container.add_stream(
            "libx264", rate=NOMINAL_RATE_HZ, options=dict(ENCODER_OPTIONS)
        )
        stream.width, stream.height = max(2, width // 2 * 2), max(2, height // 2 * 2)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, TICK_HZ)
        return stream
