"""Conversion gives the same bytes wherever the source lies, so that two installs agree."""

from pathlib import Path

import tflite

from models.conversion import convert_tflite
from tests.models.files import tiny_tflite


def test_the_same_network_gives_the_same_bytes(tmp_path: Path) -> None:
    converted = []
    for name in ("one", "another"):
        source, target = tmp_path / f"{name}.tflite", tmp_path / f"{name}.onnx"
        source.write_bytes(tiny_tflite(tflite.BuiltinOperator.RELU))
        convert_tflite(source, target)
        converted.append(target.read_bytes())
    assert converted[0] == converted[1]
