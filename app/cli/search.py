"""`earshot search WORDS`, `earshot search --sound NAME`: where something was said or sounded."""

import argparse
import json
from typing import TYPE_CHECKING

from app.cli.library import open_library
from app.cli.numbers import count, moment
from app.cli.show import clock
from app.config import Config
from app.errors import UsageError

if TYPE_CHECKING:
    from app.storage.search import Hit


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "search",
        help="find words, sounds, titles and tags in all recordings",
        description="Finds passages, and titles with tags, that hold all WORDS; "
        '"quoted phrases" and begin* work. With --sound it finds sounds, and with both the sounds '
        "near which the words were said.",
    )
    verb.add_argument("words", nargs="*", metavar="WORDS")
    verb.add_argument("--sound", metavar="NAME", help="a sound, or a family of them: laughter, dog")
    verb.add_argument("--after", type=moment, metavar="T", help="sounds after 10:00 of a recording")
    verb.add_argument("--before", type=moment, metavar="T", help="sounds before 1:30:00 of it")
    verb.add_argument("--limit", type=count, default=20, metavar="N", help="most hits to print")
    verb.add_argument("--json", action="store_true", help="print one JSON list")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Print the hits: titles and tags first, then the newest passages."""
    hits = found(options)
    if options.json:
        rows = [
            {
                "folder": str(hit.folder),
                "recording_started_at": hit.recording_started_at,
                "title": hit.title,
                "where": str(hit.where),
                "start_ns": hit.start_ns,
                "end_ns": hit.end_ns,
                "speaker": hit.speaker,
                "snippet": hit.snippet,
            }
            for hit in hits
        ]
        print(json.dumps(rows, indent=2))
        return 0
    if not hits:
        print("nothing found")
    for hit in hits:
        who = f"{hit.speaker}: " if hit.speaker else ""
        print(f"{hit.folder}  {clock(hit.start_ns)}  {who}{hit.snippet}")
    return 0


def found(options: argparse.Namespace) -> "list[Hit]":
    """Return what answers the options; raises UsageError when they ask nothing."""
    from app.storage.sound_search import EVERYWHERE, Span

    words = " ".join(options.words)
    if options.sound is None:
        if options.after is not None or options.before is not None:
            raise UsageError("--after and --before go with --sound")
        if not words:
            raise UsageError("name words to look for, or a sound with --sound")
        with open_library() as library:
            return library.search(words, options.limit)
    span = Span(
        after_ns=EVERYWHERE.after_ns if options.after is None else options.after,
        before_ns=EVERYWHERE.before_ns if options.before is None else options.before,
    )
    keys = sounds(options.sound)
    with open_library() as library:
        return library.search_sounds(keys, words, span, options.limit)


def sounds(name: str) -> tuple[str, ...]:
    """Return the keys of the classes meant; raises UsageError for a name that means none."""
    from audio.tagging.names import alike, plain, sounds_called
    from audio.tagging.ontology import CLASSES

    keys = sounds_called(name)
    if not keys:
        near = alike(name) or [plain(one.key) for one in CLASSES]
        raise UsageError(f"there is no sound called {name!r}; there are: {', '.join(near)}")
    return keys
