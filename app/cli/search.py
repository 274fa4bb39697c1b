"""`earshot search WORDS`: where something was said, in all recordings."""

import argparse
import json

from app.cli.show import clock
from app.config import Config, home


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "search",
        help="find words in all recordings",
        description='Finds passages that hold all WORDS; "quoted phrases" and begin* work.',
    )
    verb.add_argument("words", nargs="+", metavar="WORDS")
    verb.add_argument("--limit", type=int, default=20, metavar="N", help="most hits to print")
    verb.add_argument("--json", action="store_true", help="print one JSON list")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Print the passages, best first."""
    from app.storage.library import Library

    with Library(home() / "library.db") as library:
        hits = library.search(" ".join(options.words), options.limit)
    if options.json:
        rows = [
            {
                "folder": str(hit.folder),
                "recording_started_at": hit.recording_started_at,
                "start_ns": hit.start_ns,
                "end_ns": hit.end_ns,
                "snippet": hit.snippet,
            }
            for hit in hits
        ]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    if not hits:
        print("nothing found")
    for hit in hits:
        print(f"{hit.folder}  {clock(hit.start_ns)}  {hit.snippet}")
    return 0
