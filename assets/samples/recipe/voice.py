"""The spoken sentences, by the free speech synthesiser espeak-ng."""

import io
import subprocess
import wave

import numpy as np
import soxr
from recipe.sounds import RATE_HZ, Sound

VOICE = "en-us+klatt"  # of 13 voices tried, the one the default decoder understands best
SPEED_WORDS_PER_MINUTE, PITCH = 175, 40


def speak(text: str) -> Sound:
    """Return one sentence at 48 kHz, peak 1, without the silence around it.

    Raises:
        FileNotFoundError: espeak-ng is not installed.
        subprocess.CalledProcessError: espeak-ng failed.
    """
    command = ["espeak-ng", "-v", VOICE, "-s", str(SPEED_WORDS_PER_MINUTE), "-p", str(PITCH)]
    spoken = subprocess.run([*command, "--stdout", text], capture_output=True, check=True)
    with wave.open(io.BytesIO(spoken.stdout)) as file:
        rate_hz = file.getframerate()
    # A streamed header does not know the length, so take all that follows its 44 bytes.
    samples = np.frombuffer(spoken.stdout[44:], "<i2").astype(np.float64) / 32768
    loud = np.flatnonzero(np.abs(samples) > 0.005)
    samples = samples[loud[0] : loud[-1] + 1]
    return soxr.resample(samples / np.abs(samples).max(), rate_hz, RATE_HZ)
