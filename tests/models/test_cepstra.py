"""The plain warp's cepstra are those of the Sphinx front end."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models.cepstra import COEFFICIENTS
from models.spectrum import HOP_SAMPLES, SAMPLE_RATE_HZ, WINDOW_SAMPLES
from models.vocal_tract import PLAIN, WarpedCepstraStream

TOLERANCE = 1e-3  # of values up to 100; the original keeps single precision on its way


def sound(seconds: float = 1.0) -> NDArray[np.int16]:
    """A gliding chord that comes and goes in noise."""
    time_s = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    chord = np.sin(2 * np.pi * (200 + 300 * time_s) * time_s) + np.sin(9000 * time_s)
    noise = np.random.default_rng(5).standard_normal(len(time_s))
    samples: NDArray[np.int16] = np.rint(chord * 4000 * np.sin(5 * time_s) ** 2 + noise * 100)
    return samples.astype(np.int16)


def as_float(samples: NDArray[np.int16]) -> NDArray[np.float32]:
    return samples.astype(np.float32) / np.float32(32_768)


def test_they_are_those_of_pocketsphinx(tmp_path: Path) -> None:
    """The decoder writes what it computes; its last frame is of samples that never came."""
    from pocketsphinx import Decoder

    decoder = Decoder(
        loglevel="FATAL", samprate=16_000.0, mfclogdir=str(tmp_path), maxhmmpf=50, fwdflat=False
    )
    samples = sound()
    decoder.start_utt()
    decoder.process_raw(samples.tobytes(), full_utt=True)
    decoder.end_utt()
    del decoder  # closes the file
    [log] = tmp_path.iterdir()
    theirs = np.fromfile(log, ">f4", offset=4).reshape(-1, COEFFICIENTS)
    ours = WarpedCepstraStream().push(as_float(samples))[:, PLAIN, :COEFFICIENTS]
    assert len(ours) == (len(samples) - WINDOW_SAMPLES) // HOP_SAMPLES + 1
    assert np.abs(theirs[: len(ours)] - ours).max() < TOLERANCE


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_digital_silence_and_full_scale_stay_finite(level: float) -> None:
    square = np.sign(np.sin(np.arange(8000) / 9)).astype(np.float32) * np.float32(level)
    cepstra = WarpedCepstraStream().push(square)
    assert np.isfinite(cepstra).all()


def test_a_restart_keeps_the_room_and_a_reset_forgets_it() -> None:
    pcm = as_float(sound())
    stream = WarpedCepstraStream()
    fresh = stream.push(pcm)
    stream.restart()
    assert not np.array_equal(stream.push(pcm), fresh)
    stream.reset()
    assert np.array_equal(stream.push(pcm), fresh)
