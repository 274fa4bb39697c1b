"""Stores of tiny models in temporary folders."""

import hashlib
from dataclasses import replace
from pathlib import Path

import tflite

from models.store import Store
from models.store.cache import State
from models.store.manifest import (
    Manifest,
    Model,
    Source,
    TensorSpec,
    UrlSource,
    WheelSource,
)
from tests.models.files import tiny_tflite, write_wheel

RELU = tiny_tflite(tflite.BuiltinOperator.RELU)
LOGISTIC = tiny_tflite(tflite.BuiltinOperator.LOGISTIC)


def describe_tflite(name: str, content: bytes, *sources: Source) -> Model:
    """Describe a tiny TFLite file (see tiny_tflite) as a model to be converted."""
    return Model(
        name=name,
        summary="tiny",
        version="1",
        licence="MIT",
        sources=sources,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        conversion="tflite",
        inputs=(TensorSpec("x", (1, 2, 2, 1)),),
        outputs=(TensorSpec("y", (1, 2, 2, 1)),),
    )


def describe_onnx(path: Path, *sources: Source) -> Model:
    """Describe an ONNX file of write_network that runs as it is published."""
    return replace(
        describe_tflite("net", path.read_bytes(), *sources),
        conversion=None,
        inputs=(TensorSpec("x", (1, 4)),),
        outputs=(TensorSpec("y0", (1, 4)),),
    )


def make_store(folder: Path, *models: Model, **wheels: object) -> Store:
    manifest = Manifest({model.name: model for model in models}, wheels)  # type: ignore[arg-type]
    return Store(manifest, folder / "cache", folder / "assets")


def store_on_shelf(shelf: Path, folder: Path) -> Store:
    """Return a store of two models in one wheel, which lies on pip's shelf."""
    wheel = write_wheel(shelf, {"c/relu.tflite": RELU, "c/logistic.tflite": LOGISTIC})
    return make_store(
        folder,
        describe_tflite("relu", RELU, WheelSource("carrier", "c/relu.tflite")),
        describe_tflite("logistic", LOGISTIC, WheelSource("carrier", "c/logistic.tflite")),
        carrier=wheel,
    )


def store_with_relu(folder: Path) -> Store:
    """Return a store of the one model 'relu', installed from a local file."""
    (folder / "relu.tflite").write_bytes(RELU)
    store = make_store(
        folder, describe_tflite("relu", RELU, UrlSource("https://127.0.0.1:9/relu.tflite"))
    )
    store.add(folder / "relu.tflite")
    return store


def states(store: Store) -> dict[str, State]:
    return {status.name: status.state for status in store.status()}
