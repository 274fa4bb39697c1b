"""A full disk is said once, costs nothing that was written, and lets everything close."""

import json
import shutil
import subprocess
import sys
import wave
from pathlib import Path
from typing import Any

import pytest

from tests.app.storage.filler import BLOCK_MS, FRAME_MS

ROOT = Path(__file__).parents[3]
MAX_LOST_MS = {"audio": 20, "video": 300, "events": 0}
ITEM_MS = {"audio": BLOCK_MS, "video": FRAME_MS, "events": FRAME_MS}


def check(report: dict[str, Any], sentence: str) -> None:
    """Each writer spoke once and kept what it had taken."""
    assert report["state"] == "finished"
    for name, limit_ms in MAX_LOST_MS.items():
        told = report[name]
        assert len(told["errors"]) == 1, name
        assert sentence in told["errors"][0]
        assert told["taken"] > 0, name
        assert told["kept"] * ITEM_MS[name] >= told["taken"] * ITEM_MS[name] - limit_ms, name


def run(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
@pytest.mark.parametrize("limit_bytes", [600_000, 1_000_001])
def test_files_that_cannot_grow(tmp_path: Path, limit_bytes: int) -> None:
    folder = tmp_path / "a"
    report = run([sys.executable, "-m", "tests.app.storage.filler", str(folder), str(limit_bytes)])
    check(report, "cannot write")
    with wave.open(str(folder / "audio.wav")) as file:
        assert file.getnframes() == (limit_bytes - 80) // 4


@pytest.mark.parametrize("kib", [1024, 1700, 3001])
def test_a_disk_that_is_full(tmp_path: Path, kib: int) -> None:
    """A small disk in memory, mounted in a namespace of its own."""
    unshare = ["unshare", "--user", "--map-root-user", "--mount"]
    mount = f"mount -t tmpfs -o size={kib}k tmpfs {tmp_path}"
    if (
        shutil.which("unshare") is None
        or subprocess.run(
            [*unshare, "sh", "-c", mount], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("no user namespaces here, so no small disk; see test_files_that_cannot_grow")
    fill = f"{mount} && exec {sys.executable} -m tests.app.storage.filler {tmp_path}/a 0"
    check(run([*unshare, "sh", "-c", fill]), "full")
