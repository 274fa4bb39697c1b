"""The concealment of the system's libopus decoder, through ctypes.

Speech goes through Opus at 32 kb/s, so the good packets differ from the original too.
"""

import ctypes
import ctypes.util
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tests.bench.peers.environment import PeerMissingError
from tests.bench.peers_plc.packets import PACKET_SAMPLES, RATE_HZ, Lost, Sound

# Numbers of opus_defines.h.
APPLICATION_VOIP = 2048
SET_BITRATE = 4002
SET_COMPLEXITY = 4010
GET_LOOKAHEAD = 4027

BITRATE = 32_000
COMPLEXITY = 10
LARGEST_PACKET_BYTES = 4000
INT16_LIMIT = 32_767
INT16_SCALE = 32_768.0


def opus(sound: Sound, lost: Lost) -> Sound:
    """Encode, lose packets, decode, and take out the codec's own delay.

    Raises:
        PeerMissingError: there is no libopus on this system.
    """
    heard, lookahead_samples = _through(sound, lost)
    return heard[lookahead_samples:][: len(sound)]


def arrived(sound: Sound, lost: Lost) -> Sound:
    """Return (n,) what the decoder gives of the packets that come, late by its look-ahead.

    It is told of the lost ones, whose place holds its own concealment, for others to replace.

    Raises:
        PeerMissingError: there is no libopus on this system.
    """
    return _through(sound, lost)[0][: len(sound)]


def _through(sound: Sound, lost: Lost) -> tuple[Sound, int]:
    coder = _Coder(_library())
    ints = np.clip(sound * INT16_SCALE, -INT16_LIMIT, INT16_LIMIT).astype(np.int16)
    packets = np.concatenate((ints, np.zeros(PACKET_SAMPLES, np.int16))).reshape(-1, PACKET_SAMPLES)
    decoded = []
    for packet, gone in zip(packets, [*lost.tolist(), False], strict=True):
        encoded = coder.encode(packet)
        decoded.append(coder.decode(None if gone else encoded))
    return np.concatenate(decoded).astype(np.float32) / np.float32(
        INT16_SCALE
    ), coder.lookahead_samples


class _Coder:
    """An encoder and a decoder of one stream."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        error = ctypes.c_int()
        self._encoder = ctypes.c_void_p(
            self._library.opus_encoder_create(RATE_HZ, 1, APPLICATION_VOIP, ctypes.byref(error))
        )
        self._decoder = ctypes.c_void_p(
            self._library.opus_decoder_create(RATE_HZ, 1, ctypes.byref(error))
        )
        for request, value in ((SET_BITRATE, BITRATE), (SET_COMPLEXITY, COMPLEXITY)):
            self._library.opus_encoder_ctl(self._encoder, request, ctypes.c_int(value))
        lookahead = ctypes.c_int()
        self._library.opus_encoder_ctl(self._encoder, GET_LOOKAHEAD, ctypes.byref(lookahead))
        self.lookahead_samples = lookahead.value

    def __del__(self) -> None:
        self._library.opus_encoder_destroy(self._encoder)
        self._library.opus_decoder_destroy(self._decoder)

    def encode(self, packet: NDArray[np.int16]) -> bytes:
        """Return (320,) int16 as one Opus packet."""
        encoded = ctypes.create_string_buffer(LARGEST_PACKET_BYTES)
        pointer = np.ascontiguousarray(packet).ctypes.data_as(ctypes.c_void_p)
        size = self._library.opus_encode(
            self._encoder, pointer, PACKET_SAMPLES, encoded, LARGEST_PACKET_BYTES
        )
        assert size > 0
        return encoded.raw[:size]

    def decode(self, packet: bytes | None) -> NDArray[np.int16]:
        """Return (320,) int16; None is a lost packet."""
        decoded = np.zeros(PACKET_SAMPLES, np.int16)
        count = self._library.opus_decode(
            self._decoder,
            packet,
            len(packet or b""),
            decoded.ctypes.data_as(ctypes.c_void_p),
            PACKET_SAMPLES,
            0,
        )
        assert count == PACKET_SAMPLES
        return decoded


@cache
def _library() -> ctypes.CDLL:
    name = ctypes.util.find_library("opus") or "libopus.so.0"
    try:
        library = ctypes.CDLL(name)
    except OSError as error:
        raise PeerMissingError(
            f"there is no libopus on this system ({error}); install it, on Debian: "
            "apt-get install libopus0"
        ) from error
    library.opus_encoder_create.restype = ctypes.c_void_p
    library.opus_decoder_create.restype = ctypes.c_void_p
    return library
