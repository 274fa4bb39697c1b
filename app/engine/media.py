"""Pictures as the engine carries them: still in the decoder's own format."""

from dataclasses import dataclass

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray

from vision.frame import Frame
from vision.ring import I420Frame


@dataclass(frozen=True, slots=True)
class CameraFrame:
    """A decoded picture that converts itself only where someone looks at pixels.

    Attributes:
        pts_ns: time of exposure on the session's monotonic clock.
        picture: the decoder's frame, usually I420; never changed after publication.
    """

    pts_ns: int
    picture: av.VideoFrame

    def __reduce__(self) -> tuple[object, ...]:
        """Travel to another process as I420."""
        return camera_frame_of, (self.pts_ns, self.i420().i420)

    def rgb(self) -> Frame:
        """Return the picture as RGB at full size, converted inside swscale."""
        pixels = self.picture.to_ndarray(format="rgb24")
        pixels.flags.writeable = False
        return Frame(self.pts_ns, pixels.astype(np.uint8, copy=False))

    def i420(self) -> I420Frame:
        """Return the picture as I420 at full size, an odd row or column at its edge left out."""
        # A picture's own `reformat` keeps state in it: two stages that share a picture would hang.
        even = VideoReformatter().reformat(
            self.picture,
            max(2, self.picture.width // 2 * 2),
            max(2, self.picture.height // 2 * 2),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU601,
            dst_color_range=ColorRange.MPEG,
        )
        planes = even.to_ndarray()
        planes.flags.writeable = False
        return I420Frame(self.pts_ns, planes.astype(np.uint8, copy=False))


def camera_frame_of(pts_ns: int, i420: NDArray[np.uint8]) -> CameraFrame:
    """Return a camera's picture again; `i420` is that of an I420Frame."""
    return CameraFrame(pts_ns, av.VideoFrame.from_ndarray(i420, format="yuv420p"))
