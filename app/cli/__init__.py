"""The command line: one file per verb, each with `add` (its options) and `run` (its work).

Heavy imports live inside `run`, so that help and mistakes answer at once.
"""

import argparse
import contextlib
import errno
import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from app import config, logs
from app.cli import (
    bench,
    call,
    delete,
    devices,
    export,
    graph,
    gui,
    hands,
    import_,
    library,
    models,
    plc,
    record,
    rename,
    search,
    serve,
    shot,
    show,
    tag,
    topshot,
    transcribe,
    trash,
    waveform,
)
from app.cli.exit_codes import BROKEN_PIPE, EXIT_CODES, INTERRUPTED, MISTAKE
from app.errors import EarshotError
from models.errors import ModelError

STANDARD_ERROR = 2  # the last of the standard streams' numbers (POSIX)
# A path that a person gave and nobody can look at, wherever that first shows.
UNUSABLE = (errno.EACCES, errno.EPERM, errno.ENAMETOOLONG, errno.ELOOP)
VERBS = (
    *(gui, record, shot, topshot, hands, transcribe, show, search, library, rename, tag),
    *(delete, trash, export, import_, waveform, plc, serve, call),
    *(devices, models, graph, bench),
)


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are one line."""

    def error(self, message: str) -> NoReturn:
        """Print the mistake and leave with exit code 2."""
        self.exit(MISTAKE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def parser() -> Parser:
    """Return the parser of all verbs."""
    top = Parser(
        prog="earshot",
        description="Record, track, transcribe and search, all on this machine.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=Parser)
    for verb in VERBS:
        verb.add(verbs)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    open_closed_output()
    take_wishes_to_end()
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")  # a folder's name may be no text
    chosen = parser().parse_args(arguments)
    try:
        code = carried_out(chosen)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        silence_output()
        return BROKEN_PIPE
    except OSError as error:  # files tell of themselves, so this is of the output
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        silence_output()
        print(
            f"earshot: cannot write {error.filename or 'the output'}: {error.strerror}; "
            "free some space",
            file=sys.stderr,
        )
        return MISTAKE
    return code


def carried_out(chosen: argparse.Namespace) -> int:
    """Run the verb that was chosen; return its exit code, or that of what a person mends."""
    try:
        with logs.kept(config.home()):
            code: int = chosen.run(chosen, config.load(config.home()))
    except (EarshotError, ModelError) as error:
        print(f"earshot: {error}", file=sys.stderr)
        return MISTAKE
    except OSError as error:
        if error.filename is None or error.errno not in UNUSABLE:
            raise
        print(
            f"earshot: cannot use {error.filename}: {error.strerror}; name another path, or mend "
            "its permissions",
            file=sys.stderr,
        )
        return MISTAKE
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def take_wishes_to_end() -> None:
    """Have the system's wish to end, and a closed terminal, do what Ctrl-C does: tidy up."""
    for name in ("SIGTERM", "SIGHUP"):  # Windows knows no SIGHUP
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            with contextlib.suppress(ValueError):  # not in the main thread: it is not asked
                signal.signal(number, signal.default_int_handler)


def open_closed_output() -> None:
    """Let what is printed go nowhere where Python has no output: closed, or without a console.

    No file of ours may get the number of a standard stream: a library that complains would write
    into it.
    """
    while (free := os.open(os.devnull, os.O_RDWR)) <= STANDARD_ERROR:
        continue
    os.close(free)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8"))


def silence_output() -> None:
    """Let what Python still holds of the output go nowhere at its end."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
