"""Landmark decoding on numbers made by hand."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models import hand
from models.hand import HandLandmarker, decode, preprocess


def test_pixels_become_parts_of_the_crop() -> None:
    raw = np.zeros(63, np.float32)
    raw[3:6] = (112, 224, -89.6)
    reading = decode(raw, np.arange(63, dtype=np.float32), 0.75, 0.25)
    np.testing.assert_allclose(reading.landmarks_norm[0], 0)
    np.testing.assert_allclose(reading.landmarks_norm[1], (0.5, 1.0, -1.0))
    np.testing.assert_allclose(reading.world_m[20], (60, 61, 62))
    assert (reading.presence, reading.right) == (0.75, 0.25)


def test_input_is_0_to_1() -> None:
    tensor = preprocess(np.full((224, 224, 3), (0, 51, 255), np.uint8))
    assert tensor.shape == (1, 224, 224, 3)
    assert tensor.dtype == np.float32
    np.testing.assert_allclose(tensor[0, 5, 7], (0, 0.2, 1))


def test_landmarker_reads_each_output_for_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class FakeSession:
        def __init__(self, path: Path) -> None:
            pass

        def run(self, inputs: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
            assert inputs["input_1"].shape == (1, 224, 224, 3)
            return {
                "Identity": np.full((1, 63), 112, np.float32),
                "Identity_1": np.full((1, 1), 0.9, np.float32),
                "Identity_2": np.full((1, 1), 0.2, np.float32),
                "Identity_3": np.full((1, 63), 0.05, np.float32),
            }

    monkeypatch.setattr(hand, "Session", FakeSession)
    reading = HandLandmarker(Path("any.onnx")).read(np.zeros((224, 224, 3), np.uint8))
    np.testing.assert_allclose(reading.landmarks_norm[:, 0], 0.5)
    np.testing.assert_allclose(reading.world_m, 0.05, rtol=1e-6)
    assert reading.presence == pytest.approx(0.9)
    assert reading.right == pytest.approx(0.2)
