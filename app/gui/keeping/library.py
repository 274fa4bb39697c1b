"""The library: listed, searched, described, exported, thrown away and brought back."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PyQt6.QtCore import QObject

from app.errors import StorageError
from app.gui.keeping.work import Answer, Work
from app.gui.state.library import ExportChoice
from app.gui.state.models import Models
from app.gui.work.library_rows import read_entries, read_look, read_sounds, search
from app.storage.document import Document
from app.storage.entry import Entry
from app.storage.export.files import export
from app.storage.library import Library
from app.storage.recording import Recording
from app.storage.repair import RepairReport, mend
from app.storage.takes import preferred_take

One = TypeVar("One")
Done = TypeVar("Done")
Outcome = tuple[list[Done], list[str]]  # what came of it, and what went wrong
Heading = tuple[Path, str, tuple[str, ...]]  # folder, title, tags


class LibraryKeeping(QObject):
    """Serves the model of the library."""

    def __init__(self, models: Models, library: Path, work: Work, write: Work) -> None:
        """Read the library at this path by `work`, change it by `write`, one job after another."""
        super().__init__()
        self._models = models
        self._library = library
        self._work, self._write = work, write
        self._refreshed = 0  # number of the newest lists asked for; older ones may come later
        listed, recording, settings = models.library, models.recording, models.settings
        listed.refresh_asked.connect(self.refresh)
        listed.search_asked.connect(self._search)
        listed.rename_asked.connect(self._rename)
        listed.tags_asked.connect(self._tag)
        listed.export_asked.connect(self._export)
        listed.trash_asked.connect(self._trash)
        listed.restore_asked.connect(partial(self._change, "restore"))
        listed.destroy_asked.connect(partial(self._change, "destroy"))
        listed.forget_asked.connect(partial(self._change, "forget"))
        listed.open_asked.connect(recording.open)
        recording.rename_asked.connect(self._rename)
        recording.tags_asked.connect(self._tag)
        settings.trash_all_asked.connect(self._trash_all)
        settings.empty_trash_asked.connect(self._empty_trash)

    def start(self) -> None:
        """Mend what was cut off and say so; list recordings."""

        def failed(error: str) -> None:
            self._models.notices.say(error)
            self.refresh()

        self._work(lambda: list(mend(self._library)), self._tell_mended, failed)

    def refresh(self) -> None:
        """Read the list of recordings, and which sounds there are, anew."""
        library = self._models.library
        trashed = library.trashed
        self._refreshed += 1
        number = self._refreshed

        def put(entries: Sequence[Entry]) -> None:
            if number == self._refreshed:
                library.put_entries(entries, trashed=trashed)

        def put_sounds(sounds: Sequence[str]) -> None:
            if number == self._refreshed:
                library.put_sounds(sounds)

        self._work(partial(read_entries, self._library, trashed=trashed), put, library.put_error)
        self._work(partial(read_sounds, self._library), put_sounds, library.put_error)

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
            self._tell(report.problems)
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
        def describe() -> Outcome[Heading]:
            with Library(self._library) as library:

                def heading(folder: Path) -> Heading:
                    how(library, folder)
                    meta = Recording.open(folder).meta
                    return folder, meta.title, meta.tags

                return each(folders, heading)

        def described(outcome: Outcome[Heading]) -> None:
            headings, problems = outcome
            for heading in headings:
                self._models.recording.put_heading(*heading)
            self.refresh()
            failed(problems)

        def failed(problems: Sequence[str]) -> None:
            self._tell(problems)
            if problems:  # what was typed is not what it is called
                self._models.recording.heading_changed.emit()

        self._write(describe, described, lambda error: failed([error]))

    # Exporting

    def _export(self, folders: Sequence[Path], choice: ExportChoice) -> None:
        def read(folder: Path) -> tuple[str, Document]:
            take = preferred_take(Recording.open(folder))
            return take.title or folder.name, take

        def write() -> Outcome[Path]:
            documents, problems = each(folders, read)
            return export(documents, choice.formats, choice.out, replace=False), problems

        def written(outcome: Outcome[Path]) -> None:
            files, problems = outcome
            if files:
                one, many = self.tr("One file written to {1}"), self.tr("{0} files written to {1}")
                text = (one if len(files) == 1 else many).format(len(files), choice.out)
                show = partial(self._models.notices.show_asked.emit, choice.out)
                self._models.notices.say(text, self.tr("Show"), show)
            self._tell(problems)

        self._work(write, written)

    # Throwing away

    def _trash(self, folders: Sequence[Path]) -> None:
        def trash() -> Outcome[Path]:
            with Library(self._library) as library:
                return each(folders, library.trash)

        self._write(trash, self._trashed)

    def _trash_all(self) -> None:
        def trash() -> Outcome[Path]:
            with Library(self._library) as library:
                there = [e for e in library.entries() if not (e.unfinished or e.missing)]
                return each([entry.folder for entry in there], library.trash)

        self._write(trash, self._trashed)

    def _trashed(self, outcome: Outcome[Path]) -> None:
        places, problems = outcome
        if places:
            self._models.notices.say(
                self.tr("Moved to the trash")
                if len(places) == 1
                else self.tr("{0} recordings moved to the trash").format(len(places)),
                self.tr("Undo"),
                partial(self._models.library.restore_asked.emit, places),
            )
        self._changed(problems)

    def _empty_trash(self) -> None:
        def empty() -> Outcome[None]:
            with Library(self._library) as library:

                def remove(entry: Entry) -> None:
                    if entry.missing:
                        library.forget(entry.folder)
                    else:
                        library.destroy(entry.folder)

                return each(library.entries(trashed=True), remove)

        def emptied(outcome: Outcome[None]) -> None:
            gone, problems = outcome
            one = self.tr("One recording removed for ever")
            many = self.tr("{0} recordings removed for ever")
            self._models.notices.say((one if len(gone) == 1 else many).format(len(gone)))
            self._changed(problems)

        self._write(empty, emptied)

    def _change(self, method: str, folders: Sequence[Path]) -> None:
        def change() -> list[str]:
            with Library(self._library) as library:
                return each(folders, getattr(library, method))[1]

        self._write(change, self._changed)

    def _changed(self, problems: Sequence[str]) -> None:
        self.refresh()
        self._models.settings.places_asked.emit()
        self._tell(problems)

    def _tell(self, problems: Sequence[str]) -> None:
        """Say the first, and how many more there are: each notice takes its time."""
        if problems:
            self._models.notices.say(problems[0])
        if len(problems) > 1:
            self._models.notices.say(self.tr("{0} more went wrong").format(len(problems) - 1))


def each(items: Iterable[One], change: Callable[[One], Done]) -> Outcome[Done]:
    """Change one after another, past what cannot be changed."""
    done: list[Done] = []
    problems: list[str] = []
    for item in items:
        try:
            done.append(change(item))
        except StorageError as error:
            problems.append(str(error))
    return done, problems
