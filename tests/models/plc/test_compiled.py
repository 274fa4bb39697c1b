"""Machine code is kept between runs, and made anew when what it was made of changes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from models.plc import compiled

SHARE = "from room.compiled import compiled\n\nSHARE = {}\n\n@compiled\ndef share(): return SHARE\n"
VOICE = "from room.compiled import compiled\nfrom room.share import share\n\n"
VOICE += "@compiled\ndef voice(size): return size * share()\n"


def test_a_constant_of_another_file_is_not_remembered(tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    shutil.copy(compiled.__file__, room)
    (room / "voice.py").write_text(VOICE)
    for share in (0.5, 0.25):
        (room / "share.py").write_text(SHARE.format(share))
        assert _voice(tmp_path, 8) == str(8 * share)
    kept = {path: path.stat().st_mtime_ns for path in room.rglob("*.nbc")}
    assert _voice(tmp_path, 4) == "1.0"
    assert kept == {path: path.stat().st_mtime_ns for path in room.rglob("*.nbc")}
    assert kept


def _voice(folder: Path, size: int) -> str:
    said = f"from room.voice import voice; print(voice({size}))"
    command = [sys.executable, "-c", said]
    beside = os.environ | {"NUMBA_CACHE_DIR": ""}
    run = subprocess.run(
        command, cwd=folder, env=beside, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()
