"""`earshot trash`: what was deleted, brought back or gone for ever."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.exit_codes import MISTAKE
from app.cli.library import for_each, open_library, print_entries
from app.config import Config
from app.errors import StorageError

if TYPE_CHECKING:
    from app.storage.library import Library


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser("trash", help="list deleted recordings, bring them back, empty it")
    what = verb.add_mutually_exclusive_group()
    what.add_argument(
        "--restore", type=Path, nargs="+", metavar="DIR", help="bring these back from the trash"
    )
    what.add_argument("--empty", action="store_true", help="remove all in the trash for ever")
    verb.add_argument("--json", action="store_true", help="print one JSON list")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """List, restore or empty."""
    with open_library() as library:
        if options.empty:
            return empty(library)
        if options.restore:
            return for_each(
                options.restore, lambda folder: print(f"back at {library.restore(folder)}")
            )
        print_entries(library.entries(trashed=True), as_json=options.json)
    return 0


def empty(library: "Library") -> int:
    """Remove all that can be for ever, and name the rest; return the exit code."""
    entries = library.entries(trashed=True)
    left = 0
    for entry in entries:
        try:
            if entry.missing:
                library.forget(entry.folder)
            else:
                library.destroy(entry.folder)
        except StorageError as error:
            left += 1
            print(f"earshot: {error}", file=sys.stderr)
    print(f"{len(entries) - left} removed for ever")
    return MISTAKE if left else 0
