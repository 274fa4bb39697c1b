"""A virtual environment for a peer, made once in the user's cache folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs

from models.store import CACHE_VARIABLE

READY = "ready"  # a file in the finished environment


class PeerMissingError(Exception):
    """A peer cannot be run here; the message says why and what to do."""


def peer_python(requirement: str, *, make: bool) -> Path:
    """Return the Python of an environment that holds `requirement`.

    Args:
        requirement: `name==version`, for pip.
        make: whether to make the environment when it is absent, which takes minutes.

    Raises:
        PeerMissingError: it is absent and not to be made, or pip could not make it.
    """
    root = os.environ.get(CACHE_VARIABLE) or platformdirs.user_cache_dir("earshot")
    folder = Path(root) / "peers" / requirement
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (folder / READY).exists():
        if not make:
            raise PeerMissingError(
                f"{requirement} is not installed yet; run the benchmark once without --quick"
            )
        _make(folder, python, requirement)
    return python


def _make(folder: Path, python: Path, requirement: str) -> None:
    """Install `requirement` into a new environment, with dependencies of its own."""
    print(f"installing {requirement} into {folder}, once", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", requirement],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            last_line = (done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2]
            raise PeerMissingError(
                f"{requirement} cannot be installed into {folder}: {last_line}; "
                "check the network and that this Python has a wheel of it"
            )
    (folder / READY).touch()
