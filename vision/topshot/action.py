"""The peak of an action: the moment of rest between two motions.

A jump, a throw or a wave is best where it turns. With m(t) the subject's motion,

    apex(t) = max(min(max m(t - 0.4 s .. t), max m(t .. t + 0.4 s)) - m(t), 0)

in frame widths a second: how much faster the subject was shortly before and is shortly after.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

REACH_NS = 400_000_000


def apexes_w_s(pts_ns: Sequence[int], motion_w_s: Sequence[float]) -> NDArray[np.float64]:
    """Return (frames,) apex of each frame of a buffer, in order of time."""
    times = np.array(pts_ns, np.int64)
    motion = np.array(motion_w_s, np.float64)
    apexes = np.zeros(len(times))
    for index, (time, speed) in enumerate(zip(times, motion, strict=True)):
        before = motion[: index + 1][times[: index + 1] >= time - REACH_NS]
        after = motion[index:][times[index:] <= time + REACH_NS]
        apexes[index] = max(min(before.max(), after.max()) - speed, 0.0)
    return apexes
