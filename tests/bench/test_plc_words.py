"""Words lost by concealment are counted against the best of the others."""

import numpy as np
import pytest

from tests.bench import plc_words
from tests.bench.peers_plc.packets import PACKET_SAMPLES, Lost, Sound
from tests.bench.plc_material import Utterance
from tests.bench.plc_neteq import Heard
from tests.bench.plc_words import neteq_word_figures, word_figures

WORDS = 10


class Counter:
    """Hears one word per non-silent packet."""

    def utterance(self, samples: np.ndarray) -> list[tuple[str, float]]:
        packets = samples.reshape(-1, PACKET_SAMPLES)
        return [(f"w{n}", 1.0) for n, packet in enumerate(packets) if packet.any()]


def zero(sound: Sound, lost: Lost) -> Sound:
    return np.where(np.repeat(lost, PACKET_SAMPLES), np.float32(0), sound)


def whole(sound: Sound, lost: Lost) -> Sound:
    return sound


def test_ours_is_held_against_the_best_peer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plc_words, "Defaults", Counter)
    lost = np.arange(WORDS) < 3
    sound = np.ones(WORDS * PACKET_SAMPLES, np.float32)
    spoken = [Utterance("a", sound, {20: lost, 60: lost, 120: lost})] * 4
    found = {
        (figure.key, figure.peer): figure
        for figure in word_figures({None: zero, "zero": zero, "whole": whole}, spoken, None)
    }
    assert found["wer_60", None].value == pytest.approx(0.3)
    assert found["wer_60", "whole"].value == 0
    delta = found["wer_delta_60", None]
    assert delta.value == pytest.approx(0.3)
    assert not delta.within_budget()


def test_neteq_is_heard_on_its_own_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plc_words, "Defaults", Counter)
    lost = np.arange(WORDS) < 3
    sound = np.ones(WORDS * PACKET_SAMPLES, np.float32)
    spoken = [Utterance("a", sound, {20: lost, 60: lost, 120: lost})] * 4
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
