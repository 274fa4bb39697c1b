"""The thin part around PortAudio: which inputs there are, and one open input stream."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.sources.blocks import BLOCK_MS
from app.errors import DeviceError
from audio.ring import SampleRing

LATENCY_S = 0.1
"""Asked of the host: PortAudio's buffer must outlast a callback that waits for the interpreter."""

RING_S = 2
"""Sound kept while the event loop is busy."""

_LIBRARY_MISSING = (
    "The sound library PortAudio is missing; install it (Debian and Ubuntu: "
    "`sudo apt install libportaudio2`)."
)
_NO_INPUT = "There is no microphone{named}; plug one in or choose another (see `earshot devices`)."

# PortAudio itself is global: its list may not change under an input that is open, or opens.
_open_inputs: set[object] = set()
_listing = threading.Lock()  # held while the list changes or is read, and to add an input


class Input:
    """One running input stream that fills a ring from PortAudio's thread.

    Attributes:
        ring: captured samples, (n, channels) int16, for one reader.
        rate_hz: the rate obtained.
        written: frames put into the ring in all; what a reader may count on.
        arrival: (frames the device has delivered in all, time of the last delivery in ns).
        holes: (frames written before it, frames lost) for each overflow of the ring, oldest first;
            a reader that looks at `written` first never reads past a hole it does not see.
    """

    def __init__(
        self,
        device: int | str | None,
        rate_hz: int,
        channels: int,
        *,
        now_ns: Callable[[], int],
        wake: Callable[[], object],
    ) -> None:
        """Open and start; blocks for tens of milliseconds.

        Args:
            device: index, part of a name, or None for the default.
            rate_hz: rate wanted; the device's own is taken where it cannot.
            channels: channels wanted; fewer where the device has fewer.
            now_ns: the session clock.
            wake: posts to the reader that there are new samples.

        Raises:
            DeviceError: no such device, or it cannot be opened.
        """
        self._now_ns = now_ns
        self._wake = wake
        with _listing:
            _open_inputs.add(self)
        try:
            self._open(_library(), device, rate_hz, channels)
        except BaseException:
            _open_inputs.discard(self)
            raise

    def _open(self, sd: Any, device: int | str | None, rate_hz: int, channels: int) -> None:
        index, self.name, most_channels = _choose(sd, device)
        channels = min(channels, most_channels)
        self.rate_hz = _rate(sd, index, rate_hz, channels)
        self.ring = SampleRing(RING_S * self.rate_hz, channels)
        self.arrival: tuple[int, int] = (0, 0)
        self.holes: deque[tuple[int, int]] = deque()
        self.written = 0
        self._delivered = 0
        try:
            self._stream = sd.InputStream(
                samplerate=self.rate_hz,
                # with a busy interpreter 10 ms callbacks miss 21 % of their deadlines, 20 ms 1.5 %
                blocksize=self.rate_hz * BLOCK_MS // 1_000,
                device=index,
                channels=channels,
                dtype="int16",
                latency=LATENCY_S,
                callback=self._callback,
            )
            self._stream.start()
        except sd.PortAudioError as error:
            raise DeviceError(f"The microphone {self.name} cannot be opened ({error}).") from error

    @property
    def is_active(self) -> bool:
        """Tell whether PortAudio still runs the stream; some hosts never say otherwise."""
        return bool(self._stream.active)

    def close(self) -> None:
        """Stop and give the device back; blocks."""
        try:
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)
        finally:
            _open_inputs.discard(self)

    def _callback(
        self, samples: NDArray[np.int16], frames: int, _time: object, _status: object
    ) -> None:
        """Copy, note and wake; runs on PortAudio's thread."""
        arrived_ns = self._now_ns()
        accepted = self.ring.write(samples)
        self.written += accepted
        self._delivered += frames
        if accepted < frames:
            self.holes.append((self.written, frames - accepted))
        self.arrival = (self._delivered, arrived_ns)
        self._wake()


def inputs() -> Sequence[tuple[int, str, bool]]:
    """Return (index, name, whether default) of each input device.

    Raises:
        DeviceError: PortAudio is missing or fails.
    """
    sd = _library()
    try:
        with _listing:
            default = sd.default.device[0]
            return [
                (info["index"], info["name"], info["index"] == default)
                for info in sd.query_devices()
                if info["max_input_channels"] > 0
            ]
    except sd.PortAudioError as error:
        raise DeviceError(f"The sound system cannot be asked for its devices ({error}).") from error


def refresh() -> None:
    """Let PortAudio look for devices anew, unless a stream is open or opens: that would kill it.

    Raises:
        DeviceError: PortAudio is missing or does not start.
    """
    sd = _library()
    try:
        with _listing:
            if not _open_inputs:
                sd._terminate()  # noqa: SLF001 - the documented way; there is no public one
                sd._initialize()  # noqa: SLF001
    except sd.PortAudioError as error:
        raise DeviceError(f"The sound system does not start ({error}).") from error


def _library() -> Any:  # the module has no types
    try:
        import sounddevice
    except OSError as error:
        raise DeviceError(_LIBRARY_MISSING) from error
    return sounddevice


def _choose(sd: Any, device: int | str | None) -> tuple[int, str, int]:
    """Return index, name and channels of the input meant; an exact name goes before a part."""
    named = "" if device is None else f" {device}"
    try:
        if device is None:
            found = [sd.query_devices(kind="input")]
        else:
            found = [info for info in sd.query_devices() if info["max_input_channels"] > 0]
    except (sd.PortAudioError, ValueError) as error:
        raise DeviceError(_NO_INPUT.format(named=named)) from error
    if isinstance(device, int):
        found = [info for info in found if info["index"] == device]
    elif device is not None:
        found = [info for info in found if device.lower() in info["name"].lower()]
        found.sort(key=lambda info: info["name"].lower() != device.lower())
    if not found:
        raise DeviceError(_NO_INPUT.format(named=named))
    return found[0]["index"], found[0]["name"], found[0]["max_input_channels"]


def _rate(sd: Any, index: int, wanted_hz: int, channels: int) -> int:
    """Return the wanted rate where the device can, else its own."""
    try:
        sd.check_input_settings(index, channels=channels, dtype="int16", samplerate=wanted_hz)
    except sd.PortAudioError:
        return int(sd.query_devices(index)["default_samplerate"])
    return wanted_hz
