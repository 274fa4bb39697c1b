"""Conversion gives the same bytes wherever the source lies, so that two installs agree."""

import hashlib
import json
from pathlib import Path

import pytest
import tflite

from models.errors import ModelError
from models.store.conversion import convert_tflite, convert_tflite_int8
from tests.models.files import tiny_tflite

RELU = tiny_tflite(tflite.BuiltinOperator.RELU)


def write_ranges(path: Path, network: bytes, **ranges: list[float]) -> Path:
    table = {"network": hashlib.sha256(network).hexdigest(), "ranges": ranges}
    path.write_text(json.dumps(table), encoding="utf-8")
    return path


def write_source(path: Path) -> Path:
    path.write_bytes(RELU)
    return path


def test_the_same_network_gives_the_same_bytes(tmp_path: Path) -> None:
    converted = []
    for name in ("one", "another"):
        target = tmp_path / f"{name}.onnx"
        convert_tflite(write_source(tmp_path / f"{name}.tflite"), target)
        converted.append(target.read_bytes())
    assert converted[0] == converted[1]


def test_a_network_without_convolutions_has_nothing_to_make_8_bit(tmp_path: Path) -> None:
    source, target, plain = (tmp_path / name for name in ("x.tflite", "x.onnx", "plain.onnx"))
    convert_tflite_int8(write_source(source), write_ranges(tmp_path / "r.json", RELU), target)
    convert_tflite(source, plain)
    assert target.read_bytes() == plain.read_bytes()


def test_a_table_for_another_network_is_refused(tmp_path: Path) -> None:
    ranges = write_ranges(tmp_path / "r.json", b"another")
    source = write_source(tmp_path / "x.tflite")
    with pytest.raises(ModelError, match=r"r\.json was made for another network"):
        convert_tflite_int8(source, ranges, tmp_path / "x.onnx")


def test_an_absent_table_is_named(tmp_path: Path) -> None:
    source = write_source(tmp_path / "x.tflite")
    with pytest.raises(ModelError, match=r"gone\.json cannot be read"):
        convert_tflite_int8(source, tmp_path / "gone.json", tmp_path / "x.onnx")
