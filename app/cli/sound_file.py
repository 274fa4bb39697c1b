"""Whole sound files in memory, for verbs that work on one."""

import wave
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from app.engine.sources.int16 import to_int16
from app.engine.sources.media_file import open_media_file
from app.errors import MediaFileError
from app.storage.whole_file import whole_file
from audio.block import INT16_SCALE

MOST_CHANNELS = 2
INT16 = np.iinfo(np.int16)


def read_sound(path: Path) -> tuple[NDArray[np.float32], int]:
    """Return the (n, channels) samples of a mono or stereo file in -1..1, and their rate in Hz.

    Raises:
        MediaFileError: it cannot be read, holds no sound, or more than two channels.
    """
    blocks: list[NDArray[np.int16]] = []
    rate_hz = 0
    with open_media_file(path, "audio") as decoding:
        for frame in decoding.frames():
            if isinstance(frame, AudioFrame):
                rate_hz = frame.sample_rate
                blocks.append(to_int16(frame))
    if not blocks:
        raise MediaFileError(f"{path} holds no sound that can be decoded.")
    samples = np.concatenate(blocks).astype(np.float32) / np.float32(INT16_SCALE)
    if samples.shape[1] > MOST_CHANNELS:
        raise MediaFileError(f"{path} has {samples.shape[1]} channels; mix it down to two first.")
    return samples, rate_hz


def write_sound(path: Path, samples: NDArray[np.float32], rate_hz: int) -> None:
    """Write (n, channels) as a 16-bit WAV file, whole, in place of what is there.

    Raises:
        StorageError: it cannot be written.
    """
    steps = np.clip(np.rint(samples * INT16_SCALE), INT16.min, INT16.max)
    with whole_file(path) as part, part.open("wb") as file, wave.open(file) as sound:
        sound.setparams((samples.shape[1], 2, rate_hz, len(samples), "NONE", ""))
        sound.writeframes(np.ascontiguousarray(steps, dtype="<i2").tobytes())
