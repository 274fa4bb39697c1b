"""The network that fills gaps, on voices in no training; and one on its way beside it.

On speakers held out of the training, of whose packets a tenth is lost in bursts of N = 20, 60 and
120 ms:

plcmos_N        mean PLCMOS v2, seeded; of the network on its way, of the one that ships, classical
plcmos_N_gain   the first of these less another, over the same utterances
wer_N           words the built-in transcriber mishears, N = 60 and 120
wer_N_delta     the first less another

Intervals are bootstrapped over utterances. `--data` names the folder of train and train2; a
network on its way is one exported to assets/training/plc. `--quick` leaves out the words.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from app.concealment import MEANS, network
from app.errors import UsageError
from audio.plc import Concealer
from audio.speech.pocketsphinx_engine import PocketsphinxEngine
from models.errors import ModelError
from models.plc.continuer import SpeechContinuer
from tests.bench.peers_plc.packets import RATE_HZ
from tests.bench.plc_material import BURSTS_MS, Utterance
from tests.bench.plc_scores import plcmos
from tests.bench.plc_systems import System, ours
from tests.bench.plc_unheard import unheard
from tests.bench.plc_words import delta_figure, rate_figure, word_errors, words_heard
from tests.bench.report import Figure, Report, mean_figure

ON_ITS_WAY = Path(__file__).resolve().parents[2] / "assets" / "training" / "plc"
RATER_ROUNDS, QUICK_RATER_ROUNDS = 5, 2
QUICK_UTTERANCES = 8
WORDS_MS = (60, 120)  # shorter ones cost hardly a word


def measure(data: Path | None, quick: bool) -> Report:
    """Measure the networks on this machine.

    Raises:
        UsageError: the speech or a measure is absent, or the network on its way cannot be read.
    """
    spoken = unheard(data, QUICK_UTTERANCES if quick else None)
    systems: dict[str, System] = {}
    if ON_ITS_WAY.exists():
        systems["training"] = ours(Concealer(RATE_HZ, network=_on_its_way()))
    systems |= {means: ours(Concealer(RATE_HZ, network=network(means))) for means in MEANS}
    rounds = QUICK_RATER_ROUNDS if quick else RATER_ROUNDS
    figures = [
        mean_figure("plcmos_lossless", [plcmos(utterance.sound, rounds) for utterance in spoken])
    ]
    for burst_ms in BURSTS_MS:
        figures += _opinions(systems, spoken, burst_ms, rounds)
    if not quick:
        figures += _words(systems, spoken)
    return Report("plc_training", figures)


def _on_its_way() -> SpeechContinuer:
    files = [ON_ITS_WAY / name for name in ("plc_conditioning.onnx", "plc_voice.onnx")]
    try:
        return SpeechContinuer.load(*files)
    except ModelError as error:
        raise UsageError(f"the network on its way cannot be read: {error}") from error


def _opinions(
    systems: Mapping[str, System], spoken: Sequence[Utterance], burst_ms: int, rounds: int
) -> list[Figure]:
    """Return what each system's filling is thought of; the first is compared with the others."""
    opinions = {
        name: [
            plcmos(system(utterance.sound, utterance.lost[burst_ms]), rounds)
            for utterance in spoken
        ]
        for name, system in systems.items()
    }
    first, *others = systems
    key = f"plcmos_{burst_ms}"
    means = [mean_figure(key, opinions[name], peer=name) for name in systems]
    gains = [
        mean_figure(f"{key}_gain", np.subtract(opinions[first], opinions[name]).tolist(), peer=name)
        for name in others
    ]
    return means + gains


def _words(systems: Mapping[str, System], spoken: Sequence[Utterance]) -> list[Figure]:
    """Return the words that each system loses; the first is compared with the others."""
    recogniser = PocketsphinxEngine()
    said = [words_heard(recogniser, utterance.sound) for utterance in spoken]
    first, *others = systems
    figures = []
    for burst_ms in WORDS_MS:
        errors = word_errors(recogniser, systems, spoken, said, burst_ms)
        key = f"wer_{burst_ms}"
        figures += [rate_figure(key, errors[name], name) for name in systems]
        figures += [
            delta_figure(f"{key}_delta", errors[first], errors[name], peer=name, at_most=None)
            for name in others
        ]
    return figures
