"""`earshot export DIR... --format srt,txt`: transcripts for other programs."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.exit_codes import MISTAKE
from app.cli.library import open_library
from app.config import Config
from app.errors import StorageError, UsageError

if TYPE_CHECKING:
    from app.storage.document import Document

FOLDER = "exports"  # inside each recording, where no other folder is named
FORMATS = "txt, md, srt, vtt, json, csv, labels, sounds"


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "export",
        help="write transcripts as text, subtitles, tables",
        description=f"Writes transcripts as {FORMATS}; labels (words) and sounds (classes) are "
        "label tracks for Audacity, and `earshot import` reads the json back. Files go into "
        "DIR/exports, or into the folder of --out; those of the same name there are replaced.",
    )
    verb.add_argument("folders", type=Path, nargs="*", metavar="DIR")
    verb.add_argument("--all", action="store_true", help="every recording of the library")
    verb.add_argument(
        "--format",
        default="txt",
        metavar="F,F...",
        help=f"one or more of {FORMATS}, with commas between (txt)",
    )
    verb.add_argument("--out", type=Path, metavar="DIR", help="one folder for all files")
    verb.add_argument(
        "--take", metavar="NAME", help="which hearing, as `earshot show --json` names them"
    )
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Write the files and name them; a recording that cannot be read keeps none from it."""
    from app.storage.export.files import export

    formats = chosen_formats(options.format)
    folders = chosen_folders(options)
    documents = []
    for folder in folders:
        try:
            take = read(folder, options.take)
        except StorageError as error:
            print(f"earshot: {error}", file=sys.stderr)
            continue
        documents.append((folder, take.title or folder.resolve().name, take))
    if options.out is not None:
        written = export([(name, take) for _, name, take in documents], formats, options.out)
    else:
        written = []
        for folder, name, take in documents:
            written += export([(name, take)], formats, folder / FOLDER)
    for path in written:
        print(path)
    return 0 if len(documents) == len(folders) else MISTAKE


def read(folder: Path, take: str | None) -> "Document":
    """Return the hearing of that name, or without one the preferred; raises StorageError."""
    from app.storage.recording import Recording
    from app.storage.takes import preferred_take, read_take

    recording = Recording.open(folder)
    return read_take(recording, take) if take else preferred_take(recording)


def chosen_formats(text: str) -> list[str]:
    """Return the formats named, each once; raises UsageError for one there is not."""
    from app.storage.export.formats import FORMATS as KNOWN

    names = list(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in KNOWN]
    if unknown or not names:
        what = f"there is no format {unknown[0]!r}" if unknown else "no format is named"
        raise UsageError(f"{what}; there are: {', '.join(KNOWN)}")
    return names


def chosen_folders(options: argparse.Namespace) -> list[Path]:
    """Return the recordings named, or all finished ones that are there; raises UsageError."""
    if options.all == bool(options.folders):
        raise UsageError("name the recordings to export, or --all")
    if not options.all:
        folders: list[Path] = options.folders
        return folders
    with open_library() as library:
        entries = library.entries()
    return [entry.folder for entry in entries if not (entry.missing or entry.unfinished)]
