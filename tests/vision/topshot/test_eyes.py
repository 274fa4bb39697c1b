"""Eyes and mouths drawn by hand."""

import numpy as np
import pytest
from numpy.typing import NDArray

from models.iris import EyeCrop
from vision.topshot.eyes import eye_contrast, measure_eye
from vision.topshot.mesh import face_axes, in_face, mouth_shape, pose
from vision.topshot.mouth import COLUMNS, ROWS, mouth_patch


def reading(opening: float, iris_x: float = 0.5) -> EyeCrop:
    contour = np.zeros((71, 3), np.float32)
    contour[:9, 0] = np.linspace(0.25, 0.75, 9)
    contour[9:16, 0] = np.linspace(0.3125, 0.6875, 7)
    contour[:9, 1], contour[9:16, 1] = 0.5, 0.5 - opening / 2
    iris = np.full((5, 3), 0.5, np.float32)
    iris[:, 0] = iris_x
    return EyeCrop(contour, iris)


@pytest.mark.parametrize("opening", [0.0, 0.1, 0.3])
def test_opening_is_in_widths_of_the_eye(opening: float) -> None:
    assert measure_eye(reading(opening))[0] == pytest.approx(opening)


def test_gaze_is_off_the_middle() -> None:
    assert measure_eye(reading(0.3))[1] == pytest.approx(0.0)
    assert measure_eye(reading(0.3, 0.55))[1] == pytest.approx(0.1)


def test_a_dark_iris_is_contrast_and_skin_is_none() -> None:
    skin = np.full((64, 64, 3), 180, np.uint8)
    assert eye_contrast(skin) == pytest.approx(0.0)
    eye = skin.copy()
    eye[28:38, 26:38] = 20
    assert eye_contrast(eye) > 0.8
    assert eye_contrast((eye * 0.5).astype(np.uint8)) == pytest.approx(eye_contrast(eye), abs=0.02)


def mesh(turn_rad: float = 0.0, *, zoom: float = 1.0, yaw_rad: float = 0.0) -> NDArray[np.float32]:
    points = np.zeros((468, 3))
    points[[33, 263]] = ((-50, 0, 0), (50, 0, 0))
    points[[10, 152]] = ((0, -80, 0), (0, 130, 0))
    points[[61, 291]] = ((-30, 80, 0), (30, 80, 0))
    points[[13, 14]] = ((0, 84, 0), (0, 90, 0))
    points[[234, 454]] = ((-75, 20, 0), (75, 20, 0))
    points[2] = (0, 50, 0)
    points[[205, 425]] = ((-40, 45, 0), (40, 45, 0))
    cos, sin = np.cos(yaw_rad), np.sin(yaw_rad)
    points = points @ np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]])
    cos, sin = np.cos(turn_rad), np.sin(turn_rad)
    points = points @ np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
    placed: NDArray[np.float32] = (points * zoom + (160, 120, 0)).astype(np.float32)
    return placed


def test_the_mouth_is_measured_in_the_faces_own_axes() -> None:
    shape = mouth_shape(in_face(mesh()))
    assert shape["mouth_width"] == pytest.approx(0.6)
    assert shape["mouth_share"] == pytest.approx(0.4)
    assert shape["corner_lift"] == pytest.approx(0.07)
    assert shape["corner_to_nose"] == pytest.approx(-0.3)
    assert shape["mouth_open"] == pytest.approx(0.06)
    assert shape["cheek_lift"] == pytest.approx(-0.45)
    for other in (mesh(0.4), mesh(zoom=2.0), mesh(yaw_rad=0.5)):
        assert mouth_shape(in_face(other)) == pytest.approx(shape, abs=1e-5)


def test_pose_tells_the_turns() -> None:
    assert pose(mesh(0.3)).roll_deg == pytest.approx(np.degrees(0.3))
    assert abs(pose(mesh(yaw_rad=0.5)).yaw_deg) == pytest.approx(np.degrees(0.5))
    assert pose(mesh()).pitch_deg == pytest.approx(0.0)


def test_axes_are_a_right_handed_frame() -> None:
    axes, unit_px = face_axes(mesh(0.2, yaw_rad=0.3))
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-6)
    assert np.linalg.det(axes) == pytest.approx(1.0)
    assert unit_px == pytest.approx(100)


def test_the_patch_is_even_in_light_and_turns_with_the_face() -> None:
    picture = np.full((360, 420), 150, np.uint8)
    picture[195:215, 130:190] = 60  # a dark mouth
    patch = mouth_patch(picture, mesh())
    assert patch.shape == (ROWS * COLUMNS,)
    assert abs(float(patch.mean())) < 1e-5
    dark = np.unravel_index(int(patch.argmin()), (ROWS, COLUMNS))
    assert dark[1] >= COLUMNS // 2
    brighter = (picture * 1.4).clip(0, 255).astype(np.uint8)
    np.testing.assert_allclose(mouth_patch(brighter, mesh()), patch, atol=0.3)
    assert not patch.flags.writeable
