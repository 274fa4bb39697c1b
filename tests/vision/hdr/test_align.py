"""The camera's motion and that of tiles, against motions that were made."""

import cv2
import numpy as np
import pytest

from tests.fakes.bursts import MARGIN_PX, camera_shake, drawn_scene, i420
from vision.hdr.align import Planes, aligned, camera_motion, planes
from vision.ring import I420Frame

HEIGHT_PX, WIDTH_PX = 240, 320
INSIDE = slice(24, -24)


def seen(scene: np.ndarray, turn_deg: float, shift_px: tuple[float, float]) -> Planes:
    """Return what a camera sees that has turned and shifted."""
    height, width = scene.shape[:2]
    motion = camera_shake((height, width), turn_deg, shift_px)
    moved = cv2.warpAffine(scene, motion, (width, height), flags=cv2.INTER_CUBIC)
    picture = np.asarray(moved[MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX], np.uint8)
    return planes(I420Frame(0, i420(picture)))


@pytest.mark.parametrize(
    ("turn_deg", "shift_px"),
    [(0.0, (0.0, 0.0)), (0.0, (7.3, -4.6)), (0.4, (2.0, 3.0)), (-1.0, (-11.0, 10.0))],
)
def test_what_the_camera_did_is_undone(turn_deg: float, shift_px: tuple[float, float]) -> None:
    scene = drawn_scene(HEIGHT_PX, WIDTH_PX)
    reference, other = seen(scene, 0, (0, 0)), seen(scene, turn_deg, shift_px)
    steady = aligned(reference, other)
    for kept, plane in ((steady.y, reference.y), (steady.u, reference.u), (steady.v, reference.v)):
        error = cv2.absdiff(kept, plane)[INSIDE, INSIDE]
        assert error.mean() < 1.5  # resampling's own; without alignment it is 5 to 30


def test_pictures_with_nothing_in_common_are_left_where_they_are() -> None:
    first = np.random.default_rng(0).integers(0, 256, (HEIGHT_PX, WIDTH_PX)).astype(np.uint8)
    second = np.random.default_rng(1).integers(0, 256, (HEIGHT_PX, WIDTH_PX)).astype(np.uint8)
    moved_px = camera_motion(first, second) @ np.array([WIDTH_PX / 2, HEIGHT_PX / 2, 1.0])
    assert np.abs(moved_px - (WIDTH_PX / 2, HEIGHT_PX / 2)).max() < WIDTH_PX


def test_a_wall_without_anything_on_it_does_not_move() -> None:
    wall = np.full((HEIGHT_PX, WIDTH_PX), 90, np.uint8)
    assert np.array_equal(camera_motion(wall, wall), np.eye(2, 3, dtype=np.float32))


def test_planes_of_any_even_height_come_apart_and_together() -> None:
    frame = np.arange(405 * 480, dtype=np.uint32).astype(np.uint8).reshape(405, 480)  # 270 high
    apart = planes(I420Frame(0, frame))
    assert apart.y.shape == (270, 480)
    assert apart.u.shape == apart.v.shape == (135, 240)
    assert np.array_equal(apart.i420(), frame)
