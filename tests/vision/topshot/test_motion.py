"""Camera and subject are told apart on moving noise."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vision.topshot.motion import STILL, MotionMeter, small_luma

STEP_NS = 100_000_000


def scene(shift_px: int = 0) -> NDArray[np.uint8]:
    noise = np.random.default_rng(5).normal(size=(90, 260)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), 3)
    picture = (128 + 40 * smooth / smooth.std()).clip(0, 255).astype(np.uint8)
    return np.ascontiguousarray(picture[:, 50 - shift_px : 210 - shift_px])


def test_a_moving_camera_moves_all() -> None:
    meter = MotionMeter()
    assert meter.measure(scene(), 0) == STILL
    found = meter.measure(scene(4), STEP_NS)
    assert found.global_w_s == pytest.approx(4 / 160 / 0.1, rel=0.1)
    assert found.motion_w_s < 0.2 * found.global_w_s


def test_a_moving_subject_is_told_from_the_still_camera() -> None:
    meter = MotionMeter()
    meter.measure(scene(), 0)
    second = scene()
    second[:, :50] = scene(4)[:, :50]  # a third of the picture moves
    found = meter.measure(second, STEP_NS)
    assert found.global_w_s < 0.03
    assert found.motion_w_s == pytest.approx(4 / 160 / 0.1, rel=0.25)


@pytest.mark.parametrize("later_ns", [0, 600_000_000])
def test_no_motion_over_a_gap_or_without_time(later_ns: int) -> None:
    meter = MotionMeter()
    meter.measure(scene(), 0)
    assert meter.measure(scene(4), later_ns) == STILL


def test_speed_is_by_time_not_by_frame() -> None:
    speeds = []
    for step_ns in (STEP_NS, 2 * STEP_NS):
        meter = MotionMeter()
        meter.measure(scene(), 0)
        speeds.append(meter.measure(scene(4), step_ns).global_w_s)
    assert speeds[0] == pytest.approx(2 * speeds[1], rel=1e-3)


def test_the_picture_is_shrunk_to_one_width() -> None:
    assert small_luma(np.zeros((720, 1280), np.uint8)).shape == (90, 160)
    assert small_luma(np.zeros((480, 640), np.uint8)).shape == (120, 160)


def test_a_strip_shows_no_motion() -> None:
    meter = MotionMeter()
    for number, shift_px in enumerate((0, 4)):
        strip = np.ascontiguousarray(scene(shift_px)[:31])
        assert meter.measure(strip, number * STEP_NS) == STILL
