"""Words lost by concealment are counted against the best of the others."""

from collections.abc import Sequence

import numpy as np
import pytest

from audio.speech.transcript import Final, TranscriptEvent, Word
from tests.bench import plc_words
from tests.bench.peers_plc.packets import PACKET_SAMPLES, Lost, Sound
from tests.bench.plc_material import LOSSES, Utterance
from tests.bench.plc_neteq import Heard
from tests.bench.plc_words import neteq_word_figures, word_figures

WORDS = 10


class Counter:
    """Hears one word per packet that is not silent."""

    def __init__(self) -> None:
        self.fed: list[np.ndarray] = []

    def reset(self) -> None:
        """Nothing is remembered."""

    def begin(self, pts_ns: int) -> None:
        """Start anew."""
        self.fed = []

    def feed(self, pcm: np.ndarray) -> Sequence[TranscriptEvent]:
        """Keep the samples."""
        self.fed.append(pcm)
        return []

    def end(self) -> Sequence[TranscriptEvent]:
        """Return the words."""
        packets = np.concatenate(self.fed).reshape(-1, PACKET_SAMPLES)
        loud = [number for number, packet in enumerate(packets) if packet.any()]
        return [Final(0, tuple(Word(f"w{n}", n, n + 1, 1.0) for n in loud))]


def zero(sound: Sound, lost: Lost) -> Sound:
    return np.where(np.repeat(lost, PACKET_SAMPLES), np.float32(0), sound)


def whole(sound: Sound, lost: Lost) -> Sound:
    return sound


def test_ours_is_held_against_the_best_peer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plc_words, "PocketsphinxEngine", Counter)
    lost = np.arange(WORDS) < 3
    sound = np.ones(WORDS * PACKET_SAMPLES, np.float32)
    spoken = [Utterance("a", sound, dict.fromkeys(LOSSES, lost))] * 4
    found = {
        (figure.key, figure.peer): figure
        for figure in word_figures(
            {None: zero, "ours too": whole, "zero": zero}, spoken, [None, "ours too"]
        )
    }
    assert found["wer_60", None].value == pytest.approx(0.3)
    assert found["wer_60", "ours too"].value == 0
    delta = found["wer_delta_60", None]
    assert delta.value == 0
    assert delta.within_budget()
    (worse,) = (
        figure
        for figure in word_figures({None: zero, "whole": whole}, spoken, [None])
        if figure.key == "wer_delta_60"
    )
    assert worse.value == pytest.approx(0.3)
    assert not worse.within_budget()


def test_neteq_is_heard_on_its_own_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plc_words, "PocketsphinxEngine", Counter)
    lost = np.arange(WORDS) < 3
    sound = np.ones(WORDS * PACKET_SAMPLES, np.float32)
    spoken = [Utterance("a", sound, dict.fromkeys(LOSSES, lost))] * 4
    half_silent = np.where(np.arange(len(sound)) < len(sound) // 2, np.float32(0), sound)
    played = [Heard(sound, {20: sound, 60: half_silent, 120: sound})] * 4
    found = {
        (figure.key, figure.peer): figure for figure in neteq_word_figures(zero, spoken, played)
    }
    assert found["wer_neteq_chain_60", "neteq"].value == pytest.approx(0.5)
    assert found["wer_neteq_chain_60", None].value == pytest.approx(0.3)
    assert found["wer_neteq_delta_60", None].within_budget()
    assert not found["wer_neteq_delta_120", None].within_budget()
    assert neteq_word_figures(zero, spoken, []) == []
