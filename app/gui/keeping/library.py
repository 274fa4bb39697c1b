"""The library: listed, searched, described, exported, thrown away and brought back."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject

from app.gui.keeping.work import Work
from app.gui.state.library import ExportChoice
from app.gui.state.models import Models
from app.gui.work.library_rows import read_entries, read_look, read_sounds, search
from app.storage.export.files import export
from app.storage.library import Entry, Library
from app.storage.recording import Recording
from app.storage.repair import RepairReport, mend
from app.storage.takes import preferred_take

Answer = Callable[[Callable[[], object]], None]


class LibraryKeeping(QObject):
    """Serves the model of the library."""

    def __init__(self, models: Models, library: Path, work: Work) -> None:
        """Read and write the library at this path, by `work`."""
        super().__init__()
        self._models = models
        self._library = library
        self._work = work
        listed, recording, settings = models.library, models.recording, models.settings
        listed.refresh_asked.connect(self.refresh)
        listed.search_asked.connect(self._search)
        listed.rename_asked.connect(self._rename)
        listed.tags_asked.connect(self._tag)
        listed.export_asked.connect(self._export)
        listed.trash_asked.connect(self._trash)
        listed.restore_asked.connect(partial(self._change, "restore"))
        listed.destroy_asked.connect(partial(self._change, "destroy"))
        listed.open_asked.connect(recording.open)
        recording.rename_asked.connect(self._rename)
        recording.tags_asked.connect(self._tag)
        settings.trash_all_asked.connect(self._trash_all)
        settings.empty_trash_asked.connect(self._empty_trash)

    def start(self) -> None:
        """Mend what was cut off and say so; list recordings."""
        self._work(lambda: list(mend(self._library)), self._tell_mended)

    def refresh(self) -> None:
        """Read the list of recordings anew."""
        library = self._models.library
        trashed = library.trashed
        self._work(
            partial(read_entries, self._library, trashed=trashed),
            partial(library.put_entries, trashed=trashed),
            library.put_error,
        )
        self._work(partial(read_sounds, self._library), library.put_sounds, library.put_error)

    def draw(self, entry: Entry, answer: Answer) -> None:
        """Read what a recording looks like, on the calling thread."""
        look = read_look(entry.folder, entry.duration_ns)
        answer(partial(self._models.library.put_look, entry.folder, look))

    def _tell_mended(self, reports: list[RepairReport]) -> None:
        for report in reports:
            text = self.tr("A recording that was cut off has been repaired: {0}")
            self._models.notices.say(
                text.format(report.folder.name),
                self.tr("Open"),
                partial(self._models.library.open_asked.emit, report.folder, None),
            )
            for problem in report.problems:
                self._models.notices.say(problem)
        self.refresh()

    def _search(self, question: str, sounds: tuple[str, ...]) -> None:
        self._work(
            partial(search, self._library, question, sounds),
            partial(self._models.library.put_hits, question, sounds),
        )

    # Describing

    def _rename(self, folder: Path, title: str) -> None:
        self._describe([folder], lambda library, place: library.rename(place, title))

    def _tag(self, folders: Sequence[Path], add: Sequence[str], remove: Sequence[str]) -> None:
        self._describe(folders, lambda library, place: library.tag(place, add, remove))

    def _describe(self, folders: Sequence[Path], how: Callable[[Library, Path], object]) -> None:
        def describe() -> list[tuple[Path, str, tuple[str, ...]]]:
            with Library(self._library) as library:
                for folder in folders:
                    how(library, folder)
            metas = [(folder, Recording.open(folder).meta) for folder in folders]
            return [(folder, meta.title, meta.tags) for folder, meta in metas]

        def described(headings: list[tuple[Path, str, tuple[str, ...]]]) -> None:
            for heading in headings:
                self._models.recording.put_heading(*heading)
            self.refresh()

        self._work(describe, described)

    # Exporting

    def _export(self, folders: Sequence[Path], choice: ExportChoice) -> None:
        def write() -> list[Path]:
            documents = []
            for folder in folders:
                take = preferred_take(Recording.open(folder))
                documents.append((take.title or folder.name, take))
            return export(documents, choice.formats, choice.out)

        def written(files: list[Path]) -> None:
            text = self.tr("{0} files written to {1}").format(len(files), choice.out)
            show = partial(self._models.notices.show_asked.emit, choice.out)
            self._models.notices.say(text, self.tr("Show"), show)

        self._work(write, written)

    # Throwing away

    def _trash(self, folders: Sequence[Path]) -> None:
        def trash() -> list[Path]:
            with Library(self._library) as library:
                return [library.trash(folder) for folder in folders]

        self._work(trash, self._trashed)

    def _trash_all(self) -> None:
        def trash() -> list[Path]:
            with Library(self._library) as library:
                there = [e for e in library.entries() if not (e.unfinished or e.missing)]
                return [library.trash(entry.folder) for entry in there]

        self._work(trash, self._trashed)

    def _trashed(self, places: list[Path]) -> None:
        self.refresh()
        self._models.settings.places_asked.emit()
        self._models.notices.say(
            self.tr("Moved to the trash")
            if len(places) == 1
            else self.tr("{0} recordings moved to the trash").format(len(places)),
            self.tr("Undo"),
            partial(self._models.library.restore_asked.emit, places),
        )

    def _empty_trash(self) -> None:
        def empty() -> int:
            with Library(self._library) as library:
                gone = library.entries(trashed=True)
                for entry in gone:
                    if entry.missing:
                        library.forget(entry.folder)
                    else:
                        library.destroy(entry.folder)
            return len(gone)

        def emptied(count: int) -> None:
            self._changed()
            self._models.notices.say(self.tr("{0} recordings removed for ever").format(count))

        self._work(empty, emptied)

    def _change(self, method: str, folders: Sequence[Path]) -> None:
        def change() -> None:
            with Library(self._library) as library:
                for folder in folders:
                    getattr(library, method)(folder)

        self._work(change, lambda _: self._changed())

    def _changed(self) -> None:
        self.refresh()
        self._models.settings.places_asked.emit()
