"""A whole recording of which some packets are known to be lost."""

from collections.abc import Sequence

import numpy as np

from audio.plc.concealer import Concealer
from audio.plc.continuer import FloatArray


def conceal(
    concealer: Concealer, sound: FloatArray, lost: Sequence[bool], packet_samples: int
) -> FloatArray:
    """Return (n, channels) `sound` with its lost packets filled, as a call would play it.

    Args:
        concealer: at the sound's rate and channels; it is reset first.
        sound: (n, channels) float32; what it holds in lost packets is not looked at.
        lost: of each packet, whether it is lost; the last may be short.
        packet_samples: length of a packet.
    """
    concealer.reset()
    packets = np.split(sound, range(packet_samples, len(sound), packet_samples))
    return np.concatenate(
        [
            concealer.lost(len(packet)) if gone else concealer.good(packet)
            for packet, gone in zip(packets, lost, strict=True)
        ]
    )
