"""Packet loss concealment: how it sounds beside its peers, and what it costs.

On clean 16 kHz speech of which a tenth is lost in bursts of 20, 60 and 120 ms, N; but for NetEQ's,
N is also "scattered" or "clumped", where packets are lost as in two calls that were recorded:

plcmos_N              mean PLCMOS v2, seeded; of the filling in use, the other one and every peer
plcmos_N_gain         ours less a peer's, over the same utterances
pesq_N, stoi_N, lsd_N_db   quality, intelligibility; log-spectral distance in the gaps
plcmos_lossless       of the speech itself
neteq_gain_N          ours less the real NetEQ's recording, on the chain of that recording
neteq_chain_N         both of them
plcmos_opus_N         on speech that came through Opus at 32 kb/s, whose decoder lost the packets
wer_N, wer_delta_N    words the built-in transcriber mishears; ours less the best peer's
wer_neteq_chain_N, wer_neteq_delta_N   the same beside the real NetEQ, on the chain of its recording
rtf                   CPU time of 120 ms gaps per time, at 48 kHz mono, on one core
first_, next_, good_frame_p95_ms   CPU time of a 20 ms frame: the first lost, further ones, good

Intervals are bootstrapped over utterances, those of gains over pairs. `--quick` leaves
out PESQ, Opus and words.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from app.concealment import BEST, MEANS, Means, network
from audio.plc import Concealer
from tests.bench.peers_plc.opus import arrived
from tests.bench.peers_plc.packets import RATE_HZ
from tests.bench.plc_material import BURSTS_MS, LOSSES, Loss, Utterance, plc_folder, utterances
from tests.bench.plc_neteq import Heard, recorded
from tests.bench.plc_scores import lsd_db, pesq, plcmos, stoi
from tests.bench.plc_speed import CALL_RATE_HZ, speed_figures
from tests.bench.plc_systems import System, ours, peers
from tests.bench.plc_words import neteq_word_figures, word_figures
from tests.bench.report import Figure, Report, mean_figure

RATER_ROUNDS, QUICK_RATER_ROUNDS = 15, 2
QUICK_UTTERANCES = 4
NETEQ_GAIN = {60: 0.1, 120: 0.3}
MUST_BEAT = ("zero", "repeat", "g711")
OPUS = "opus"
OURS = None  # the peer of a figure of ours


def measure(data: Path | None, quick: bool) -> Report:
    """Measure concealment on this machine.

    Raises:
        UsageError: the evaluation material or a measure is absent.
    """
    folder = plc_folder(data)
    spoken = utterances(folder, QUICK_UTTERANCES if quick else None)
    rounds = QUICK_RATER_ROUNDS if quick else RATER_ROUNDS
    networks = {means: network(means) for means in MEANS}
    lossless = [plcmos(utterance.sound, rounds) for utterance in spoken]
    figures = [mean_figure("plcmos_lossless", lossless)]
    with ExitStack() as stack:
        systems: dict[str | None, System] = {
            _name(means): ours(Concealer(RATE_HZ, network=networks[means])) for means in MEANS
        }
        own = list(systems)
        systems.update(peers(folder, stack, make=not quick))
        for loss in LOSSES:
            figures += _sound_figures(systems, spoken, loss, rounds)
            if not quick:
                figures += _further_figures(systems, spoken, loss, rounds)
        played = recorded(folder, spoken, BURSTS_MS)
        figures += _neteq_figures(systems[OURS], spoken, played, rounds)
        if not quick:
            figures += word_figures(systems, spoken, own)
            figures += neteq_word_figures(systems[OURS], spoken, played)
    for means in MEANS:
        concealer = Concealer(CALL_RATE_HZ, network=networks[means])
        figures += speed_figures(concealer, spoken, _name(means))
    return Report("plc", figures)


def _name(means: Means) -> str | None:
    """Return whose figures those of a filling are."""
    return OURS if means == BEST else means


def _sound_figures(
    systems: Mapping[str | None, System], spoken: Sequence[Utterance], loss: Loss, rounds: int
) -> list[Figure]:
    """Return the figures of every system with one kind of loss."""
    figures, opinions = [], {}
    for name, system in systems.items():
        heard = [system(utterance.sound, utterance.lost[loss]) for utterance in spoken]
        opinions[name] = [plcmos(sound, rounds) for sound in heard]
        pairs = list(zip(spoken, heard, strict=True))
        words = [stoi(utterance.sound, sound) for utterance, sound in pairs]
        far = [lsd_db(told.sound, sound, told.lost[loss]) for told, sound in pairs]
        figures += [
            mean_figure(f"plcmos_{loss}", opinions[name], peer=name),
            mean_figure(f"stoi_{loss}", words, peer=name),
            mean_figure(f"lsd_{loss}_db", far, "dB", peer=name),
        ]
    for name in systems:
        if name is not OURS:
            gains = np.subtract(opinions[OURS], opinions[name]).tolist()
            at_least = 0.0 if name in MUST_BEAT else None
            figures.append(mean_figure(f"plcmos_{loss}_gain", gains, peer=name, at_least=at_least))
    return figures


def _further_figures(
    systems: Mapping[str | None, System], spoken: Sequence[Utterance], loss: Loss, rounds: int
) -> list[Figure]:
    """Return every system's quality by comparison, and its opinion after Opus.

    Opus itself hears what was said; the others get what its decoder makes of the packets that
    come.
    """
    figures = []
    losses = [utterance.lost[loss] for utterance in spoken]
    sounds = [utterance.sound for utterance in spoken]
    for name, system in systems.items():
        heard = [system(sound, lost) for sound, lost in zip(sounds, losses, strict=True)]
        quality = [pesq(sound, made) for sound, made in zip(sounds, heard, strict=True)]
        figures.append(mean_figure(f"pesq_{loss}", quality, peer=name))
    if OPUS in systems:
        came = [arrived(sound, lost) for sound, lost in zip(sounds, losses, strict=True)]
        for name, system in systems.items():
            given = sounds if name == OPUS else came
            heard = [system(sound, lost) for sound, lost in zip(given, losses, strict=True)]
            opinions = [plcmos(made, rounds) for made in heard]
            figures.append(mean_figure(f"plcmos_opus_{loss}", opinions, peer=name))
    return figures


def _neteq_figures(
    system: System, spoken: Sequence[Utterance], played: Sequence[Heard], rounds: int
) -> list[Figure]:
    """Return ours beside the recordings of NetEQ, where there are any."""
    figures = []
    for burst_ms in BURSTS_MS if played else ():
        theirs = [plcmos(heard.neteq[burst_ms], rounds) for heard in played]
        own = [
            plcmos(system(heard.lossless, utterance.lost[burst_ms]), rounds)
            for heard, utterance in zip(played, spoken, strict=True)
        ]
        gains, key = np.subtract(own, theirs).tolist(), f"neteq_chain_{burst_ms}"
        figures += [
            mean_figure(key, own),
            mean_figure(key, theirs, peer="neteq"),
            mean_figure(f"neteq_gain_{burst_ms}", gains, at_least=NETEQ_GAIN.get(burst_ms)),
        ]
    return figures
