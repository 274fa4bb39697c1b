"""A machine without a desktop records all the same: nothing but the windows needs PyQt6."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

RUN = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "PyQt6":
            raise ImportError("PyQt6 is blocked")

sys.meta_path.insert(0, NoQt())
from app.cli import main
import app.engine.session, app.pipelines.job, app.storage.library
code = main(["record", "--audio", "assets/samples/demo.mkv", "--fast", "--duration", "1",
             "--out", sys.argv[1]])
assert "PyQt6" not in sys.modules
sys.exit(code)
"""


def test_the_engine_records_with_pyqt6_blocked(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "recording")],
        env={**os.environ, "EARSHOT_HOME": str(tmp_path / "home")},
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "recorded into" in done.stdout


ASK = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "PyQt6":
            raise ImportError("PyQt6 is blocked")

sys.meta_path.insert(0, NoQt())
from app.cli import main
sys.exit(main(["gui"]))
"""


def test_the_window_says_in_one_line_what_it_lacks(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, "EARSHOT_HOME": str(tmp_path / "home")},
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "PyQt6" in done.stderr
    assert len(done.stderr.splitlines()) == 1
