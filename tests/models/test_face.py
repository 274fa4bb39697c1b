"""Face decoding on rows made by hand."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models import face, face_landmark, iris
from models.face import FaceDetector, decode, preprocess
from models.face_landmark import FaceLandmarker
from models.iris import IrisLandmarker


def rows() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the network's output when it sees nothing."""
    return np.zeros((896, 16), np.float32), np.full(896, -50, np.float32)


def test_offsets_are_pixels_from_the_anchor() -> None:
    raw, logits = rows()
    raw[0] = [12.8, -12.8, 25.6, 51.2, *range(12)]
    logits[0] = 0.0
    found = decode(raw, logits, 0.5)
    anchor = 0.5 / 16
    assert found.scores.tolist() == [0.5]
    np.testing.assert_allclose(
        found.boxes_norm[0] - anchor, [0.1 - 0.1, -0.1 - 0.2, 0.1 + 0.1, -0.1 + 0.2], atol=1e-6
    )
    np.testing.assert_allclose(
        found.keypoints_norm[0], np.arange(12).reshape(6, 2) / 128 + anchor, rtol=1e-5
    )


def test_weak_rows_and_boxes_without_area_are_left_out() -> None:
    raw, logits = rows()
    raw[:2, 2:4] = 10
    logits[[0, 1, 2]] = (1e30, -1.0, 9.0)
    assert decode(raw, logits, 0.5).scores.tolist() == [1.0]


def test_input_is_minus_one_to_one() -> None:
    tensor = preprocess(np.full((128, 128, 3), (0, 51, 255), np.uint8))
    assert tensor.shape == (1, 128, 128, 3)
    np.testing.assert_allclose(tensor[0, 5, 7], (-1, -0.6, 1), atol=1e-6)


def test_the_others_take_zero_to_one() -> None:
    for module, side in ((face_landmark, 192), (iris, 64)):
        tensor = module.preprocess(np.full((side, side, 3), (0, 51, 255), np.uint8))
        assert tensor.shape == (1, side, side, 3)
        np.testing.assert_allclose(tensor[0, 5, 7], (0, 0.2, 1), atol=1e-6)


def fake_session(outputs: dict[str, NDArray[np.float32]]) -> type:
    class FakeSession:
        def __init__(self, path: Path) -> None:
            pass

        def run(self, inputs: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
            return outputs

    return FakeSession


def test_detector_merges_the_rows_of_one_face(monkeypatch: pytest.MonkeyPatch) -> None:
    raw, logits = rows()
    raw[:, 2:4] = 40
    logits[:2] = (2.0, 1.0)  # two anchors of one cell
    outputs = {"regressors": raw[np.newaxis], "classificators": logits.reshape(1, 896, 1)}
    monkeypatch.setattr(face, "Session", fake_session(outputs))
    found = FaceDetector(Path("any.onnx")).detect(np.zeros((128, 128, 3), np.uint8), 0.5)
    assert found.scores == pytest.approx([0.8807971])


def test_landmarker_gives_parts_of_the_crop(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = {
        "output_mesh_identity": np.full((1, 1, 1, 1404), 96, np.float32),
        "output_lips": np.full((1, 1, 1, 160), 48, np.float32),
        "p_re_lu_19": np.full((1, 3, 3, 32), 7, np.float32),
        "p_re_lu_32": np.full((1, 2, 2, 32), 7, np.float32),
        "conv_faceflag": np.zeros((1, 1, 1, 1), np.float32),
    }
    monkeypatch.setattr(face_landmark, "Session", fake_session(outputs))
    reading = FaceLandmarker(Path("any.onnx")).read(np.zeros((192, 192, 3), np.uint8))
    assert reading.landmarks_norm.shape == (468, 3)
    np.testing.assert_allclose(reading.landmarks_norm[1], 0.5)  # the tip of the nose
    np.testing.assert_allclose(reading.landmarks_norm[13], (0.25, 0.25, 0.5))  # of the upper lip
    np.testing.assert_array_equal(reading.features, np.full(416, 7))
    assert reading.presence == 0.5


def test_iris_gives_parts_of_the_crop(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = {
        "output_eyes_contours_and_brows": np.full((1, 213), 32, np.float32),
        "output_iris": np.full((1, 15), 16, np.float32),
    }
    monkeypatch.setattr(iris, "Session", fake_session(outputs))
    reading = IrisLandmarker(Path("any.onnx")).read(np.zeros((64, 64, 3), np.uint8))
    np.testing.assert_allclose(reading.contour_norm, np.full((71, 3), 0.5))
    np.testing.assert_allclose(reading.iris_norm, np.full((5, 3), 0.25))
