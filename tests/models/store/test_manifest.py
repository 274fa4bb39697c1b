"""The manifest: what is read, and what is refused with which words."""

import copy
from pathlib import Path
from typing import Any

import pytest

from models.errors import ModelError
from models.store import ASSETS
from models.store.manifest import (
    AssetSource,
    PackageSource,
    Quality,
    TensorSpec,
    UrlSource,
    parse_manifest,
    read_manifest,
)

DIGEST = "ab" * 32
DOCUMENT: dict[str, Any] = {
    "wheels": {
        "carrier": {
            "requirement": "carrier==1.0",
            "platform": "manylinux_2_28_x86_64",
            "python": "311",
            "sha256": DIGEST,
            "size_bytes": 10,
        }
    },
    "models": {
        "palm": {
            "summary": "finds palms",
            "version": "1",
            "licence": "Apache-2.0",
            "sha256": DIGEST,
            "size_bytes": 5,
            "conversion": "tflite",
            "sources": [
                {"kind": "wheel", "wheel": "carrier", "member": "carrier/palm.tflite"},
                {"kind": "url", "url": "https://example.org/palm.tflite"},
            ],
            "inputs": [{"name": "x", "shape": [1, 2, 2, 3]}],
            "outputs": [{"name": "y", "shape": [1, 7]}],
            "quality": [{"figure": "good", "origin": "measured"}],
        }
    },
}


def test_a_model_is_read_whole() -> None:
    manifest = parse_manifest(DOCUMENT)
    palm = manifest.model("palm")
    assert palm.inputs == (TensorSpec("x", (1, 2, 2, 3)),)
    assert palm.quality == (Quality("good", "measured"),)
    assert palm.sources[1] == UrlSource("https://example.org/palm.tflite")
    assert manifest.wheels["carrier"].requirement == "carrier==1.0"


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(ModelError, match="there is no model 'plam'; did you mean 'palm'"):
        parse_manifest(DOCUMENT).model("plam")


@pytest.mark.parametrize(
    ("place", "key", "value", "words"),
    [
        (("models", "palm"), "licenze", "MIT", "'licenze' is unknown; did you mean 'licence'"),
        (("models", "palm"), "sha256", "ab", "64 lower-case hexadecimal"),
        (("models", "palm"), "conversion", "keras", "no conversion is called 'keras'"),
        (("models", "palm"), "conversion", "tflite-int8", "ranges belong to the conversion"),
        (("models", "palm"), "ranges", "palm.json", "ranges belong to the conversion"),
        (("models", "palm", "sources", 0), "kind", "wheels", "did you mean 'wheel'"),
        (("models", "palm", "sources", 0), "wheel", "other", "no wheel is called 'other'"),
        (("models", "palm", "sources", 1), "url", "http://example.org", "not an https address"),
        (("models", "palm", "inputs", 0), "shap", [1], "inputs: the key 'shap' is unknown"),
        (("wheels", "carrier"), "sha256", 7, "wheel carrier: sha256"),
        ((), "model", {}, "did you mean 'models'"),
    ],
)
def test_a_wrong_entry_is_named(
    place: tuple[str | int, ...], key: str, value: object, words: str
) -> None:
    document = copy.deepcopy(DOCUMENT)
    table: Any = document
    for step in place:
        table = table[step]
    table[key] = value
    with pytest.raises(ModelError, match=words):
        parse_manifest(document)


def test_a_missing_key_is_named() -> None:
    document = copy.deepcopy(DOCUMENT)
    del document["models"]["palm"]["licence"]
    with pytest.raises(ModelError, match="model palm: the key 'licence' is missing"):
        parse_manifest(document)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text("= nothing")
    with pytest.raises(ModelError, match=r"manifest\.toml cannot be read"):
        read_manifest(tmp_path / "manifest.toml")


def test_the_shipped_manifest_says_everything_of_every_network() -> None:
    manifest = read_manifest(ASSETS / "manifest.toml")
    assert "palm_detection_full" in manifest.models
    for model in manifest.models.values():
        assert model.sources or model.sha256, model.name  # else a person brings it
        if model.sha256 is not None:
            assert model.quality, model.name
        if any(not isinstance(s, PackageSource) and not is_table(s) for s in model.sources):
            assert model.inputs, model.name
            assert model.outputs, model.name


def is_table(source: object) -> bool:
    """Tell weights that our own code multiplies from a network that ONNX Runtime runs."""
    return isinstance(source, AssetSource) and not source.file.endswith(".onnx")


def test_every_shipped_weight_is_in_the_manifest() -> None:
    manifest = read_manifest(ASSETS / "manifest.toml")
    told = {
        source.file
        for model in manifest.models.values()
        for source in model.sources
        if isinstance(source, AssetSource)
    }
    shipped = {file.name for file in ASSETS.iterdir() if file.suffix in {".onnx", ".npz", ".json"}}
    ranges = {model.ranges for model in manifest.models.values()}
    assert shipped - ranges == told
