"""The sound of a Motion Photo's clip: AAC that begins when its first picture is shown."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import av
import numpy as np
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from audio.block import NS_PER_S, AudioBlock
from audio.recent import alike

RATE_HZ = 48_000  # what every player takes; other rates are converted
BITS_PER_S = 96_000  # for each channel: what AAC needs to be transparent (ITU-R BS.1548)
MOST_CHANNELS = 2


def sound_stream(out: av.container.OutputContainer, sound: Sequence[AudioBlock]) -> AudioStream:
    """Add a track for sound, at least one block of it, to a file being made."""
    channels = sound[0].samples.shape[1]
    channels = 1 if channels > MOST_CHANNELS else channels
    stream = out.add_stream("aac", rate=RATE_HZ, layout=_layout(channels))
    stream.bit_rate = BITS_PER_S * channels
    return stream


def encoded_sound(
    stream: AudioStream, sound: Sequence[AudioBlock], start_ns: int, end_ns: int
) -> Iterator["av.Packet[AudioStream]"]:
    """Encode what sounds from `start_ns`, which is time zero of the track, to `end_ns`.

    Args:
        stream: from `sound_stream`.
        sound: blocks in order of time; where none is, and where the kind of sound changes, there
            is silence.
        start_ns: on the session's clock.
        end_ns: on the session's clock.
    """
    samples = laid_out(sound, start_ns, end_ns)
    layout = _layout(samples.shape[1])
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout=layout)
    frame.sample_rate = sound[0].sample_rate_hz
    frame.pts, frame.time_base = 0, Fraction(1, frame.sample_rate)
    convert = av.AudioResampler(
        format="fltp", layout=layout, rate=RATE_HZ, frame_size=stream.codec_context.frame_size
    )
    for piece in (*convert.resample(frame), *convert.resample(None)):
        yield from stream.encode(piece)
    yield from stream.encode(None)


def laid_out(sound: Sequence[AudioBlock], start_ns: int, end_ns: int) -> NDArray[np.int16]:
    """Return (n, 1 or 2) samples of a stretch of time, each where its block's time puts it."""
    first = sound[0]
    rate_hz, channels = first.sample_rate_hz, first.samples.shape[1]
    count = max(1, _samples(end_ns - start_ns, rate_hz))
    laid = np.zeros((count, channels), np.int16)
    for block in sound:
        if not alike(first, block):
            continue
        at = _samples(block.pts_ns - start_ns, rate_hz)
        kept = block.samples[max(0, -at) : max(0, count - at)]
        laid[max(0, at) : max(0, at) + len(kept)] = kept
    if channels > MOST_CHANNELS:
        return np.asarray(laid.mean(axis=1, keepdims=True), np.int16)
    return laid


def _samples(elapsed_ns: int, rate_hz: int) -> int:
    return round(elapsed_ns * rate_hz / NS_PER_S)


def _layout(channels: int) -> str:
    return "mono" if channels == 1 else "stereo"
