"""The trial run of a freshly unpacked recogniser, in a process of its own.

`python -m models.speech.trial FOLDER` loads the recogniser that the folder's `model.toml`
describes and lets it hear a second of hiss; it ends with 0 when it lived through that.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np

from models.errors import ModelError
from models.speech.catalogue import read_description
from models.speech.recogniser import load_offline, load_online, read_words

RATE_HZ = 16_000
HISS = 1e-3
PATIENCE_S = 300.0  # a gigabyte from a slow disk


def try_out(folder: Path) -> None:
    """Raise ModelError when the recogniser in `folder` cannot be run."""
    command = [sys.executable, "-m", "models.speech.trial", str(folder.resolve())]
    root = Path(__file__).resolve().parents[2]
    try:
        tried = subprocess.run(
            command, cwd=root, capture_output=True, timeout=PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise ModelError(f"the recogniser did not load within {PATIENCE_S:.0f} s") from None
    if tried.returncode != 0:
        said = tried.stderr.decode(errors="replace").strip().splitlines()
        raise ModelError(
            f"the recogniser cannot be run: {said[-1] if said else 'it gave no reason'}"
        )


def hear_hiss(folder: Path) -> None:
    """Load the recogniser in `folder`, with its words, and let it hear a second of hiss."""
    model = read_description(folder)
    read_words(model, folder)
    hiss = np.random.default_rng(0).standard_normal(RATE_HZ).astype(np.float32) * np.float32(HISS)
    if model.streams:
        online = load_online(model, folder, threads=1)
        stream = online.create_stream()
        stream.accept_waveform(RATE_HZ, hiss)
        stream.input_finished()
        while online.is_ready(stream):
            online.decode_stream(stream)
        online.get_result_all(stream)
    else:
        offline = load_offline(model, folder, threads=1)
        whole = offline.create_stream()
        whole.accept_waveform(RATE_HZ, hiss)
        offline.decode_stream(whole)


if __name__ == "__main__":
    hear_hiss(Path(sys.argv[1]))
