"""Live advice: silent on good pictures, and says what is wrong with spoiled ones.

The good pictures are the office clips as they are. Each is spoiled as a whole in four ways, without
telling the advisor: light down by 3 stops, up by 2, motion blur of 12 px, and a camera that swings
half a frame's width a second. Found is what is said within a second.
"""

import time
from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from models.training.topshot.bursts import blur, expose
from models.training.topshot.readings import read_frames
from tests.bench.report import Figure
from tests.bench.topshot_real import Clip
from vision.frame import Frame
from vision.quality import Issue, LiveAdvice, LiveFrame
from vision.topshot.scorer import FaceModels

FRAMES = 30  # a second
DARK_EV, BRIGHT_EV, BLUR_PX = -3.0, 2.0, 12.0
SWING_W_S, SWING_HZ = 0.5, 30.0
HD_PX = (1280, 720)
COST_FRAMES = 150

Spoil = Callable[[NDArray[np.uint8], int], NDArray[np.uint8]]


def advice_figures(clips: Sequence[Clip], networks: FaceModels) -> list[Figure]:
    """Return how often advice is right, and what it costs."""
    office = [clip for clip in clips if clip.name.endswith(".mkv")]
    said = [one for clip in office for one in said_of_good(clip, networks)]
    figures = [
        Figure(
            key="advice_false_pct",
            value=100 * float(np.mean(said)),
            unit="%",
            n=len(said),
            at_most=5.0,
        )
    ]
    for issue, spoil in SPOILS.items():
        found = [finds(clip, spoil, issue) for clip in office]
        figures.append(
            Figure(
                key=f"advice_found_pct_{issue}",
                value=100 * float(np.mean(found)),
                unit="%",
                n=len(found),
            )
        )
    figures.append(
        Figure(
            key="advice_ms",
            value=cost_ms(office[0], networks),
            unit="ms",
            n=COST_FRAMES,
            at_most=3.0,
        )
    )
    return figures


def said_of_good(clip: Clip, networks: FaceModels) -> list[bool]:
    """Return for each frame of a good clip whether anything is said of it."""
    advice = LiveAdvice()
    pairs = zip(clip.frames, read_frames(clip.frames, networks), strict=True)
    return [
        bool(one.hints)
        for frame, read in pairs
        for one in advice.push(LiveFrame(frame.pts_ns, luma(frame.rgb), read.faces))
    ]


def finds(clip: Clip, spoil: Spoil, issue: Issue) -> bool:
    """Tell whether what is wrong is said within a second."""
    advice = LiveAdvice()
    return any(
        issue in (hint.issue for hint in one.hints)
        for number, frame in enumerate(clip.frames[:FRAMES])
        for one in advice.push(LiveFrame(frame.pts_ns, luma(spoil(frame.rgb, number)), None))
    )


def swung(rgb: NDArray[np.uint8], number: int) -> NDArray[np.uint8]:
    """Return a frame as a camera sees it that turns at an even speed, mirrored at the edges."""
    shift_px = number * SWING_W_S / SWING_HZ * rgb.shape[1]
    motion = np.array([[1, 0, -shift_px], [0, 1, 0]], np.float64)
    size = (rgb.shape[1], rgb.shape[0])
    return np.asarray(cv2.warpAffine(rgb, motion, size, borderMode=cv2.BORDER_REFLECT), np.uint8)


SPOILS: dict[Issue, Spoil] = {
    Issue.TOO_DARK: lambda rgb, _: expose(rgb, DARK_EV, np.random.default_rng(0)),
    Issue.TOO_BRIGHT: lambda rgb, _: expose(rgb, BRIGHT_EV, np.random.default_rng(0)),
    Issue.BLURRED: lambda rgb, _: blur(rgb, BLUR_PX, 0.6),
    Issue.MOVING: swung,
}


def cost_ms(clip: Clip, networks: FaceModels) -> float:
    """Return the CPU time of advice on a 1280 x 720 frame with a face, in ms."""
    frame = clip.frames[0]
    large = np.asarray(cv2.resize(frame.rgb, HD_PX), np.uint8)
    (read,) = read_frames([Frame(0, large)], networks)
    advice, picture = LiveAdvice(), luma(large)
    began_s = time.process_time()
    for number in range(COST_FRAMES):
        advice.push(LiveFrame(round(number / SWING_HZ * 1e9), picture, read.faces))
    return (time.process_time() - began_s) / COST_FRAMES * 1000


def luma(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the luma of a picture."""
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
