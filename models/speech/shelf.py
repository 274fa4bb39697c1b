"""The installed recognisers: fetched or added whole, verified, removed.

    speech/NAME/model.toml ...   the files that run, with their description
    speech/NAME/installed.json   the SHA-256 of each, and of the archive they came from
    speech/ARCHIVE               an archive that is on its way, or was not yet unpacked

A recogniser arrives under a temporary name and is renamed when it has run once.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from models.errors import FetchCancelledError, ModelError
from models.speech.catalogue import (
    DESCRIPTION,
    SpeechModel,
    read_catalogue,
    read_description,
)
from models.speech.description import write_description
from models.speech.recogniser import require_package
from models.speech.trial import try_out
from models.speech.unpack import unpack
from models.store.cache import State
from models.store.digest import sha256_of
from models.store.disk import refusals_told, require_space, workspace
from models.store.download import Cancelled, download
from models.store.store import ASSETS, SyncProgress, cache_folder, never, tell_nobody

INSTALLED = "installed.json"


@dataclass(frozen=True, slots=True)
class SpeechStatus:
    """A recogniser and whether it is installed."""

    model: SpeechModel
    state: State


@dataclass(frozen=True, slots=True)
class Installed:
    """What `installed.json` keeps: size and SHA-256 of each file, and the archive's, if any."""

    archive_sha256: str
    sizes: Mapping[str, int]
    digests: Mapping[str, str]


class Shelf:
    """The recognisers of `catalogue` and a person's own, installed in `folder`."""

    def __init__(self, catalogue: Mapping[str, SpeechModel], folder: Path) -> None:
        self.catalogue = catalogue
        self._folder = folder

    def status(self) -> list[SpeechStatus]:
        """Return one line each: those of the catalogue, then a person's own."""
        own = [name for name in self._installed_names() if name not in self.catalogue]
        return [self._status(name) for name in (*self.catalogue, *own)]

    def model(self, name: str) -> SpeechModel:
        """Return what is known of a recogniser; raise ModelError when there is none of the name."""
        if name in self.catalogue:
            return self.catalogue[name]
        if name in self._installed_names():
            return read_description(self._folder / name)
        there = ", ".join([*self.catalogue, *self._installed_names()])
        raise ModelError(f"there is no engine {name!r}; there are: {there}")

    def state(self, name: str) -> State:
        """Tell whether a recogniser is installed, by the sizes of its files."""
        installed = self._read(name)
        if installed is None:
            return State.ABSENT
        for path, size in installed.sizes.items():
            file = self._folder / name / path
            if not file.is_file() or file.stat().st_size != size:
                return State.CORRUPT
        return State.READY

    def path(self, name: str) -> Path:
        """Return the folder of an installed recogniser; raise ModelError when it is not ready."""
        model = self.model(name)
        state = self.state(name)
        if state is not State.READY:
            raise ModelError(
                f"the engine {name} is {'not installed' if state is State.ABSENT else 'damaged'}; "
                f"run '{_mend(model)}'"
            )
        return self._folder / name

    def fingerprint(self, name: str) -> str:
        """Return what tells these weights from others of the same name."""
        installed = self._read(name)
        if installed is None:
            return ""
        return hashlib.sha256("".join(sorted(installed.digests.values())).encode()).hexdigest()

    @refusals_told()
    def install(
        self, name: str, progress: SyncProgress = tell_nobody, cancelled: Cancelled = never
    ) -> bool:
        """Fetch, verify, unpack and try a recogniser; return whether there was anything to do.

        Progress is told of the download by the recogniser's name, then of the unpacking.

        Raises:
            FetchCancelledError: `cancelled` said so; a later call goes on where this one stopped.
            ModelError: it cannot be fetched, is not the published one, or does not run.
        """
        model = self.model(name)
        if self.state(name) is State.READY:
            return False
        require_package()
        if not model.url:
            raise ModelError(f"the engine {name} is your own: add its folder again")
        self._folder.mkdir(parents=True, exist_ok=True)
        archive = self._folder / model.url.rpartition("/")[2]
        if not archive.exists() or sha256_of(archive) != model.sha256:
            require_space(self._folder, model.size_bytes + model.installed_bytes)
            try:
                download(model.url, archive, model.sha256, lambda *n: progress(name, *n), cancelled)
            except FetchCancelledError:
                raise
            except ModelError as error:
                raise ModelError(
                    f"the engine {name} could not be fetched: {error}; mend that and run "
                    f"'{_mend(model)}' again"
                ) from error
        self._install_archive(model, archive, progress, cancelled)
        archive.unlink(missing_ok=True)  # another program that installs the same may have done so
        return True

    @refusals_told()
    def add(
        self, path: Path, progress: SyncProgress = tell_nobody, cancelled: Cancelled = never
    ) -> str:
        """Install from an archive of the catalogue or from a folder; return the name it got.

        An archive is recognised by its SHA-256. A folder is taken on its owner's word: one with a
        `model.toml` as that says, one unpacked from an archive of the catalogue by its name.

        Raises:
            FetchCancelledError: `cancelled` said so while an archive was unpacked.
            ModelError: it is neither, or does not run.
        """
        if path.is_dir():
            return self._add_folder(path)
        if not path.is_file():
            raise ModelError(f"there is no file or folder {path}")
        digest = sha256_of(path)
        for model in self.catalogue.values():
            if model.sha256 == digest:
                self._install_archive(model, path, progress, cancelled)
                return model.name
        raise ModelError(f"{path} is none of the archives that 'earshot models' lists")

    @refusals_told()
    def verify(self, name: str) -> None:
        """Read every file of an installed recogniser and run it; raise ModelError if it fails."""
        folder = self.path(name)
        installed = self._read(name)
        assert installed is not None, "path has found it"
        for path, digest in installed.digests.items():
            if sha256_of(folder / path) != digest:
                raise ModelError(
                    f"the file {path} of the engine {name} is damaged; "
                    f"run 'earshot models remove {name}', then '{_mend(self.model(name))}'"
                )
        try_out(folder)

    @refusals_told()
    def remove(self, name: str) -> None:
        """Delete a recogniser and what has arrived of it; raise ModelError for an unknown name."""
        model = self._status(name).model
        if (self._folder / name).exists():
            shutil.rmtree(self._folder / name)
        archive = model.url.rpartition("/")[2]
        for left in self._folder.glob(f"{archive}*") if archive else ():
            left.unlink()

    def _status(self, name: str) -> SpeechStatus:
        """Return the state of what there is; raise ModelError when there is nothing of the name."""
        try:
            return SpeechStatus(self.model(name), self.state(name))
        except ModelError as error:
            if name not in self._installed_names():
                raise
            return SpeechStatus(_unknown(name, str(error)), State.CORRUPT)

    def _add_folder(self, folder: Path) -> str:
        if (folder / DESCRIPTION).is_file():
            model = read_description(folder)
            if model.name in self.catalogue:
                raise ModelError(f"{folder / DESCRIPTION}: the name {model.name} is taken")
        else:
            model = self._known_by_folder(folder)
        with self._workspace() as space:
            for path in model.files.values():
                target = space / path
                target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    require_space(space, (folder / path).stat().st_size)
                    shutil.copyfile(folder / path, target)
                except OSError as error:
                    raise ModelError(f"{folder / path} cannot be read: {error.strerror}") from error
            self._finish(model, space, archive_sha256="")
        return model.name

    def _known_by_folder(self, folder: Path) -> SpeechModel:
        for model in self.catalogue.values():
            if model.url.rpartition("/")[2].startswith(f"{folder.resolve().name}.tar"):
                return model
        raise ModelError(
            f"{folder} holds no {DESCRIPTION} and has none of the names that archives of "
            "'earshot models' unpack to"
        )

    def _install_archive(
        self, model: SpeechModel, archive: Path, progress: SyncProgress, cancelled: Cancelled
    ) -> None:
        total = archive.stat().st_size

        def unpacked(done: int) -> None:
            progress(f"{model.name}, unpacking", done, total)

        with self._workspace() as space:
            require_space(space, model.installed_bytes)
            unpack(archive, model.files.values(), space, unpacked, cancelled)
            self._finish(model, space, model.sha256)

    def _finish(self, model: SpeechModel, space: Path, archive_sha256: str) -> None:
        """Describe, try and move into place what lies in `space`."""
        write_description(model, space / DESCRIPTION)
        try_out(space)
        files = [*model.files.values(), DESCRIPTION]
        installed = Installed(
            archive_sha256,
            {path: (space / path).stat().st_size for path in files},
            {path: sha256_of(space / path) for path in files},
        )
        (space / INSTALLED).write_text(json.dumps(asdict(installed)), encoding="utf-8")
        place = self._folder / model.name
        shutil.rmtree(place, ignore_errors=True)
        try:
            space.rename(place)
        except OSError:
            if not self._came_of(archive_sha256, model.name):
                raise

    def _came_of(self, archive_sha256: str, name: str) -> bool:
        """Tell whether another program has just installed the same archive."""
        installed = self._read(name) if self.state(name) is State.READY else None
        return installed is not None and installed.archive_sha256 == archive_sha256 != ""

    @contextmanager
    def _workspace(self) -> Iterator[Path]:
        """Give an empty folder on the same disk; what is left of it is removed."""
        with workspace(self._folder) as folder:
            space = folder / "model"
            space.mkdir()
            yield space

    def _read(self, name: str) -> Installed | None:
        with suppress(OSError, ValueError, TypeError):
            written = (self._folder / name / INSTALLED).read_text(encoding="utf-8")
            return Installed(**json.loads(written))
        return None

    def _installed_names(self) -> list[str]:
        return sorted(path.parent.name for path in self._folder.glob(f"*/{INSTALLED}"))


def open_shelf() -> Shelf:
    """Return this installation's shelf, beside the other models."""
    return Shelf(read_catalogue(ASSETS / "speech.toml"), cache_folder() / "speech")


def _unknown(name: str, why: str) -> SpeechModel:
    """Return what can be said of a recogniser whose description cannot be read."""
    return SpeechModel(
        name=name, title=why, kind="", files={}, languages=(), licence="unknown", options={}
    )


def _mend(model: SpeechModel) -> str:
    verb = "install" if model.url else "add FOLDER with the folder of"
    return f"earshot models {verb} {model.name}"
