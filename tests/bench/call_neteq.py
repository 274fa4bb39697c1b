"""Our calls beside recordings of the real NetEQ, packet losses alike.

A browser played what aiortc sent it, without given packets. We send the same words the same way
(stereo, 3 dB softer than mono, 96 kb/s), lose the same packets, and receive them ourselves. What
remains unequal: the browser heard a real network on a busy machine, so NetEQ also had jitter to
cope with; `neteq_offset` tells how far both are apart where nothing is lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

from app.call.receiver import audio_receiver
from app.errors import UsageError
from audio.plc.continuer import FloatArray
from tests.bench.call_quality import opinion, said
from tests.bench.network.sender import RATE_HZ, send
from tests.bench.network.virtual import hear
from tests.bench.peers_plc.packets import RATE_HZ as RATER_HZ
from tests.bench.peers_plc.packets import Lost
from tests.bench.plc_material import Utterance
from tests.bench.plc_neteq import recorded
from tests.bench.report import Figure, mean_figure

JUDGED_MS = 60
MONO_AS_STEREO = 0.5**0.5  # what swresample makes of one channel in two
AIORTC_BIT_RATE = 96_000
PEER = "neteq"


@dataclass(frozen=True, slots=True)
class Mask:
    """A network that loses packets by a list and nothing after it."""

    lost: Lost
    delay_ms: float = 0.0

    def fates(self) -> Iterator[int | None]:
        """Yield 0 for packets that arrive at once."""
        for gone in self.lost.tolist():
            yield None if gone else 0
        while True:
            yield 0


def neteq_figures(
    spoken: Sequence[Utterance], folder: Path, rounds: int, bursts_ms: Sequence[int]
) -> Iterator[Figure]:
    """Yield opinions of ours and of NetEQ in bursts of each length.

    Raises:
        UsageError: the recordings of NetEQ are absent, or the rater is.
    """
    played = recorded(folder, spoken, bursts_ms)
    if not played:
        raise UsageError(f"{folder / 'neteq'} holds no recordings of NetEQ")
    lossless = [_ours(one, np.zeros(0, np.bool_), rounds) for one in spoken]
    theirs = [opinion(heard.lossless, rounds, RATER_HZ) for heard in played]
    yield mean_figure("neteq_offset", np.subtract(lossless, theirs).tolist())
    for burst_ms in bursts_ms:
        ours = [_ours(one, one.lost[burst_ms], rounds) for one in spoken]
        theirs = [opinion(heard.neteq[burst_ms], rounds, RATER_HZ) for heard in played]
        key = f"plcmos_neteq_{burst_ms}"
        yield mean_figure(key, ours)
        yield mean_figure(key, theirs, peer=PEER)
        gains = np.subtract(ours, theirs).tolist()
        judged = burst_ms == JUDGED_MS
        yield mean_figure(
            "plcmos_vs_neteq" if judged else f"plcmos_vs_neteq_{burst_ms}",
            gains,
            at_least=0.0 if judged else None,
        )


def _ours(utterance: Utterance, lost: Lost, rounds: int) -> float:
    mono: FloatArray = soxr.resample(utterance.sound, RATER_HZ, RATE_HZ)[:, None]
    sent = send(np.repeat(mono * np.float32(MONO_AS_STEREO), 2, axis=1), bit_rate=AIORTC_BIT_RATE)
    heard = hear(audio_receiver(2, "network"), sent, Mask(lost))
    return opinion(said(heard), rounds)
