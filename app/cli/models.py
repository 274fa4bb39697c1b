"""`earshot models`: which networks and engines there are, where from, how good; getting them."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from app.cli.exit_codes import MISTAKE
from app.config import Config

if TYPE_CHECKING:
    from models.speech import Shelf
    from models.speech.shelf import SpeechStatus
    from models.store import ModelStatus, Store

MB = 1e6
ARCHIVE_ENDINGS = (".tar.bz2", ".tar.gz", ".tar.xz", ".tgz", ".tar")
FEW_LANGUAGES = 6


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb and its actions."""
    verb = verbs.add_parser("models", help="list, fetch, check and remove models")
    verb.add_argument("--json", action="store_true", help="print one JSON list")
    verb.set_defaults(run=run, action="list")
    actions = verb.add_subparsers(dest="action", metavar="ACTION", required=False)
    sync = actions.add_parser("sync", help="fetch and convert networks that are absent or damaged")
    sync.add_argument("names", nargs="*", metavar="NAME", help="which; all when none is named")
    recommend = actions.add_parser("recommend", help="the speech engine for this machine")
    recommend.add_argument("--language", metavar="XX", help="as en, de, fr (the system's)")
    recommend.add_argument(
        "--later", action="store_true", help="for recordings and files, not while recording"
    )
    recommend.add_argument("--install", action="store_true", help="get it at once")
    install = actions.add_parser("install", help="fetch, verify and try a speech engine")
    install.add_argument("names", nargs="+", metavar="NAME")
    verify = actions.add_parser("verify", help="check and try out what is installed")
    verify.add_argument("names", nargs="*", metavar="NAME", help="which; all when none is named")
    local = actions.add_parser("add", help="install from a file or folder, without a network")
    local.add_argument("file", type=Path, metavar="FILE_OR_DIR")
    remove = actions.add_parser("remove", help="delete from the cache")
    remove.add_argument("names", nargs="+", metavar="NAME")


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Do the chosen action."""
    from app.cli.progress import Progress
    from models.speech import open_shelf
    from models.store import open_store

    store, shelf = open_store(), open_shelf()
    match options.action:
        case "sync":
            with Progress(sys.stderr) as progress:
                installed = store.sync(options.names or None, progress.tell)
            print(f"installed: {', '.join(installed)}" if installed else "everything is here")
        case "recommend":
            return recommend(options, shelf)
        case "install":
            install(options.names, shelf, sys.stdout)
        case "verify":
            verify(options.names, store, shelf)
        case "add":
            print(f"installed: {', '.join(add_local(options.file, store, shelf))}")
        case "remove":
            for name in options.names:
                (store if name in store.manifest.models else shelf).remove(name)
                print(f"{name} is removed from the cache")
        case _:
            print_all(options, store, shelf)
    return 0


def install(names: list[str], shelf: "Shelf", stream: TextIO) -> None:
    """Get speech engines, and say on `stream` how they are used."""
    from app.cli.progress import Progress

    for name in names:
        with Progress(sys.stderr) as progress:
            shelf.install(name, progress.tell)
        if shelf.model(name).streams:
            used = f"earshot record --engine {name}, or engine = {json.dumps(name)} in config.toml"
        else:
            used = f"earshot transcribe FILE_OR_DIR --engine {name}"
        print(f"{name} is installed: {used}", file=stream)


def verify(names: list[str], store: "Store", shelf: "Shelf") -> None:
    """Check the named, or everything that is here."""
    from models.store.cache import State

    here = [s.name for s in store.status() if s.state is not State.ABSENT]
    here += [s.model.name for s in shelf.status() if s.state is not State.ABSENT]
    for name in names or here:
        (store if name in store.manifest.models else shelf).verify(name)
        print(f"{name} is sound")


def add_local(path: Path, store: "Store", shelf: "Shelf") -> list[str]:
    """Install what a file or folder holds; return the names."""
    from app.cli.progress import Progress

    if path.is_dir() or path.name.endswith(ARCHIVE_ENDINGS):
        with Progress(sys.stderr) as progress:
            return [shelf.add(path, progress.tell)]
    return store.add(path)


def recommend(options: argparse.Namespace, shelf: "Shelf") -> int:
    """Name the best engines for this machine, and get the first if that is wished."""
    from models.speech import recommended, this_machine
    from models.speech.advice import this_language

    machine = this_machine()
    language = (options.language or this_language()).lower()
    statuses = {status.model.name: status for status in shelf.status()}
    models = [status.model for status in statuses.values()]
    fitting = recommended(models, machine, language, live=not options.later)
    if options.json:
        print(json.dumps([entry(statuses[model.name]) for model in fitting], indent=2))
    elif not fitting:
        print(f"no engine on the list understands {language!r} on a machine like this")
        return MISTAKE
    else:
        print(
            f"for {language}, {machine.cores} cores, {machine.memory_mb / 1000:.1f} GB of memory:"
        )
        for model in fitting:
            print_speech(statuses[model.name])
    if options.install and fitting:
        install([fitting[0].name], shelf, sys.stderr if options.json else sys.stdout)
    elif fitting and not options.json:
        print(f"get the first with: earshot models install {fitting[0].name}")
    return 0


def print_all(options: argparse.Namespace, store: "Store", shelf: "Shelf") -> None:
    """Print every network and every speech engine."""
    if options.json:
        engines = [entry(status) for status in shelf.status()]
        rows = [asdict(status) for status in store.status()]
        print(json.dumps([*rows, *engines], indent=2))
        return
    print_list(store.status())
    print("\nspeech engines, besides the built-in draft:")
    for status in shelf.status():
        print_speech(status)


def print_speech(status: "SpeechStatus") -> None:
    """Print a speech engine: what it is, and what its makers say of it."""
    model = status.model
    size = f"{model.size_bytes / MB:6.1f} MB" if model.size_bytes else "        -"
    way = "while recording" if model.streams else "afterwards"
    few = len(model.languages) <= FEW_LANGUAGES
    languages = ", ".join(model.languages) if few else f"{len(model.languages)} languages"
    print(f"{model.name:<32} {status.state:<8} {size}  {model.licence:<12} ", end="")
    print(f"{model.title}, {way}: {languages}" if model.languages else model.title)
    for quality in model.quality:
        print(f"    {quality.figure}, {quality.origin}")


def entry(status: "SpeechStatus") -> dict[str, object]:
    """Return a speech engine as JSON has it."""
    model = status.model
    return {
        "name": model.name,
        "state": status.state,
        "size_bytes": model.size_bytes,
        "licence": model.licence,
        "summary": model.title,
        "languages": list(model.languages),
        "streams": model.streams,
        "quality": [asdict(quality) for quality in model.quality],
    }


def print_list(statuses: "list[ModelStatus]") -> None:
    """Print one model a line, with its licence and what was measured of it."""
    for row in map(asdict, statuses):
        size = f"{row['size_bytes'] / MB:6.1f} MB" if row["size_bytes"] else "        -"
        print(f"{row['name']:<32} {row['state']:<8} {size}  {row['licence']:<12} {row['summary']}")
        for quality in row["quality"]:
            print("    " + ", ".join(f"{value}" for value in quality.values()))
