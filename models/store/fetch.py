"""From a declared source to the kept published file."""

from pathlib import Path

from models.errors import FetchCancelledError, ModelError
from models.store.cache import ModelCache
from models.store.digest import sha256_of
from models.store.download import Cancelled, Progress, download
from models.store.manifest import (
    AssetSource,
    Manifest,
    Model,
    PackageSource,
    Source,
    UrlSource,
    Wheel,
    WheelSource,
)
from models.store.wheel import extract_member, fetch_wheel


class Fetcher:
    """Brings the published files of `manifest` into `cache`."""

    def __init__(self, manifest: Manifest, cache: ModelCache) -> None:
        self._manifest = manifest
        self._cache = cache

    def fetch(self, model: Model, progress: Progress, cancelled: Cancelled) -> Path:
        """Return the published file of `model`: kept, or from the first source that gives it.

        Raises:
            FetchCancelledError: `cancelled` said so.
            ModelError: no source gives it; the message says why of each.
        """
        kept = self._cache.source_path(model)
        if self._cache.has_source(model):
            return kept
        if not model.sources:
            raise ModelError(
                "nobody publishes it in the form that runs here; if you have it, install it with "
                "'earshot models add FILE'"
            )
        reasons = []
        for source in model.sources:
            try:
                self._fetch_from(source, model, progress, cancelled)
            except FetchCancelledError:
                raise
            except ModelError as error:
                reasons.append(str(error))
            else:
                return kept
        raise ModelError("; ".join(reasons))

    def keep_members(self, wheel: Wheel, path: Path) -> None:
        """Keep the files of every model that comes in `wheel`, so that it is fetched once.

        Raises:
            ModelError: the wheel at `path` lacks one, or holds another than the manifest expects.
        """
        with self._cache.workspace() as folder:
            for model in self._manifest.models.values():
                for member in wheel_members(model, wheel.name):
                    extracted = folder / model.name
                    extract_member(path, member, extracted)
                    if sha256_of(extracted) != model.sha256:
                        raise ModelError(f"{member} of {wheel.requirement} has another SHA-256")
                    extracted.replace(self._cache.make_source_path(model))

    def _fetch_from(
        self, source: Source, model: Model, progress: Progress, cancelled: Cancelled
    ) -> None:
        match source:
            case WheelSource():
                wheel = self._manifest.wheels[source.wheel]
                with self._cache.workspace() as folder:
                    self.keep_members(wheel, fetch_wheel(wheel, folder, progress, cancelled))
            case UrlSource():
                target = self._cache.make_source_path(model)
                download(source.url, target, str(model.sha256), progress, cancelled)
            case AssetSource():
                raise ModelError(f"{source.file} is missing or damaged in Earshot's own files")
            case PackageSource():
                raise ModelError(f"the Python package {source.package} is not installed")


def wheel_members(model: Model, wheel: str) -> list[str]:
    """Return the members of the named wheel that are files of `model`."""
    return [
        source.member
        for source in model.sources
        if isinstance(source, WheelSource) and source.wheel == wheel
    ]
