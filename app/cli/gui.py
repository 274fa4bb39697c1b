"""`earshot gui`: the window."""

import argparse
from pathlib import Path

from app.config import Config
from app.errors import UsageError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser("gui", help="open the window")
    verb.add_argument(
        "--screenshots", type=Path, metavar="DIR", help="save a picture of every page and leave"
    )
    verb.add_argument(
        "--demo", action="store_true", help="with --screenshots: record the demo clip for them"
    )
    verb.add_argument(
        "--film", type=Path, metavar="FILE.webp", help="record the demo clip and film the window"
    )
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:
    """Open the window, or take pictures of it."""
    try:
        import PyQt6.QtWidgets  # noqa: F401 - is it there, with all it needs?
    except ImportError as error:
        raise UsageError(
            f"the window needs PyQt6, which cannot be loaded ({error}); "
            "install it with: pip install -e '.[gui]'"
        ) from None
    if options.screenshots is not None:
        from app.gui.screenshots import take

        take(options.screenshots, demo=options.demo)
        return 0
    if options.film is not None:
        from app.gui import film

        film.take(options.film)
        return 0
    from app.gui.start import run as run_window

    return run_window(config)
