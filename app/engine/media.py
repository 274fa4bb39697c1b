"""Pictures as the engine carries them: still in the decoder's own format."""

from dataclasses import dataclass

import av
import numpy as np

from vision.frame import Frame


@dataclass(frozen=True, slots=True)
class CameraFrame:
    """A decoded picture that converts itself only where someone looks at pixels.

    Attributes:
        pts_ns: time of exposure on the session's monotonic clock.
        picture: the decoder's frame, usually I420; never changed after publication.
    """

    pts_ns: int
    picture: av.VideoFrame

    def rgb(self) -> Frame:
        """Return the picture as RGB at full size, converted inside swscale."""
        pixels = self.picture.to_ndarray(format="rgb24")
        pixels.flags.writeable = False
        return Frame(self.pts_ns, pixels.astype(np.uint8, copy=False))
