"""A stand-in for the sounddevice module whose device a test plays by hand."""

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray


class PortAudioError(Exception):
    """What sounddevice raises."""


class FakeSoundDevice:
    """One optional input device; `plug`, `unplug` and `deliver` are the outside world."""

    PortAudioError = PortAudioError

    def __init__(self, rates_hz: Sequence[int] = (48_000,)) -> None:
        self.default = SimpleNamespace(device=[0, 1])
        self.streams: list[FakeStream] = []
        self.refreshes = 0
        self.present = True
        self._rates_hz = rates_hz

    def plug(self) -> None:
        self.present = True

    def unplug(self) -> None:
        """Take the device away: its streams fall silent, PortAudio says nothing."""
        self.present = False

    def deliver(self, samples: NDArray[np.int16]) -> None:
        """Call back as the device would."""
        self.streams[-1].callback(samples, len(samples), None, None)

    def query_devices(self, device: int | None = None, kind: str | None = None) -> Any:
        microphone = {
            "index": 0,
            "name": "USB Microphone",
            "max_input_channels": 2,
            "default_samplerate": float(self._rates_hz[0]),
        }
        speaker = {"index": 1, "name": "USB Speaker", "max_input_channels": 0}
        if device is None and kind is None:
            return [microphone, speaker] if self.present else []
        if not self.present:
            raise PortAudioError("Error querying device -1")
        return microphone

    def check_input_settings(self, device: int, samplerate: int, **_settings: object) -> None:
        if samplerate not in self._rates_hz:
            raise PortAudioError("Invalid sample rate")

    def InputStream(self, **settings: Any) -> "FakeStream":  # noqa: N802 - sounddevice's name
        if not self.present:
            raise PortAudioError("Device unavailable")
        stream = FakeStream(**settings)
        self.streams.append(stream)
        return stream

    def _terminate(self) -> None:
        assert not any(stream.active for stream in self.streams), "refresh kills open streams"

    def _initialize(self) -> None:
        self.refreshes += 1


class FakeStream:
    """An input stream that is active from start to close."""

    def __init__(self, *, callback: Callable[..., None], **settings: Any) -> None:
        self.callback = callback
        self.settings = settings
        self.active = False

    def start(self) -> None:
        self.active = True

    def abort(self, *, ignore_errors: bool = True) -> None:
        self.active = False

    def close(self, *, ignore_errors: bool = True) -> None:
        self.active = False
