"""`earshot delete DIR...`: recordings into the trash, from where they come back."""

import argparse
from pathlib import Path

from app.cli.library import for_each, open_library
from app.config import Config


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser("delete", help="move recordings to the trash")
    verb.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Move them, and say how each comes back; one that was cut off is repaired first."""
    from app.storage.repair import repair

    with open_library() as library:

        def delete(folder: Path) -> None:
            repair(folder)
            print(f'in the trash; back with: earshot trash --restore "{library.trash(folder)}"')

        return for_each(options.folders, delete)
