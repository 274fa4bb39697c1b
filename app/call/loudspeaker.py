"""A guest's voice on this machine's loudspeaker.

Nothing is taken back out of the microphone's sound: without headphones the guest hears an echo.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import DeviceError
from audio.block import AudioBlock
from audio.ring import SampleRing

SAMPLE_RATE_HZ = 48_000
BLOCK_SAMPLES = SAMPLE_RATE_HZ // 50
LATENCY_S = 0.06  # a callback may have to wait for the interpreter
RING_SAMPLES = SAMPLE_RATE_HZ // 2
# Blocks come every 20 ms; more than this waiting means that the sound card runs slower than the
# clock, or stood still, and what waits longer only delays the talk.
MOST_WAITING_SAMPLES = SAMPLE_RATE_HZ * 120 // 1000
FIRST_SAMPLES = SAMPLE_RATE_HZ * 40 // 1000  # wait for two blocks, so that one may come late


class Playing:
    """Sound between the one who brings it and the one who plays it, on two threads."""

    def __init__(self) -> None:
        """Start in silence."""
        self._ring = SampleRing(RING_SAMPLES, 1)
        self._running = False

    def bring(self, samples: NDArray[np.int16]) -> None:
        """Take (n, channels) samples; what does not fit is dropped."""
        mono = samples if samples.shape[1] == 1 else samples.mean(axis=1, keepdims=True)
        self._ring.write(mono.astype(np.int16, copy=False))

    def play(self, out: NDArray[np.int16]) -> None:
        """Fill (n, 1) with what is due; silence where there is nothing."""
        waiting = len(self._ring)
        self._running = waiting >= (len(out) if self._running else FIRST_SAMPLES)
        if not self._running:
            out.fill(0)
            return
        if waiting > MOST_WAITING_SAMPLES + len(out):
            self._ring.read(waiting - MOST_WAITING_SAMPLES)
        out[:] = self._ring.read(len(out))


class Loudspeaker:
    """A stage that plays AudioBlock of 48 kHz on the default output."""

    def __init__(self) -> None:
        """Open the device; raises DeviceError where there is none."""
        self._playing = Playing()
        self._stream = _opened(self._playing)

    def push(self, block: AudioBlock) -> Sequence[object]:
        """Play a block."""
        self._playing.bring(block.samples)
        return ()

    def flush(self) -> Sequence[object]:
        """Hold nothing back."""
        return ()

    def reset(self) -> None:
        """Nothing is remembered."""

    def close(self) -> None:
        """Give the device back."""
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)


def _opened(playing: Playing) -> Any:  # the module has no types
    def callback(out: NDArray[np.int16], _frames: int, _time: object, _status: object) -> None:
        playing.play(out)

    try:
        import sounddevice as sd
    except OSError as error:
        raise DeviceError("no loudspeaker: PortAudio is missing (Debian: libportaudio2)") from error
    try:
        stream = sd.OutputStream(
            samplerate=SAMPLE_RATE_HZ,
            blocksize=BLOCK_SAMPLES,
            channels=1,
            dtype="int16",
            latency=LATENCY_S,
            callback=callback,
        )
        stream.start()
    except (sd.PortAudioError, ValueError) as error:
        raise DeviceError(f"the loudspeaker cannot be opened ({error})") from error
    return stream
