"""What aiortc decodes, at the rate at which it is played: G.711 comes at 8 kHz, G.722 at 16."""

from fractions import Fraction

import numpy as np
from av import AudioFrame, AudioResampler

from audio.block import INT16_SCALE
from audio.plc.continuer import FloatArray

SAMPLE_RATE_HZ = 48_000
HOLE_SAMPLES = SAMPLE_RATE_HZ // 1000  # time stamps further off than a rounded one tell of a loss

Run = tuple[int, FloatArray]


class PlayingRate:
    """Frames of int16 at any rate in; runs of 48 kHz out, each with its first sample's time."""

    def __init__(self, channels: int) -> None:
        """Give out `channels` channels."""
        self._channels = channels
        self._resampler: AudioResampler | None = None
        self._rate_hz = SAMPLE_RATE_HZ
        self._expected = 0  # time stamp of the next frame, where none is lost
        self._next = 0  # time stamp of the next sample given out

    def push(self, frame: AudioFrame) -> list[Run]:
        """Return what became known, (n, channels) float32 in -1..1, with time stamps in samples."""
        time_base = frame.time_base or Fraction(1, frame.sample_rate)
        pts = round((frame.pts or 0) * time_base * SAMPLE_RATE_HZ)
        if frame.sample_rate == SAMPLE_RATE_HZ:
            return [(pts, self._samples(frame))]
        runs = []
        if frame.sample_rate != self._rate_hz or abs(pts - self._expected) > HOLE_SAMPLES:
            runs = self._resampled(None)
            self._resampler = AudioResampler(frame.format, frame.layout, SAMPLE_RATE_HZ)
            self._rate_hz, self._next = frame.sample_rate, pts
        self._expected = pts + frame.samples * SAMPLE_RATE_HZ // frame.sample_rate
        frame.pts = None  # times are counted here
        return runs + self._resampled(frame)

    def _resampled(self, frame: AudioFrame | None) -> list[Run]:
        runs: list[Run] = []
        for piece in self._resampler.resample(frame) if self._resampler is not None else ():
            runs.append((self._next, self._samples(piece)))
            self._next += piece.samples
        return runs

    def _samples(self, frame: AudioFrame) -> FloatArray:
        interleaved = frame.to_ndarray().reshape(-1, len(frame.layout.channels))
        samples = interleaved.astype(np.float32) / np.float32(INT16_SCALE)
        if samples.shape[1] != self._channels:
            samples = np.repeat(samples.mean(axis=1, keepdims=True), self._channels, axis=1)
        return np.ascontiguousarray(samples, np.float32)
