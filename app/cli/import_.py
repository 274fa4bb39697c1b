"""`earshot import FILE...`: exported JSON back into the library."""

import argparse
from pathlib import Path

from app.cli.library import open_library
from app.config import Config


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "import",
        help="read exported json transcripts back",
        description="Makes a recording of words alone out of each FILE, or with --into adds the "
        "words to a recording as another hearing of it.",
    )
    verb.add_argument("files", type=Path, nargs="+", metavar="FILE")
    verb.add_argument("--into", type=Path, metavar="DIR", help="the recording the words are of")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:
    """Import, and say where the words are now; nothing is imported when one file is unreadable."""
    from importlib.metadata import version

    from app.errors import StorageError
    from app.storage.document import from_json
    from app.storage.export.files import import_document
    from app.storage.recording import Recording
    from app.storage.takes import add_take

    documents = []
    for file in options.files:
        try:
            documents.append(from_json(file.read_bytes(), str(file)))
        except OSError as error:
            raise StorageError(f"cannot read {file}: {error.strerror}") from error
    with open_library() as library:
        for document in documents:
            if options.into is None:
                folder = import_document(document, config.recordings, version("earshot"))
            else:
                folder = options.into
                add_take(Recording.open(folder), document.transcript)
            library.add(folder)
            print(folder)
    return 0
