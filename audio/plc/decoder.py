"""What the receiver asks of a codec."""

from typing import Protocol

from audio.plc.continuer import FloatArray


class DecodeError(ValueError):
    """A payload is not what the codec makes; the packet counts as lost."""


class Decoder(Protocol):
    """One stream's decoder; its state moves with every call, in the order of playing."""

    def duration_samples(self, payload: bytes) -> int:
        """Return how much sound a payload holds.

        Raises:
            DecodeError: the payload is damaged.
        """

    def has_fec(self, payload: bytes) -> bool:
        """Tell whether a payload also holds a coarse copy of the packet before it."""

    def is_dtx(self, payload: bytes) -> bool:
        """Tell whether a payload says that nothing but noise follows until the next packet."""

    def models_speech(self, payload: bytes) -> bool:
        """Tell whether a payload is coded by a model of speech, which can also go on speaking."""

    def decode(self, payload: bytes, fec: bool = False) -> FloatArray:
        """Return (n, channels) float32 in -1..1; with `fec`, of the packet before this one.

        Raises:
            DecodeError: the payload is damaged.
        """

    def conceal(self, n_samples: int) -> FloatArray:
        """Return (n_samples, channels) made up by the codec itself, whole multiples of 2.5 ms."""

    def reset(self) -> None:
        """Forget everything, as at the start of a stream."""
