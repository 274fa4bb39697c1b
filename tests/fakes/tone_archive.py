"""Recognisers of tones as they are published: an archive, and its entry in a catalogue."""

import hashlib
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

from models.speech.catalogue import SpeechModel
from tests.fakes import tone_models

NAME = "tones"
TOP = "sherpa-onnx-tones"


def archive_of(folder: Path) -> bytes:
    """Return a .tar.bz2 of the files in `folder` below one top folder, with a sample beside."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:bz2") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, f"{TOP}/{path.name}")
        sample = tarfile.TarInfo(f"{TOP}/test_wavs/0.wav")
        sample.size = 4
        tar.addfile(sample, io.BytesIO(b"RIFF"))
    return packed.getvalue()


def published(
    folder: Path, make: Callable[[Path], None] = tone_models.write_online_ctc
) -> tuple[SpeechModel, bytes]:
    """Make a recogniser in `folder`; return its entry, without an address, and its archive."""
    folder.mkdir(parents=True, exist_ok=True)
    make(folder)
    content = archive_of(folder)
    model = SpeechModel(
        name=NAME,
        title="Tones",
        kind="online.zipformer2_ctc",
        files={"tokens": "tokens.txt", "model": "model.onnx"},
        options={},
        languages=("en",),
        licence="Apache-2.0",
        chunk_ms=320,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
    )
    return model, content
