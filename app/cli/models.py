"""`earshot models`: which networks there are, where they come from, how good they are."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from app.config import Config

if TYPE_CHECKING:
    from models.store import ModelStatus

MB = 1e6


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb and its actions."""
    verb = verbs.add_parser("models", help="list, fetch, check and remove models")
    verb.add_argument("--json", action="store_true", help="print one JSON list")
    verb.set_defaults(run=run, action="list")
    actions = verb.add_subparsers(dest="action", metavar="ACTION", required=False)
    sync = actions.add_parser("sync", help="fetch and convert what is absent or damaged")
    sync.add_argument("names", nargs="*", metavar="NAME", help="which; all when none is named")
    verify = actions.add_parser("verify", help="check and try out what is installed")
    verify.add_argument("names", nargs="*", metavar="NAME", help="which; all when none is named")
    local = actions.add_parser("add", help="install from a file at hand, without a network")
    local.add_argument("file", type=Path, metavar="FILE")
    remove = actions.add_parser("remove", help="delete from the cache")
    remove.add_argument("names", nargs="+", metavar="NAME")


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Do the chosen action."""
    from app.cli.progress import Progress
    from models.store import open_store

    store = open_store()
    match options.action:
        case "sync":
            with Progress(sys.stderr) as progress:
                installed = store.sync(options.names or None, progress.tell)
            print(f"installed: {', '.join(installed)}" if installed else "everything is here")
        case "verify":
            for name in options.names or [status.name for status in store.status()]:
                store.verify(name)
                print(f"{name} is sound")
        case "add":
            print(f"installed: {', '.join(store.add(options.file))}")
        case "remove":
            for name in options.names:
                store.remove(name)
                print(f"{name} is removed from the cache")
        case _:
            print_list(options, store.status())
    return 0


def print_list(options: argparse.Namespace, statuses: "list[ModelStatus]") -> None:
    """Print one model a line, with its licence and what was measured of it."""
    rows = [asdict(status) for status in statuses]
    if options.json:
        print(json.dumps(rows, indent=2))
        return
    for row in rows:
        size = f"{row['size_bytes'] / MB:6.1f} MB" if row["size_bytes"] else "        -"
        print(f"{row['name']:<32} {row['state']:<8} {size}  {row['licence']:<12} {row['summary']}")
        for quality in row["quality"]:
            print("    " + ", ".join(f"{value}" for value in quality.values()))
