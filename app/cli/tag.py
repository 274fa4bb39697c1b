"""`earshot tag DIR... --add TAG --remove TAG`: a person's own labels."""

import argparse
import functools
from pathlib import Path

from app.cli.library import for_each, open_library
from app.config import Config
from app.errors import UsageError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser("tag", help="add tags to recordings, or remove them")
    verb.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    verb.add_argument("--add", action="append", default=[], metavar="TAG", help="may be repeated")
    verb.add_argument(
        "--remove", action="append", default=[], metavar="TAG", help="may be repeated"
    )
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Change the tags."""
    if not (options.add or options.remove):
        raise UsageError("name what to change: --add TAG or --remove TAG")
    with open_library() as library:
        tag = functools.partial(library.tag, add=options.add, remove=options.remove)
        return for_each(options.folders, tag)
