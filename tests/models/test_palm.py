"""Palm decoding on rows made by hand."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models import palm
from models.palm import INPUT_PX, PalmDetector, decode, preprocess


def rows() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the network's output when it sees nothing."""
    return np.zeros((2016, 18), np.float32), np.full(2016, -50, np.float32)


def test_offsets_are_pixels_from_the_anchor() -> None:
    raw, logits = rows()
    raw[0] = [19.2, -19.2, 38.4, 76.8, *range(14)]
    logits[0] = 0.0
    found = decode(raw, logits, 0.5)
    anchor = 0.5 / 24
    assert found.scores.tolist() == [0.5]
    np.testing.assert_allclose(
        found.boxes_norm[0] - anchor, [0.1 - 0.1, -0.1 - 0.2, 0.1 + 0.1, -0.1 + 0.2], atol=1e-6
    )
    np.testing.assert_allclose(
        found.keypoints_norm[0],
        np.arange(14).reshape(7, 2) / INPUT_PX + anchor,
        rtol=1e-5,
    )


def test_threshold_is_met_or_not() -> None:
    raw, logits = rows()
    raw[:, 2:4] = 10
    logits[[3, 7]] = (1.0, -1.0)
    assert decode(raw, logits, 0.5).scores == pytest.approx([0.7310586])
    assert len(decode(raw, logits, 0.2)) == 2
    assert len(decode(raw, logits, 0.8)) == 0


@pytest.mark.parametrize("size", [(0, 10), (10, 0), (-5, 10), (10, -5)])
def test_box_without_area_is_no_palm(size: tuple[float, float]) -> None:
    raw, logits = rows()
    raw[0, 2:4], logits[0] = size, 9.0
    assert len(decode(raw, logits, 0.5)) == 0


def test_huge_logits_do_not_overflow() -> None:
    raw, logits = rows()
    raw[:, 2:4] = 10
    logits[:2] = (1e30, -1e30)
    assert decode(raw, logits, 0.5).scores.tolist() == [1.0]


def test_nothing_found_has_the_right_shapes() -> None:
    found = decode(*rows(), 0.5)
    assert found.boxes_norm.shape == (0, 4)
    assert found.keypoints_norm.shape == (0, 7, 2)


def test_input_is_0_to_1() -> None:
    square = np.full((192, 192, 3), (0, 51, 255), np.uint8)
    tensor = preprocess(square)
    assert tensor.shape == (1, 192, 192, 3)
    assert tensor.dtype == np.float32
    np.testing.assert_allclose(tensor[0, 5, 7], (0, 0.2, 1))


def test_detector_merges_the_rows_of_one_palm(monkeypatch: pytest.MonkeyPatch) -> None:
    class FakeSession:
        def __init__(self, path: Path) -> None:
            pass

        def run(self, inputs: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
            assert inputs["input_1"].shape == (1, 192, 192, 3)
            raw, logits = rows()
            raw[:, 2:4] = 40
            logits[:2] = (2.0, 1.0)  # two anchors of one cell
            return {"Identity": raw[np.newaxis], "Identity_1": logits.reshape(1, 2016, 1)}

    monkeypatch.setattr(palm, "Session", FakeSession)
    detector = PalmDetector(Path("any.onnx"))
    found = detector.detect(np.zeros((192, 192, 3), np.uint8), 0.5)
    assert found.scores == pytest.approx([0.8807971])
