"""`earshot search WORDS`: where something was said, in all recordings."""

import argparse
import json

from app.cli.library import open_library
from app.cli.show import clock
from app.config import Config


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "search",
        help="find words, titles and tags in all recordings",
        description="Finds passages, and titles with tags, that hold all WORDS; "
        '"quoted phrases" and begin* work.',
    )
    verb.add_argument("words", nargs="+", metavar="WORDS")
    verb.add_argument("--limit", type=int, default=20, metavar="N", help="most hits to print")
    verb.add_argument("--json", action="store_true", help="print one JSON list")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Print the hits: titles and tags first, then the newest passages."""
    with open_library() as library:
        hits = library.search(" ".join(options.words), options.limit)
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
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    if not hits:
        print("nothing found")
    for hit in hits:
        who = f"{hit.speaker}: " if hit.speaker else ""
        print(f"{hit.folder}  {clock(hit.start_ns)}  {who}{hit.snippet}")
    return 0
