"""How a received call sounds: PLCMOS of ours beside aiortc's, and of what was stretched."""

from collections.abc import Iterator, Sequence

import numpy as np
import soxr

from app.call.opus import OpusDecoder
from app.concealment import network
from audio.plc import Concealer
from audio.plc.continuer import FloatArray
from audio.plc.pace import Pace
from audio.plc.receiver import AudioReceiver
from tests.bench.network.line import Line
from tests.bench.network.plain import hear_plain
from tests.bench.network.sender import RATE_HZ, send
from tests.bench.network.virtual import TICK_NS, Played, hear
from tests.bench.peers_plc.packets import RATE_HZ as RATER_HZ
from tests.bench.plc_material import Utterance
from tests.bench.plc_scores import plcmos
from tests.bench.report import Figure, mean_figure

LOSS, BURST = 0.08, 3.0  # 60 ms on average
SPARED = 15
SEED = 20_261_121
STRETCHING_MS = 30.0  # of excess delay: enough to be corrected, too little to hurry
BLOCK_SAMPLES = 1_920
PEER = "aiortc"


def quality_figures(spoken: Sequence[Utterance], rounds: int) -> Iterator[Figure]:
    """Yield the opinions of calls that lost packets, and of calls that were stretched.

    Raises:
        UsageError: the rater is absent.
    """
    sounds = [_at_call_rate(utterance) for utterance in spoken]
    continuer = network("network")
    opinions: dict[str, list[float]] = {"lossless": [], "ours": [], PEER: []}
    for number, sound in enumerate(sounds):
        sent = send(sound)
        line = Line(loss=LOSS, burst=BURST, spared=SPARED, seed=SEED + number)
        heard = {
            "lossless": hear(_receiver(None), sent, Line()),
            "ours": hear(_receiver(continuer), sent, line),
            PEER: hear_plain(sent, line, 1),
        }
        for name, played in heard.items():
            opinions[name].append(opinion(said(played), rounds))
    yield mean_figure("plcmos_lossless", opinions["lossless"])
    yield mean_figure("plcmos_lossy", opinions["ours"])
    yield mean_figure("plcmos_lossy", opinions[PEER], peer=PEER)
    gains = np.subtract(opinions["ours"], opinions[PEER]).tolist()
    yield mean_figure("plcmos_gain", gains, at_least=0.8)
    yield from _stretch_figures(sounds, rounds)


def _stretch_figures(sounds: Sequence[FloatArray], rounds: int) -> Iterator[Figure]:
    untouched = [opinion(sound[:, 0], rounds) for sound in sounds]
    changes: list[float] = []
    for way, excess_ms in (("faster", STRETCHING_MS), ("slower", -STRETCHING_MS)):
        stretched = [_stretched(sound, excess_ms) for sound in sounds]
        rates = [
            100 * (len(after) / len(before) - 1)
            for before, after in zip(sounds, stretched, strict=True)
        ]
        yield mean_figure(f"stretch_{way}", rates, "%")
        opinions = [opinion(sound[:, 0], rounds) for sound in stretched]
        change = np.subtract(opinions, untouched).tolist()
        yield mean_figure(f"plcmos_{way}", change)
        changes += change
    yield mean_figure("plcmos_stretch", changes, at_least=-0.3)


def _stretched(sound: FloatArray, excess_ms: float) -> FloatArray:
    """Return a sound whose delay is always as far from what is wanted, so corrected all along."""
    pace, past = Pace(RATE_HZ), sound[:0]
    blocks = []
    for start in range(0, len(sound), BLOCK_SAMPLES):
        block = pace.fitted(past, sound[start : start + BLOCK_SAMPLES], excess_ms)
        past = np.concatenate((past, block))[-pace.past_samples :]
        blocks.append(block)
    return np.concatenate(blocks)


def _receiver(continuer: object) -> AudioReceiver:
    concealer = Concealer(RATE_HZ, 1, continuer)  # type: ignore[arg-type]  # a Continuer or None
    return AudioReceiver(OpusDecoder(1), concealer, channels=1)


def said(played: Played) -> FloatArray:
    """Return (n,) from the first sound of the sender to the last."""
    heard = np.flatnonzero(~np.isnan(played.delays_ms))
    tick_samples = RATE_HZ * TICK_NS // 1_000_000_000
    stretch = played.sound[heard[0] * tick_samples : (heard[-1] + 1) * tick_samples]
    mono: FloatArray = stretch.mean(axis=1)
    return mono


def _at_call_rate(utterance: Utterance) -> FloatArray:
    sound: FloatArray = soxr.resample(utterance.sound, RATER_HZ, RATE_HZ)[:, None]
    return sound


def opinion(sound: FloatArray, rounds: int, rate_hz: int = RATE_HZ) -> float:
    """Return the mean opinion of (n,) at a rate."""
    return plcmos(soxr.resample(sound, rate_hz, RATER_HZ), rounds)
