"""The operators of the attention mesh: each against its formula, all of them against MediaPipe."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models.errors import ModelError
from models.face_landmark import LIPS, FaceLandmarker, preprocess
from models.session import Session
from models.store import open_store
from models.store.cache import ModelCache
from models.store.store import cache_folder
from models.tflite.builder import Builder
from models.tflite.flatbuffer import Graph, Operator, Tensor
from models.tflite.importer import import_tflite
from models.tflite.operators import HANDLERS
from tests.models_store import ready_model

Array = NDArray[np.float32]
NAME = "face_landmark_with_attention"
# What MediaPipe says of `golden_picture`: see the script beside it.
GOLDEN = np.load(Path(__file__).resolve().parents[2] / "data" / "tflite" / "attention.npz")
# Pixels of a crop of 192, in float32: at most 4.5e-4 on 38 pictures.
TOLERANCE_PX = 2e-3


def run(
    folder: Path, kind: str, inputs: list[Array], shape: tuple[int, ...], options: Any
) -> Array:
    tensors = [Tensor(f"in{number}", x.shape, None) for number, x in enumerate(inputs)]
    tensors.append(Tensor("out", shape, None))
    taken, last = tuple(range(len(inputs))), len(inputs)
    operator = Operator(f"CUSTOM {kind} 2", taken, (last,), options)
    builder = Builder(Graph("tiny.tflite", tuple(tensors), (operator,), taken, (last,)))
    builder.open()
    builder.bind(last, HANDLERS[operator.kind](builder, operator))
    (folder / "tiny.onnx").write_bytes(builder.close().SerializeToString())
    session = Session(folder / "tiny.onnx", "cpu")
    return session.run({f"in{number}": x for number, x in enumerate(inputs)})["out"]


def matrix(a: float, b: float, c: float, d: float, x: float, y: float) -> Array:
    """Return the matrix that takes (u, v) to (a u + b v + x, c u + d v + y)."""
    return np.array([[[a, b, 0, x], [c, d, 0, y], [0, 0, 1, 0], [0, 0, 0, 1]]], np.float32)


@pytest.mark.parametrize("target", [0.0, 0.4])
def test_a_crop_is_laid_around_the_landmarks(tmp_path: Path, target: float) -> None:
    """A bar 8 long and 2 wide that lies askew, and a point that is none of the subset."""
    askew = 0.7
    along = np.array([np.cos(askew), np.sin(askew)])
    across = np.array([-along[1], along[0]])
    middle = np.array([30.0, 20.0])
    bar = [middle + 4 * s * along + t * across for s in (-1, 1) for t in (-1, 1)]
    points = np.array([[90.0, 90.0], *bar, middle - along, middle + along])
    landmarks = np.column_stack([points, np.ones(7)])[np.newaxis].astype(np.float32)
    options = {
        "subset_idxs": [1, 2, 3, 4],
        "left_rotation_idx": 5,
        "right_rotation_idx": 6,
        "target_rotation_radians": target,
        "output_width": 16,
        "output_height": 8,
        "scale_x": 1.5,
        "scale_y": 2.0,
    }
    found = run(tmp_path, "Landmarks2TransformMatrix", [landmarks], (1, 4, 4), options)[0]
    np.testing.assert_allclose(found @ (8, 4, 0, 1), (*middle, 0, 1), atol=1e-5)
    x_axis, y_axis = found[:2, 0], found[:2, 1]
    turned = askew - target  # of the crop against the picture
    cos, sin = np.cos(target), np.sin(target)
    width, height = 8 * cos + 2 * sin, 8 * sin + 2 * cos  # of the bar's box in the crop
    expected = 1.5 * width / 16 * np.array([np.cos(turned), np.sin(turned)])
    np.testing.assert_allclose(x_axis, expected, atol=1e-5)
    expected = 2.0 * height / 8 * np.array([-np.sin(turned), np.cos(turned)])
    np.testing.assert_allclose(y_axis, expected, atol=1e-5)


def test_a_picture_is_sampled_between_its_pixels(tmp_path: Path) -> None:
    picture = np.random.default_rng(3).random((1, 5, 6, 2), np.float32)
    to = matrix(0.5, 0.1, -0.2, 0.75, 1.2, 1.0)
    found = run(
        tmp_path,
        "TransformTensorBilinear",
        [picture, to],
        (1, 4, 3, 2),
        {"output_height": 4, "output_width": 3},
    )
    for row in range(4):
        for column in range(3):
            x, y, *_ = to[0] @ (column + 0.5, row + 0.5, 0, 1) - 0.5
            left, top = int(np.floor(x)), int(np.floor(y))
            corners = picture[0, top : top + 2, left : left + 2]
            weights = np.outer((1 - y + top, y - top), (1 - x + left, x - left))
            expected = np.einsum("yx,yxc->c", weights, corners)
            np.testing.assert_allclose(found[0, row, column], expected, atol=1e-5)


def test_nothing_is_sampled_beyond_the_outermost_middles(tmp_path: Path) -> None:
    """Half a pixel off: between the last middle and the edge there is 0, not a faded value."""
    picture = np.ones((1, 4, 4, 1), np.float32)
    options = {"output_height": 4, "output_width": 4}
    shifted = matrix(1, 0, 0, 1, 0.5, 0)
    found = run(tmp_path, "TransformTensorBilinear", [picture, shifted], (1, 4, 4, 1), options)
    np.testing.assert_allclose(found[0, :, :, 0], [[1, 1, 1, 0]] * 4)


def test_points_are_taken_back(tmp_path: Path) -> None:
    points = np.array([[[1, 2], [3, -4]]], np.float32)
    to = matrix(2, 0, 0.5, 1, 10, -1)
    found = run(tmp_path, "TransformLandmarks", [points, to], (1, 2, 2), None)
    np.testing.assert_allclose(found, [[[12, 1.5], [16, -3.5]]])


def test_points_in_space_are_refused(tmp_path: Path) -> None:
    points, to = np.zeros((1, 2, 3), np.float32), matrix(1, 0, 0, 1, 0, 0)
    with pytest.raises(ModelError, match="3 axes"):
        run(tmp_path, "TransformLandmarks", [points, to], (1, 2, 3), None)


def golden_picture() -> NDArray[np.uint8]:
    return np.random.default_rng(int(GOLDEN["seed"])).integers(0, 256, (192, 192, 3), np.uint8)


@pytest.mark.models
def test_the_mesh_with_its_lips_is_mediapipes() -> None:
    found = FaceLandmarker(ready_model(NAME)).read(golden_picture())
    golden = GOLDEN["landmarks"][:468]
    looked_at_twice = list(LIPS)
    np.testing.assert_allclose(
        found.landmarks_norm[looked_at_twice] * 192,
        golden[looked_at_twice] * 192,
        atol=TOLERANCE_PX,
    )
    np.testing.assert_allclose(found.landmarks_norm[:, 2], golden[:, 2], atol=TOLERANCE_PX / 192)


@pytest.mark.models
def test_all_478_points_are_mediapipes(tmp_path: Path) -> None:
    ready_model(NAME)
    model = open_store().manifest.model(NAME)
    source = ModelCache(cache_folder()).source_path(model)
    if not source.exists():
        pytest.skip("the published file is not kept")
    (tmp_path / "all.onnx").write_bytes(import_tflite(source).SerializeToString())
    outputs = Session(tmp_path / "all.onnx", "cpu").run({"input_1": preprocess(golden_picture())})
    found = np.zeros((478, 2), np.float32)
    found[:468] = outputs["output_mesh_identity"].reshape(-1, 3)[:, :2]
    for part in ("lips", "left_eye", "right_eye", "left_iris", "right_iris"):
        found[GOLDEN[part]] = outputs[f"output_{part}"].reshape(-1, 2)
    np.testing.assert_allclose(found, GOLDEN["landmarks"][:, :2] * 192, atol=TOLERANCE_PX)
