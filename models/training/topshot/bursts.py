"""Photographs of one person become a burst in which the worth of every frame is known.

A burst has a neutral and a smiling stretch, blinks, motion blur, wrong exposure, a trembling camera
and noise. Lids, blur and exposure are made, not filmed, and the worth of a frame is this file's own
opinion: it shows whether a known preference is found again, not what people prefer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.training.topshot.people import Person
from vision.frame import Frame

FRAMES = 24
FRAME_NS = 125_000_000  # 24 frames fill the three seconds of the ring
GOOD_ENOUGH = 0.25  # worth below the best frame's up to which a frame is as good

# Worth of a frame: what is taken off, and added, per unit.
SMILE_WORTH, CLOSED_COST, BLUR_COST_PER_PX, EXPOSURE_COST_PER_EV = 1.0, 2.0, 0.15, 1.0

BLINKS = 3
BLUR_PX = (3.0, 12.0)
STILL_SHARE, WELL_EXPOSED_SHARE = 0.4, 0.5
EXPOSURE_EV = (0.4, 1.6)
SHIFT_SD_PX, TURN_SD_DEG, ZOOM_SD = 3.0, 1.0, 0.01
NOISE_SD = 2.0  # of 255
GAMMA = 2.2
BLUR_STEPS_PER_PX = 8

# MediaPipe face mesh, outer corner to inner, and the brow above.
EYES = (
    (
        (33, 246, 161, 160, 159, 158, 157, 173, 133),
        (33, 7, 163, 144, 145, 153, 154, 155, 133),
        (70, 63, 105, 66, 107),
    ),
    (
        (263, 466, 388, 387, 386, 385, 384, 398, 362),
        (263, 249, 390, 373, 374, 380, 381, 382, 362),
        (300, 293, 334, 296, 336),
    ),
)

Mesh = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""Takes an RGB picture with one face to its (468, 3) landmarks in pixels."""


# Of the people in one picture the worst counts as much as all together.
GROUP_WORST = 0.5
GROUP_COLUMNS = slice(90, 390)  # of each photograph of 480


@dataclass(frozen=True, slots=True)
class Truth:
    """What was done to a frame.

    Attributes:
        smiling: which photograph it is.
        closed: by how much the lids are closed, 0..1.
        blur_px: length of the motion blur.
        exposure_ev: stops by which it is too bright, or, below 0, too dark.
    """

    smiling: bool
    closed: float
    blur_px: float
    exposure_ev: float

    @property
    def worth(self) -> float:
        """Return how much the frame is worth, at most 1."""
        return self.worth_of_face + self.worth_of_picture

    @property
    def worth_of_face(self) -> float:
        """Return what the face makes of it."""
        return SMILE_WORTH * self.smiling - CLOSED_COST * self.closed

    @property
    def worth_of_picture(self) -> float:
        """Return what blur and exposure make of it, at most 0."""
        return -BLUR_COST_PER_PX * self.blur_px - EXPOSURE_COST_PER_EV * abs(self.exposure_ev)


@dataclass(frozen=True, slots=True, eq=False)
class Burst:
    """Frames around a shutter, and what is true of them."""

    person: Person
    frames: tuple[Frame, ...]
    truths: tuple[Truth, ...]

    def worths(self) -> NDArray[np.float64]:
        """Return (frames,) worth."""
        return np.array([truth.worth for truth in self.truths])

    def good(self) -> NDArray[np.bool_]:
        """Tell for each frame whether it is as good as the best."""
        worths = self.worths()
        good: NDArray[np.bool_] = worths >= worths.max() - GOOD_ENOUGH
        return good


def make_burst(person: Person, mesh: Mesh, seed: int) -> Burst:
    """Return a burst of a person; the same seed gives the same."""
    rng = np.random.default_rng([seed, *person.id.encode()])
    truths = draw_truths(rng)
    photographs = {smiling: person.picture(smiling) for smiling in (False, True)}
    landmarks = {smiling: mesh(picture) for smiling, picture in photographs.items()}
    frames = []
    for number, truth in enumerate(truths):
        open_eyed = photographs[truth.smiling]
        picture = close_eyes(open_eyed, landmarks[truth.smiling], truth.closed)
        picture = tremble(picture, rng)
        picture = blur(picture, truth.blur_px, float(rng.uniform(0, np.pi)))
        frames.append(Frame(number * FRAME_NS, expose(picture, truth.exposure_ev, rng)))
    return Burst(person, tuple(frames), truths)


def make_group(
    people: Sequence[Person], mesh: Mesh, seed: int
) -> tuple[tuple[Frame, ...], NDArray[np.float64]]:
    """Return the frames of a burst of people side by side, and (frames,) worths."""
    rng = np.random.default_rng([seed, *"".join(person.id for person in people).encode()])
    truths = [draw_truths(rng) for _ in people]
    photographs = [[one.picture(smiling) for smiling in (False, True)] for one in people]
    landmarks = [[mesh(picture) for picture in pair] for pair in photographs]
    frames = []
    for number, common in enumerate(truths[0]):
        faces = []
        for own, pair, meshes in zip(truths, photographs, landmarks, strict=True):
            one = own[number]
            faces.append(close_eyes(pair[one.smiling], meshes[one.smiling], one.closed))
        picture = np.concatenate([face[:, GROUP_COLUMNS] for face in faces], axis=1)
        picture = blur(tremble(picture, rng), common.blur_px, float(rng.uniform(0, np.pi)))
        frames.append(Frame(number * FRAME_NS, expose(picture, common.exposure_ev, rng)))
    faces_worth = np.array([[one.worth_of_face for one in own] for own in truths])
    mixed = (1 - GROUP_WORST) * faces_worth.mean(axis=0) + GROUP_WORST * faces_worth.min(axis=0)
    picture_worth = np.array([one.worth_of_picture for one in truths[0]])
    return tuple(frames), mixed + picture_worth


def draw_truths(rng: np.random.Generator) -> tuple[Truth, ...]:
    """Draw what happens in a burst: one smile of 5 to 8 frames, three blinks, blur, exposure."""
    smile_from = rng.integers(4, 14)
    smile_until = smile_from + rng.integers(5, 9)
    closed = np.zeros(FRAMES)
    for start in rng.choice(FRAMES - 3, BLINKS, replace=False):
        closed[start : start + 3] = np.maximum(closed[start : start + 3], (0.5, 1.0, 0.5))
    still = rng.random(FRAMES) < STILL_SHARE
    blur_px = np.where(still, 0.0, rng.uniform(*BLUR_PX, FRAMES))
    well_exposed = rng.random(FRAMES) < WELL_EXPOSED_SHARE
    away_ev = rng.uniform(*EXPOSURE_EV, FRAMES) * rng.choice((-1, 1), FRAMES)
    exposure_ev = np.where(well_exposed, 0.0, away_ev)
    return tuple(
        Truth(
            bool(smile_from <= number < smile_until),
            float(closed[number]),
            float(blur_px[number]),
            float(exposure_ev[number]),
        )
        for number in range(FRAMES)
    )


def close_eyes(
    rgb: NDArray[np.uint8], landmarks_px: NDArray[np.float32], closed: float
) -> NDArray[np.uint8]:
    """Draw the upper lids down over the eyes by a share of their opening, 0..1."""
    if closed == 0:
        return rgb
    height, width = rgb.shape[:2]
    columns, rows = np.meshgrid(
        np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    )
    shift = np.zeros((height, width), np.float32)
    for upper, lower, brow in EYES:
        _lower_lid(shift, landmarks_px, (upper, lower, brow), closed)
    shift = np.asarray(cv2.blur(shift, (5, 3)), np.float32)
    drawn = cv2.remap(rgb, columns, rows + shift, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, np.uint8)


def _lower_lid(
    shift: NDArray[np.float32],
    landmarks_px: NDArray[np.float32],
    eye: tuple[Sequence[int], Sequence[int], Sequence[int]],
    closed: float,
) -> None:
    """Write into `shift` how far above each pixel its new content lies: the skin of the lid."""
    upper, lower, brow = (landmarks_px[list(part), :2].astype(np.float64) for part in eye)
    upper, lower = upper[np.argsort(upper[:, 0])], lower[np.argsort(lower[:, 0])]
    brow_y = brow[:, 1].mean()
    for x in range(int(np.ceil(upper[0, 0])), int(upper[-1, 0]) + 1):
        lid_y = np.interp(x, *upper.T) - 1  # with the lashes
        floor_y = np.interp(x, *lower.T)
        drawn_y = lid_y + max(floor_y - lid_y, 0.0) * closed
        top_y = min(brow_y, lid_y - 6)
        y = np.arange(int(np.ceil(top_y)), int(drawn_y) + 1)
        stretched = top_y + (y - top_y) * (lid_y - top_y) / (drawn_y - top_y)
        shift[y, x] = stretched - y


def tremble(rgb: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Shift, turn and zoom a little, as a hand-held camera does."""
    height, width = rgb.shape[:2]
    turn_deg, zoom = rng.normal(0, TURN_SD_DEG), 1 + rng.normal(0, ZOOM_SD)
    turned = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, zoom)
    shift = np.zeros((2, 3))
    shift[:, 2] = rng.normal(0, SHIFT_SD_PX, 2)
    matrix = np.asarray(turned, np.float64) + shift
    moved = cv2.warpAffine(
        rgb, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(moved, np.uint8)


def blur(rgb: NDArray[np.uint8], length_px: float, angle_rad: float) -> NDArray[np.uint8]:
    """Blur along a line."""
    if length_px == 0:
        return rgb
    radius = int(np.ceil(length_px / 2))
    kernel = np.zeros((2 * radius + 1, 2 * radius + 1), np.float32)
    along = np.linspace(-length_px / 2, length_px / 2, BLUR_STEPS_PER_PX * len(kernel))
    rows = np.rint(radius + along * np.sin(angle_rad)).astype(int)
    columns = np.rint(radius + along * np.cos(angle_rad)).astype(int)
    np.add.at(kernel, (rows, columns), 1)
    blurred = cv2.filter2D(rgb, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)
    return np.asarray(blurred, np.uint8)


def expose(
    rgb: NDArray[np.uint8], exposure_ev: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Change the exposure in linear light, and add the camera's noise."""
    light = (rgb / np.float32(255)) ** GAMMA * np.float32(2**exposure_ev)
    values = np.minimum(light, 1) ** (1 / GAMMA) * 255
    noisy = values + rng.normal(0, NOISE_SD, rgb.shape)
    exposed: NDArray[np.uint8] = np.rint(noisy.clip(0, 255)).astype(np.uint8)
    return exposed
