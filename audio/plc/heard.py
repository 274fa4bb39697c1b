"""What a receiver gives: sound of a kind, gaps that ended, counts."""

from dataclasses import dataclass
from typing import Literal

from audio.plc.continuer import FloatArray

Kind = Literal["normal", "concealed", "accelerated", "expanded", "comfort_noise", "fec"]


@dataclass(frozen=True, slots=True)
class Heard:
    """Ten milliseconds to play.

    Attributes:
        samples: (480, channels) float32 in -1..1 at 48 kHz.
        kind: how most of them came to be; before the first packet `comfort_noise`, which then
            is silence.
        timestamp: RTP timestamp of the first one, unwrapped: it grows with the sender's clock
            through gaps, but where a packet comes late and is played all the same, it goes back
            to it. Pictures are matched with it; None before the first packet.
    """

    samples: FloatArray
    kind: Kind
    timestamp: int | None


@dataclass(frozen=True, slots=True)
class ConcealedGap:
    """Sound that was made up, told when it is over.

    Attributes:
        start_ns: when it began to be played, by the clock of `get`.
        duration_ns: how long it was.
        recovered: samples of it that came from in-band FEC, which is no guess.
    """

    start_ns: int
    duration_ns: int
    recovered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverStatistics:
    """Counts since the start, and where the receiver stands; samples are at 48 kHz.

    Attributes:
        packets_received: primary packets inserted.
        packets_duplicate: those that had come before.
        packets_late: those that came after their sound had been made up, and were not played.
        packets_discarded: damaged, of no stream, or dropped because the buffer was full.
        restarts: times the sender began anew.
        total_samples: played, of whatever kind.
        concealed_samples: made up by the concealer or the codec.
        concealment_events: gaps of those.
        fec_samples: decoded from redundancy inside the next packet.
        comfort_noise_samples: noise in pauses of a sender that stops sending in them.
        accelerated_samples: taken out to shorten the delay.
        expanded_samples: put in to lengthen it.
        delay_ms: from the arrival a packet would have without jitter to its first sample's playing.
        target_delay_ms: what that should be, by the jitter measured.
        jitter_ms: interarrival jitter of RFC 3550.
        buffered_ms: sound that waits.
    """

    packets_received: int = 0
    packets_duplicate: int = 0
    packets_late: int = 0
    packets_discarded: int = 0
    restarts: int = 0
    total_samples: int = 0
    concealed_samples: int = 0
    concealment_events: int = 0
    fec_samples: int = 0
    comfort_noise_samples: int = 0
    accelerated_samples: int = 0
    expanded_samples: int = 0
    delay_ms: float = 0.0
    target_delay_ms: float = 0.0
    jitter_ms: float = 0.0
    buffered_ms: float = 0.0
