"""States are found where they are said, and marked as unknown where that is in doubt."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from models.clean_cepstra import clean_net
from models.training.clean_cepstra.alignment import MARGIN_SAMPLES, UNKNOWN, Aligner, Seen, see
from models.training.clean_cepstra.sphinx_model import STATES_OF_PHONE, states
from models.vocal_tract import PLAIN

UTTERANCE = "speech/asr_eval/1688-142285-0000.flac"


@pytest.fixture(scope="module")
def aligner() -> Aligner:
    return Aligner(clean_net())


def noise(seconds: float) -> np.ndarray:
    return np.random.default_rng(0).standard_normal(int(16_000 * seconds)).astype(np.float32) / 30


def test_a_given_warp_is_kept() -> None:
    assert see(noise(1), PLAIN).warp == PLAIN
    seen = see(noise(1), 3)
    assert seen.warp == 3
    assert seen.cepstra.shape[1] == 26


def test_a_word_that_no_dictionary_knows_fits_nothing(aligner: Aligner) -> None:
    assert aligner.states(see(noise(1)), "qwxzzt") is None


def test_doubtful_words_of_a_hearing_are_unknown(
    aligner: Aligner, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = [
        SimpleNamespace(word="<s>", start_frame=0, end_frame=9, prob=1.0),
        SimpleNamespace(word="sure", start_frame=10, end_frame=29, prob=0.9),
        SimpleNamespace(word="unsure(2)", start_frame=30, end_frame=49, prob=0.1),
    ]
    texts = []

    def aligned(cepstra: np.ndarray, words: list[str]) -> np.ndarray:
        texts.append(words)
        return np.zeros(len(cepstra), np.int16)

    monkeypatch.setattr(aligner, "_hearing", FakeDecoder(heard))
    monkeypatch.setattr(aligner, "_aligned", aligned)
    found = aligner.states(Seen(np.zeros((60, 26), np.float32), PLAIN), "")
    assert texts == [["sure", "unsure"]]
    assert found is not None
    assert (found[30:50] == UNKNOWN).all()
    assert (found[:30] == 0).all()
    assert (found[50:] == 0).all()


class FakeDecoder:
    """Hears the same words in everything."""

    def __init__(self, heard: list[SimpleNamespace]) -> None:
        self._heard = heard

    def start_utt(self) -> None:
        pass

    def process_cep(self, cepstra: bytes, *, full_utt: bool) -> None:
        assert full_utt
        assert len(cepstra) % (13 * 4) == 0

    def end_utt(self) -> None:
        pass

    def seg(self) -> Iterator[SimpleNamespace]:
        return iter(self._heard)


@pytest.mark.shared_data
def test_speech_is_aligned_in_the_order_of_its_sounds(shared_data: Path, aligner: Aligner) -> None:
    sound, _ = soundfile.read(shared_data / UTTERANCE, dtype="float32")
    [text] = [
        line.split("\t")[4]
        for line in (shared_data / "speech/asr_eval/transcripts.tsv").read_text().splitlines()
        if line.startswith(Path(UTTERANCE).name)
    ]
    quiet = np.zeros(MARGIN_SAMPLES, np.float32)
    found = aligner.states(see(np.concatenate((quiet, sound, quiet))), text)
    assert found is not None
    phones = [states().phones[state // STATES_OF_PHONE] for state in found]
    said = [phone for phone, before in zip(phones, ["", *phones], strict=False) if phone != before]
    assert said[0] == said[-1] == "SIL"
    assert len(said) > len(text.split())
    assert np.mean(found == UNKNOWN) < 0.02
