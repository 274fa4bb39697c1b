"""Packet loss concealment: how it sounds beside its peers, and what it costs.

On clean 16 kHz speech of which a tenth is lost in bursts of 20, 60 and 120 ms, N:

plcmos_N              mean PLCMOS v2, seeded; of the filling in use, the other one and every peer
plcmos_N_gain         ours less a peer's, over the same utterances
stoi_N, lsd_N_db      intelligibility; log-spectral distance in the gaps
plcmos_lossless       of the speech itself
neteq_gain_N          ours less the real NetEQ's recording, on the chain of that recording
neteq_chain_N         both of them
rtf                   CPU time of 120 ms gaps per time, at 48 kHz mono, on one core
first_, next_, good_frame_p95_ms   CPU time of a 20 ms frame: the first lost, further ones, good

Intervals are bootstrapped over utterances, those of gains over pairs.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from app.concealment import BEST, MEANS, Means, network
from audio.plc import Concealer
from tests.bench.peers_plc.packets import RATE_HZ
from tests.bench.plc_material import Utterance, plc_folder, utterances
from tests.bench.plc_neteq import recorded
from tests.bench.plc_scores import lsd_db, plcmos, stoi
from tests.bench.plc_speed import CALL_RATE_HZ, speed_figures
from tests.bench.plc_systems import System, ours, peers
from tests.bench.report import Figure, Report, bootstrap

BURSTS_MS = (20, 60, 120)
RATER_ROUNDS, QUICK_RATER_ROUNDS = 15, 3
QUICK_UTTERANCES = 4
NETEQ_GAIN = {60: 0.1, 120: 0.3}
MUST_BEAT = ("zero", "repeat", "g711")
OURS = None  # the peer of a figure of ours


def measure(data: Path | None, quick: bool) -> Report:
    """Measure concealment on this machine.

    Raises:
        UsageError: the evaluation material or a measure is absent.
    """
    folder = plc_folder(data)
    spoken = utterances(folder, BURSTS_MS, QUICK_UTTERANCES if quick else None)
    rounds = QUICK_RATER_ROUNDS if quick else RATER_ROUNDS
    networks = {means: network(means) for means in MEANS}
    lossless = [plcmos(utterance.sound, rounds) for utterance in spoken]
    figures = [_mean("plcmos_lossless", lossless, "", OURS)]
    with ExitStack() as stack:
        systems: dict[str | None, System] = {
            _name(means): ours(Concealer(RATE_HZ, network=networks[means])) for means in MEANS
        }
        systems.update(peers(folder, stack, make=not quick))
        for burst_ms in BURSTS_MS:
            figures += _sound_figures(systems, spoken, burst_ms, rounds)
        figures += _neteq_figures(systems[OURS], spoken, folder, rounds)
    for means in MEANS:
        concealer = Concealer(CALL_RATE_HZ, network=networks[means])
        figures += speed_figures(concealer, spoken, _name(means))
    return Report("plc", figures)


def _name(means: Means) -> str | None:
    """Return whose figures those of a filling are."""
    return OURS if means == BEST else means


def _sound_figures(
    systems: Mapping[str | None, System], spoken: Sequence[Utterance], burst_ms: int, rounds: int
) -> list[Figure]:
    """Return the figures of every system at one length of burst."""
    figures, opinions = [], {}
    for name, system in systems.items():
        heard = [system(utterance.sound, utterance.lost[burst_ms]) for utterance in spoken]
        opinions[name] = [plcmos(sound, rounds) for sound in heard]
        pairs = list(zip(spoken, heard, strict=True))
        words = [stoi(utterance.sound, sound) for utterance, sound in pairs]
        far = [lsd_db(told.sound, sound, told.lost[burst_ms]) for told, sound in pairs]
        figures += [
            _mean(f"plcmos_{burst_ms}", opinions[name], "", name),
            _mean(f"stoi_{burst_ms}", words, "", name),
            _mean(f"lsd_{burst_ms}_db", far, "dB", name),
        ]
    for name in systems:
        if name is not OURS:
            gains = np.subtract(opinions[OURS], opinions[name]).tolist()
            at_least = 0.0 if name in MUST_BEAT else None
            figures.append(_mean(f"plcmos_{burst_ms}_gain", gains, "", name, at_least))
    return figures


def _neteq_figures(
    system: System, spoken: Sequence[Utterance], folder: Path, rounds: int
) -> list[Figure]:
    """Return ours beside the recordings of NetEQ, where there are any."""
    played = recorded(folder, spoken, BURSTS_MS)
    figures = []
    for burst_ms in BURSTS_MS if played else ():
        theirs = [plcmos(heard.neteq[burst_ms], rounds) for heard in played]
        own = [
            plcmos(system(heard.lossless, utterance.lost[burst_ms]), rounds)
            for heard, utterance in zip(played, spoken, strict=True)
        ]
        gains, key = np.subtract(own, theirs).tolist(), f"neteq_chain_{burst_ms}"
        figures += [
            _mean(key, own, "", OURS),
            _mean(key, theirs, "", "neteq"),
            _mean(f"neteq_gain_{burst_ms}", gains, "", OURS, NETEQ_GAIN.get(burst_ms)),
        ]
    return figures


def _mean(
    key: str, values: Sequence[float], unit: str, peer: str | None, at_least: float | None = None
) -> Figure:
    low, high = bootstrap(values, lambda drawn: float(drawn.mean()))
    return Figure(
        key=key,
        value=float(np.mean(values)),
        unit=unit,
        n=len(values),
        low=low,
        high=high,
        peer=peer,
        at_least=at_least,
    )
