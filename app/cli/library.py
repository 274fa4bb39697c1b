"""`earshot library`: all recordings, with date, length, title and tags."""

import argparse
import functools
import json
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.exit_codes import MISTAKE
from app.cli.show import clock
from app.config import Config, home
from app.errors import EarshotError, UsageError

if TYPE_CHECKING:
    from app.storage.entry import Entry
    from app.storage.library import Library


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "library",
        help="list all recordings",
        description="Lists the recordings, newest first. A title in (brackets) is a suggestion.",
    )
    verb.add_argument("--tag", metavar="TAG", help="only those with this tag")
    verb.add_argument(
        "--add", type=Path, nargs="+", metavar="DIR", help="put recordings from elsewhere on it"
    )
    verb.add_argument(
        "--forget", type=Path, nargs="+", metavar="DIR", help="take these off it; their files stay"
    )
    verb.add_argument("--json", action="store_true", help="print one JSON list")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Print the list."""
    with open_library() as library:
        code = for_each(options.add or (), library.add)
        code |= for_each(options.forget or (), functools.partial(forget, library))
        entries = library.entries()
    if options.tag is not None:
        wanted = options.tag.casefold()
        entries = [e for e in entries if wanted in map(str.casefold, e.tags)]
    print_entries(entries, as_json=options.json)
    return code


def for_each(folders: Iterable[Path], work: Callable[[Path], object]) -> int:
    """Do the same to each recording; return the exit code.

    One that it cannot be done to is named, and keeps no other from it.
    """
    code = 0
    for folder in folders:
        try:
            work(folder)
        except EarshotError as error:
            print(f"earshot: {error}", file=sys.stderr)
            code = MISTAKE
    return code


def forget(library: "Library", folder: Path) -> None:
    """Take a recording off the list; raises UsageError where it is not on it."""
    if not library.forget(folder):
        raise UsageError(f"{folder} is not in the library; `earshot library` lists what is")


def open_library() -> "Library":
    """Open the person's own library; raises StorageError."""
    from app.storage.library import Library

    return Library(home() / "library.db")


def print_entries(entries: "list[Entry]", *, as_json: bool) -> None:
    """Print a list of recordings."""
    if as_json:
        rows = [
            {
                "folder": str(entry.folder),
                "started_at": entry.started_at,
                "duration_ns": entry.duration_ns,
                "title": entry.title,
                "tags": list(entry.tags),
                "suggested_titles": list(entry.suggested_titles),
                "unfinished": entry.unfinished,
                "missing": entry.missing,
            }
            for entry in entries
        ]
        print(json.dumps(rows, indent=2))
        return
    if not entries:
        print("nothing here")
    for entry in entries:
        print(line(entry))


def line(entry: "Entry") -> str:
    """Return date, length, title, tags and folder in columns."""
    date = datetime.fromisoformat(entry.started_at).strftime("%Y-%m-%d %H:%M")
    length = "" if entry.duration_ns is None else clock(entry.duration_ns)
    title = entry.title or f"({', '.join(entry.suggested_titles)})"
    tags = "".join(f" #{tag}" for tag in entry.tags)
    state = "  recording or cut off" if entry.unfinished else ""
    state = "  missing" if entry.missing else state
    named = "" if title == "()" else title
    return f"{date}  {length:>10}  {named}{tags}  {entry.folder}{state}"
