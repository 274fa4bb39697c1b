"""A codec whose payloads only name a stretch of a known sound."""

import struct
from collections.abc import Sequence

import numpy as np

from audio.plc.continuer import FloatArray
from audio.plc.decoder import DecodeError
from audio.plc.packet import Packet

LAYOUT = struct.Struct(">BIH")
PLAIN, WITH_FEC = 1, 2
DTX = b"\x00"
DTX_SAMPLES = 960
HISS = 1e-3


def payload(start: int, count: int, *, fec: bool = False) -> bytes:
    """Return a packet that says: samples `start` to `start + count`."""
    return LAYOUT.pack(WITH_FEC if fec else PLAIN, start, count)


def packets(
    n_samples: int,
    packet_samples: int = 960,
    *,
    fec: bool = False,
    first_sequence: int = 0,
    first_timestamp: int = 0,
) -> list[Packet]:
    """Return the packets of a sound of so many samples."""
    return [
        Packet(
            (first_sequence + number) % 2**16,
            (first_timestamp + start) % 2**32,
            payload(start, packet_samples, fec=fec),
        )
        for number, start in enumerate(range(0, n_samples - packet_samples + 1, packet_samples))
    ]


class StretchDecoder:
    """Decodes such packets; what it conceals is a soft hiss, and what it did is kept in `calls`."""

    def __init__(self, sound: FloatArray) -> None:
        self._sound = sound
        self.calls: list[str] = []

    def duration_samples(self, payload: bytes) -> int:
        """Return the length; any payload of another shape is damaged."""
        if payload == DTX:
            return DTX_SAMPLES
        return self._stretch(payload)[2]

    def has_fec(self, payload: bytes) -> bool:
        """Tell whether it was made so."""
        return payload != DTX and self._stretch(payload)[0] == WITH_FEC

    def is_dtx(self, payload: bytes) -> bool:
        """Tell whether it is the one byte that announces a pause."""
        return payload == DTX

    def models_speech(self, payload: bytes) -> bool:
        """Say yes to every payload."""
        return True

    def decode(self, payload: bytes, fec: bool = False) -> FloatArray:
        """Return the stretch, or the one before it."""
        if payload == DTX:
            return self.conceal(DTX_SAMPLES)
        _, start, count = self._stretch(payload)
        start -= count if fec else 0
        self.calls.append(f"{'fec' if fec else 'decode'} {start}")
        samples = self._sound[max(0, start) : start + count]
        missing = count - len(samples)
        return np.pad(samples, ((missing, 0), (0, 0)))

    def conceal(self, n_samples: int) -> FloatArray:
        """Return hiss."""
        self.calls.append(f"conceal {n_samples}")
        hiss = np.random.default_rng(len(self.calls)).normal(
            0, HISS, (n_samples, self._sound.shape[1])
        )
        return hiss.astype(np.float32)

    def reset(self) -> None:
        """Note that it was asked to."""
        self.calls.append("reset")

    def _stretch(self, payload: bytes) -> Sequence[int]:
        if len(payload) != LAYOUT.size or payload[0] not in (PLAIN, WITH_FEC):
            raise DecodeError(f"a payload of {len(payload)} bytes is none of these packets")
        stretch = LAYOUT.unpack(payload)
        if not 0 < stretch[2] <= 5760:
            raise DecodeError(f"{stretch[2]} samples are no packet's length")
        return stretch
