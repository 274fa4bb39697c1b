"""What a call does to speech: an Opus round trip."""

import io

import av
import numpy as np
from numpy.typing import NDArray

from models.plc.mel import SAMPLE_RATE_HZ
from models.training.plc.packs import decode


def round_trip(samples: NDArray[np.int16], bits_per_s: int) -> NDArray[np.int16]:
    """Return (n,) 16 kHz samples after coding and decoding; the coder's delay is taken away."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=SAMPLE_RATE_HZ, layout="mono")
        stream.bit_rate = bits_per_s
        stream.options = {"compression_level": "3", "application": "voip"}  # as live calls do
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    buffer.seek(0)
    decoded = decode(buffer)[: len(samples)]
    return np.pad(decoded, (0, len(samples) - len(decoded)))
