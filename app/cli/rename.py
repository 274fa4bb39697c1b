"""`earshot rename DIR TITLE`: what a recording is called."""

import argparse
from pathlib import Path

from app.cli.library import open_library
from app.config import Config
from app.errors import UsageError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "rename",
        help="give a recording a title",
        description="Gives a recording a title; its folder keeps its name. "
        "An empty title takes it away.",
    )
    verb.add_argument("folder", type=Path, metavar="DIR")
    title = verb.add_mutually_exclusive_group(required=True)
    title.add_argument("title", nargs="?", metavar="TITLE")
    title.add_argument(
        "--suggested", type=int, metavar="N", help="take the Nth of the suggested titles"
    )
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Name the recording."""
    title = options.title
    if title is None:
        title = suggestion(options.folder, options.suggested)
    with open_library() as library:
        library.rename(options.folder, title)
    return 0


def suggestion(folder: Path, number: int) -> str:
    """Return the suggested title of that number, from 1; raises EarshotError.

    A recording that was cut off, or imported, has none yet: they are then made out of its words.
    """
    from app.storage.recording import Recording
    from app.storage.suggestions import suggested_titles
    from app.storage.takes import preferred_take

    recording = Recording.open(folder)
    titles = recording.meta.suggested_titles or suggested_titles(
        preferred_take(recording).transcript
    )
    if not 1 <= number <= len(titles):
        there = ", ".join(f"{i} {title}" for i, title in enumerate(titles, 1)) or "none"
        raise UsageError(f"{folder} has no suggested title {number}; there are: {there}")
    return titles[number - 1]
