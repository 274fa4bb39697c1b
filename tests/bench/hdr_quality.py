"""How much less noise a merged burst has, and whether what moves leaves a ghost.

Eight pictures of 1280 x 720 of six portraits, with a hand's shake (shifts to 12 px, turns to 0.4
degrees) and a seventh that moves 14 px a picture. White noise is added to RGB, then each picture
becomes I420 as a camera gives it: the single frame that the gain is over has that same format.
PSNR is of RGB against the reference picture before noise. The region of motion is where the
portrait is and was; a ghost is a coarse error where it was not.
"""

import time
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.bench.report import Figure
from tests.fakes.bursts import Burst, Mover, burst, coarse_error, merged, psnr_db
from vision.hdr.align import camera_motion, places_of_pixels, planes, resampled
from vision.ring import I420Frame

SIGMAS = (5.0, 10.0, 20.0)
BUDGET_SIGMA = 10.0
BURSTS = 3
SCENE = (slice(80, 880), slice(40, 1400))  # of the wall of portraits, with a margin of 40 px
FACE = (slice(120, 300), slice(140, 320))
MOVER_AT_PX = (800, 420)  # x, y in the reference
MOVER_STEP_PX = 14
MOVING = (slice(410, 610), slice(790, 1100))
UNCOVERED = (slice(430, 590), slice(985, 1078))  # where the portrait goes after the reference
BUDGETS = {"hdr_gain_db": 6.0, "hdr_gain_moving_db": 5.5, "hdr_ghost_ratio": 1.0}
AVERAGE = "average of the steadied burst"


def measure(data: Path, quick: bool) -> list[Figure]:
    """Return the figures of merging; those at sigma 10 have budgets.

    Args:
        data: folder with `london480`.
        quick: sigma 10 alone, one burst.
    """
    scene, mover = portraits(data)
    sigmas, count = ((BUDGET_SIGMA,), 1) if quick else (SIGMAS, BURSTS)
    return [
        figure
        for sigma in sigmas
        for figure in of_sigma([burst(scene, mover, sigma, seed) for seed in range(count)], sigma)
    ]


def of_sigma(bursts: list[Burst], sigma: float) -> list[Figure]:
    """Return the figures at one strength of noise, and those of the peer."""
    judged = sigma == BUDGET_SIGMA
    suffix = "" if judged else f"_sigma{sigma:g}"
    budgets = BUDGETS if judged else {}
    began_s = time.process_time()
    ours = [merged(one.frames).rgb().rgb for one in bursts]
    cpu_s = (time.process_time() - began_s) / len(bursts)
    figures = gains(bursts, ours, suffix, budgets, None)
    figures.append(
        Figure(
            key="hdr_cpu_s" + suffix,
            value=cpu_s,
            unit="s",
            n=len(bursts),
            at_most=2.5 if judged else None,
        )
    )
    averages = [average_of(one.frames).rgb().rgb for one in bursts]
    return figures + gains(bursts, averages, suffix, {}, AVERAGE)


def gains(
    bursts: list[Burst],
    pictures: list[NDArray[np.uint8]],
    suffix: str,
    budgets: Mapping[str, float],
    peer: str | None,
) -> list[Figure]:
    """Return what the pictures gain over the single frames."""
    singles = [one.frames[0].rgb().rgb for one in bursts]
    rows = list(zip(bursts, pictures, singles, strict=True))
    values = {
        "hdr_gain_db": [gain_db(p, s, b.truth) for b, p, s in rows],
        "hdr_gain_moving_db": [gain_db(p[MOVING], s[MOVING], b.truth[MOVING]) for b, p, s in rows],
        # 1: as coarse an error where nothing should be seen as the single frame's noise makes
        "hdr_ghost_ratio": [ghost(p, b.truth) / ghost(s, b.truth) for b, p, s in rows],
    }
    return [
        Figure(
            key=key + suffix,
            value=float(np.mean(found)),
            unit="dB" if key.endswith("_db") else "",
            n=len(found),
            peer=peer,
            at_least=budgets.get(key) if key.endswith("_db") else None,
            at_most=None if key.endswith("_db") else budgets.get(key),
        )
        for key, found in values.items()
    ]


def gain_db(
    picture: NDArray[np.uint8], single: NDArray[np.uint8], truth: NDArray[np.uint8]
) -> float:
    """Return by how much a picture is closer to the truth than the single frame."""
    return psnr_db(picture, truth) - psnr_db(single, truth)


def ghost(picture: NDArray[np.uint8], truth: NDArray[np.uint8]) -> float:
    """Return the RMS of the coarse error where the mover goes after the reference."""
    return float(np.sqrt(np.mean(coarse_error(picture, truth)[UNCOVERED] ** 2)))


def average_of(frames: list[I420Frame]) -> I420Frame:
    """Return the average of the burst, the camera's shake taken out."""
    first = planes(frames[0])
    steady = [first.i420()]
    for frame in frames[1:]:
        other = planes(frame)
        motion = camera_motion(first.y, other.y)
        places = cv2.transform(places_of_pixels(*first.y.shape), motion)
        steady.append(resampled(other, np.asarray(places, np.float32)).i420())
    mean = np.mean(np.stack(steady).astype(np.float32), axis=0)
    return I420Frame(frames[0].pts_ns, np.rint(mean).astype(np.uint8))


def portraits(data: Path) -> tuple[NDArray[np.uint8], Mover]:
    """Return a scene of six portraits and a seventh that moves."""
    paths = sorted((data / "london480" / "neutral").glob("*.jpg"))
    faces = [read_rgb(path) for path in paths[:: len(paths) // 6][:6]]
    wall = np.vstack([np.hstack(faces[:3]), np.hstack(faces[3:])])
    mover = Mover(read_rgb(paths[7])[FACE], *MOVER_AT_PX, MOVER_STEP_PX)
    return np.ascontiguousarray(wall[SCENE]), mover


def read_rgb(path: Path) -> NDArray[np.uint8]:
    """Return a picture file as RGB."""
    picture = cv2.imread(str(path))
    assert picture is not None, f"{path} cannot be read"
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
