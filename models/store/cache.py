"""The user's folder of models: what is installed, and whether it is still what was installed.

    models/NAME.onnx       the file that runs
    models/NAME.json       beside a converted one: what it was made from, and its SHA-256
    sources/SHA256.SUFFIX  the published files, kept so that a repair needs no network

Every file arrives under a temporary name and is renamed when it is whole, so a reader, or a second
process installing the same model, never sees half of one.
"""

import json
import shutil
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from models.store.conversion import CONVERTER_VERSION
from models.store.digest import sha256_of
from models.store.disk import workspace
from models.store.manifest import AssetSource, Model, PackageSource, UrlSource, WheelSource


class State(StrEnum):
    """Whether a model can be used as it is."""

    READY = "ready"
    ABSENT = "absent"
    CORRUPT = "corrupt"


@dataclass(frozen=True, slots=True)
class Record:
    """What a converted file was made from and what it must be."""

    source_sha256: str
    converter: int
    sha256: str


class ModelCache:
    """The installed models below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._models = folder / "models"
        self._sources = folder / "sources"

    def workspace(self) -> AbstractContextManager[Path]:
        """Give an empty folder on the same disk, removed afterwards."""
        return workspace(self.folder)

    def path(self, model: Model) -> Path:
        """Return where the installed file is or will be."""
        suffix = ".onnx" if model.conversion else _published_suffix(model)
        return self._models / f"{model.name}{suffix}"

    def source_path(self, model: Model) -> Path:
        """Return where the published file is kept."""
        return self._sources / f"{model.sha256}{_published_suffix(model)}"

    def keep_source(self, model: Model, published: Path) -> None:
        """Keep a copy of a published file whose SHA-256 is known to be right."""
        with self.workspace() as folder:
            copy = folder / model.name
            shutil.copyfile(published, copy)
            copy.replace(self.make_source_path(model))

    def make_source_path(self, model: Model) -> Path:
        """Return `source_path`, its folder made."""
        self._sources.mkdir(parents=True, exist_ok=True)
        return self.source_path(model)

    def has_source(self, model: Model) -> bool:
        """Tell whether the published file is kept and whole."""
        path = self.source_path(model)
        return path.exists() and sha256_of(path) == model.sha256

    def state(self, model: Model) -> State:
        """Compare the installed file with what was installed."""
        path, expected = self.path(model), self._expected(model)
        if expected is None or not path.exists():
            return State.ABSENT
        return State.READY if sha256_of(path) == expected else State.CORRUPT

    def install(self, model: Model, finished: Path) -> None:
        """Move a finished file into place and record what it must be."""
        self._models.mkdir(parents=True, exist_ok=True)
        digest = sha256_of(finished)
        path = self.path(model)
        # The same bytes may be in use by another process, which Windows protects from replacement.
        if not path.exists() or sha256_of(path) != digest:
            finished.replace(path)
        if model.conversion:
            record = Record(str(model.sha256), CONVERTER_VERSION, digest)
            written = finished.with_suffix(".json")
            written.write_text(json.dumps(asdict(record)), encoding="utf-8")
            written.replace(self._record_path(model))

    def remove(self, model: Model) -> None:
        """Delete everything kept of the model; what is absent stays so."""
        for path in (self.path(model), self._record_path(model), self.source_path(model)):
            path.unlink(missing_ok=True)

    def _record_path(self, model: Model) -> Path:
        return self._models / f"{model.name}.json"

    def _expected(self, model: Model) -> str | None:
        """Return the SHA-256 the installed file must have; None when a conversion is due."""
        if model.conversion is None:
            return model.sha256
        try:
            record = Record(**json.loads(self._record_path(model).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        made_of_this = record.source_sha256 == model.sha256
        return record.sha256 if made_of_this and record.converter == CONVERTER_VERSION else None


def _published_suffix(model: Model) -> str:
    """Return the suffix of the published file, as its first source names it.

    A model without a source comes from a local file, which is a network.
    """
    if not model.sources:
        return ".onnx"
    match model.sources[0]:
        case AssetSource(file=name) | WheelSource(member=name) | PackageSource(path=name):
            return PurePosixPath(name).suffix
        case UrlSource(url=name):
            return PurePosixPath(name.partition("?")[0]).suffix
