"""The window on a real X server, reached with real pointer and key events."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# "-r": a key that a busy machine holds down for long is still one key
SCREEN = ("-screen", "0", "1280x820x24", "-nolisten", "tcp", "-r")
STEPS = ["first_recording done", "find_and_rename done", "listen_and_correct done"]


@pytest.fixture
def display() -> Iterator[str]:
    """Start a screen nobody sees; the server itself chooses a free number."""
    if shutil.which("Xvfb") is None:
        pytest.skip("a screen for the test needs Xvfb")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), *SCREEN],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def test_a_persons_first_minutes(display: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.gui.on_a_screen", str(tmp_path / "home")],
        env={
            **{name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"},
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "EARSHOT_CACHE": str(tmp_path / "cache"),
            "PIP_NO_INDEX": "1",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.stdout.splitlines() == STEPS, done.stderr[-2000:]
