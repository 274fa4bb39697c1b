"""Opus by libopus itself, through ctypes: PyAV decodes too, but tells the decoder of no loss."""

import ctypes
import ctypes.util
from functools import cache
from pathlib import Path

import av
import numpy as np

from app.errors import CallError
from audio.plc.continuer import FloatArray
from audio.plc.decoder import DecodeError

SAMPLE_RATE_HZ = 48_000
LONGEST_PACKET_SAMPLES = 5_760  # 120 ms, RFC 6716
MOST_FRAMES = 48  # of 2.5 ms, in 120 ms
DTX_BYTES = 2  # RFC 6716 and opus_encode(): packets of up to two bytes need not be sent
RESET_STATE = 4028  # opus_defines.h
CELT_ONLY = 0x80  # of the first byte; below it SILK is used, alone or with CELT
STEREO = 0x04
SILK_FRAME_SAMPLES = 960

_FloatPointer = ctypes.POINTER(ctypes.c_float)


class OpusDecoder:
    """One stream's decoder at 48 kHz, with the concealment and the redundancy libopus has."""

    def __init__(self, channels: int = 2) -> None:
        """Open a decoder.

        Args:
            channels: one or two; the packets may hold either.

        Raises:
            CallError: there is no libopus on this machine.
        """
        self._library = _library()
        self._channels = channels
        error = ctypes.c_int()
        self._decoder = ctypes.c_void_p(
            self._library.opus_decoder_create(SAMPLE_RATE_HZ, channels, ctypes.byref(error))
        )
        if error.value:
            raise CallError(f"libopus cannot decode {channels} channels at 48 kHz")
        self._sound = np.empty((LONGEST_PACKET_SAMPLES, channels), np.float32)

    def __del__(self) -> None:
        if hasattr(self, "_decoder"):
            self._library.opus_decoder_destroy(self._decoder)

    def duration_samples(self, payload: bytes) -> int:
        """Return how much sound a payload holds.

        Raises:
            DecodeError: the payload is damaged.
        """
        count: int = self._library.opus_packet_get_nb_samples(payload, len(payload), SAMPLE_RATE_HZ)
        if count <= 0:
            raise DecodeError(f"a payload of {len(payload)} bytes is no Opus packet")
        return count

    def has_fec(self, payload: bytes) -> bool:
        """Tell whether a payload holds a coarse copy (LBRR) of the packet before it."""
        if not payload or payload[0] & CELT_ONLY:
            return False
        frames = (ctypes.c_void_p * MOST_FRAMES)()
        sizes = (ctypes.c_int16 * MOST_FRAMES)()
        whole = ctypes.create_string_buffer(payload, len(payload))
        count = self._library.opus_packet_parse(whole, len(payload), None, frames, sizes, None)
        if count <= 0 or sizes[0] <= 0:
            return False
        # RFC 6716, 4.2.3: first a bit of voice activity for each SILK frame, then the LBRR bit
        samples = self._library.opus_packet_get_samples_per_frame(payload, SAMPLE_RATE_HZ)
        silk_frames = max(1, samples // SILK_FRAME_SAMPLES)
        first = ctypes.string_at(frames[0] or 0, 1)[0]
        mid = first >> (7 - silk_frames) & 1
        side = first >> (6 - 2 * silk_frames) & 1 if payload[0] & STEREO else 0
        return bool(mid or side)

    def is_dtx(self, payload: bytes) -> bool:
        """Tell whether the sender falls silent after this payload."""
        return len(payload) <= DTX_BYTES

    def models_speech(self, payload: bytes) -> bool:
        """Tell whether a payload uses SILK, alone or below CELT; CELT alone repeats itself."""
        return bool(payload) and not payload[0] & CELT_ONLY

    def decode(self, payload: bytes, fec: bool = False) -> FloatArray:
        """Return (n, channels) float32; with `fec`, of the packet before this one.

        Raises:
            DecodeError: the payload is damaged.
        """
        if not payload:
            raise DecodeError("an empty payload is no Opus packet")
        samples = self.duration_samples(payload) if fec else LONGEST_PACKET_SAMPLES
        return self._decoded(payload, samples, fec=fec)

    def conceal(self, n_samples: int) -> FloatArray:
        """Return (n_samples, channels) that libopus makes up; multiples of 2.5 ms, to 120 ms."""
        return self._decoded(None, n_samples, fec=False)

    def reset(self) -> None:
        """Forget everything, as at the start of a stream."""
        self._library.opus_decoder_ctl(self._decoder, RESET_STATE)

    def _decoded(self, payload: bytes | None, n_samples: int, *, fec: bool) -> FloatArray:
        count = self._library.opus_decode_float(
            self._decoder,
            payload,
            len(payload or b""),
            self._sound.ctypes.data_as(_FloatPointer),
            n_samples,
            int(fec),
        )
        if count < 0:
            raise DecodeError(f"libopus cannot decode a payload of {len(payload or b'')} bytes")
        decoded: FloatArray = self._sound[:count].copy()
        return decoded


@cache
def _library() -> ctypes.CDLL:
    """Return libopus: the one PyAV brings along, or the system's."""
    bundled = Path(av.__file__).parent.parent / "av.libs"
    names = [*map(str, sorted(bundled.glob("libopus*"))), ctypes.util.find_library("opus")]
    for name in filter(None, [*names, "libopus.so.0"]):
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.opus_decoder_create.restype = ctypes.c_void_p
        return library
    raise CallError(
        "there is no libopus on this machine; install it, on Debian: apt-get install libopus0"
    )


def version() -> str:
    """Return the version libopus tells of itself.

    Raises:
        CallError: there is no libopus on this machine.
    """
    library = _library()
    library.opus_get_version_string.restype = ctypes.c_char_p
    told: bytes = library.opus_get_version_string()
    return told.decode()
