"""What concealment leaves of the words: the built-in transcriber hears each version of a speech."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

import numpy as np

from audio.speech.pocketsphinx_engine import PocketsphinxEngine
from audio.speech.transcript import Final
from tests.bench.peers_plc.packets import RATE_HZ, Sound
from tests.bench.plc_material import BURSTS_MS, LOSSES, Loss, Utterance
from tests.bench.plc_neteq import Heard
from tests.bench.plc_systems import System
from tests.bench.report import BOOTSTRAP_ROUNDS, INTERVAL_PERCENT, Figure
from tests.bench.word_error import WordError, word_error

Name = TypeVar("Name")  # of a system

CLOSE_WER = 0.01  # over the best peer
PAUSE_S = 0.3  # before and after an utterance, as a gate would give it


def word_figures(
    systems: Mapping[str | None, System], spoken: Sequence[Utterance], own: Collection[str | None]
) -> list[Figure]:
    """Return the words lost by each system, and by the first of our `own` beyond the best peer.

    There is no written reference: the words the recogniser hears in the lossless speech count as
    said, so that only what concealment did to them is measured.
    """
    recogniser = PocketsphinxEngine()
    said = [words_heard(recogniser, utterance.sound) for utterance in spoken]
    figures = []
    for loss in LOSSES:
        errors = word_errors(recogniser, systems, spoken, said, loss)
        figures += [rate_figure(f"wer_{loss}", error, peer) for peer, error in errors.items()]
        peers = [name for name in systems if name not in own]
        best = min(peers, key=lambda name: _total(errors[name]))
        figures.append(delta_figure(f"wer_delta_{loss}", errors[next(iter(own))], errors[best]))
    return figures


def neteq_word_figures(
    system: System, spoken: Sequence[Utterance], played: Sequence[Heard]
) -> list[Figure]:
    """Return the words lost by ours and by the recorded NetEQ, on the chain of that recording."""
    recogniser = PocketsphinxEngine()
    said = [words_heard(recogniser, heard.lossless) for heard in played]
    figures = []
    for burst_ms in BURSTS_MS if played else ():
        theirs = [heard.neteq[burst_ms] for heard in played]
        own = [
            system(heard.lossless, utterance.lost[burst_ms])
            for heard, utterance in zip(played, spoken, strict=True)
        ]
        errors, their_errors = (
            [
                word_error(words, words_heard(recogniser, sound))
                for words, sound in zip(said, sounds, strict=True)
            ]
            for sounds in (own, theirs)
        )
        key = f"wer_neteq_chain_{burst_ms}"
        figures += [
            rate_figure(key, errors, None),
            rate_figure(key, their_errors, "neteq"),
            delta_figure(f"wer_neteq_delta_{burst_ms}", errors, their_errors),
        ]
    return figures


def word_errors(
    recogniser: PocketsphinxEngine,
    systems: Mapping[Name, System],
    spoken: Sequence[Utterance],
    said: Sequence[str],
    loss: Loss,
) -> dict[Name, list[WordError]]:
    """Return what each system loses of the words `said` in each utterance."""
    return {
        name: [
            word_error(
                words, words_heard(recogniser, system(utterance.sound, utterance.lost[loss]))
            )
            for words, utterance in zip(said, spoken, strict=True)
        ]
        for name, system in systems.items()
    }


def words_heard(recogniser: PocketsphinxEngine, sound: Sound) -> str:
    """Return the words of one utterance, of which nothing is known beforehand."""
    pause = np.zeros(round(PAUSE_S * RATE_HZ), np.float32)
    recogniser.reset()
    recogniser.begin(0)
    recogniser.feed(np.concatenate((pause, sound, pause)).astype(np.float32))
    finals = [event for event in recogniser.end() if isinstance(event, Final)]
    return " ".join(final.text for final in finals)


def _total(errors: Sequence[WordError]) -> float:
    return sum(error.errors for error in errors) / sum(error.reference_words for error in errors)


def _draws(errors: Sequence[WordError]) -> np.ndarray:
    """Return (rounds,) word error rates of utterances drawn anew, always the same ones."""
    wrong = np.array([error.errors for error in errors])
    said = np.array([error.reference_words for error in errors])
    drawn = np.random.default_rng(0).integers(0, len(said), (BOOTSTRAP_ROUNDS, len(said)))
    rates: np.ndarray = wrong[drawn].sum(1) / said[drawn].sum(1)
    return rates


def rate_figure(key: str, errors: Sequence[WordError], peer: str | None) -> Figure:
    """Return the words lost of utterances, by `peer`."""
    low, high = np.percentile(_draws(errors), INTERVAL_PERCENT)
    return Figure(
        key=key,
        value=_total(errors),
        unit="",
        n=sum(error.reference_words for error in errors),
        low=float(low),
        high=float(high),
        peer=peer,
    )


def delta_figure(
    key: str,
    errors: Sequence[WordError],
    theirs: Sequence[WordError],
    peer: str | None = None,
    at_most: float | None = CLOSE_WER,
) -> Figure:
    """Return how many more words of the same utterances are lost than by `theirs`."""
    low, high = np.percentile(_draws(errors) - _draws(theirs), INTERVAL_PERCENT)
    return Figure(
        key=key,
        value=_total(errors) - _total(theirs),
        unit="",
        n=sum(error.reference_words for error in errors),
        low=float(low),
        high=float(high),
        peer=peer,
        at_most=at_most,
    )
