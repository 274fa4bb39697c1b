"""How long it takes from the command to a window that can be used, in a process of its own."""

import os
import subprocess
import sys
import time
from pathlib import Path


def starting_ms(home: Path, times: int) -> tuple[list[float], list[float]]:
    """Start the window `times` times after one that warms the disk.

    Returns how long each took, and the CPU time each took.
    """
    took_ms, cpu_ms = [], []
    for _ in range(times + 1):
        began_ns = time.monotonic_ns()
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            env={
                **os.environ,
                "EARSHOT_HOME": str(home),
                "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        usable_ns, cpu_ns = map(int, done.stdout.split()[-2:])
        took_ms.append((usable_ns - began_ns) / 1e6)
        cpu_ms.append(cpu_ns / 1e6)
    return took_ms[1:], cpu_ms[1:]


def be_used() -> None:
    """Open the window as `earshot gui` does; tell when it was painted and the library listed."""
    from PyQt6.QtGui import QPaintEvent
    from PyQt6.QtWidgets import QWidget

    from app.gui.start import run
    from app.gui.window import Window

    painted = Window.paintEvent

    def watched(window: QWidget, event: QPaintEvent | None) -> None:
        assert isinstance(window, Window)
        painted(window, event)
        library = window._models.library

        def usable() -> None:
            if library.state != "loading":
                print(time.monotonic_ns(), time.process_time_ns(), flush=True)
                window.close()

        library.state_changed.connect(usable)
        usable()

    Window.paintEvent = watched  # type: ignore[method-assign, assignment]
    from app.config import home, load

    run(load(home()))


if __name__ == "__main__":
    be_used()
