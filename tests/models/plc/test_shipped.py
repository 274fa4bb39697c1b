"""The networks that ship: there, sound, and calm."""

import numpy as np
import onnx
import pytest

from models.plc.continuer import SpeechContinuer
from models.plc.past import FloatArray
from models.store import open_store
from tests.models.plc.made_up import vowel

GAP_SAMPLES = 1920  # 120 ms


@pytest.fixture(scope="module")
def shipped() -> SpeechContinuer:
    store = open_store()
    return SpeechContinuer.load(store.path("plc_conditioning"), store.path("plc_voice"))


@pytest.mark.parametrize("name", ["plc_conditioning", "plc_voice"])
def test_the_manifest_tells_the_truth(name: str) -> None:
    open_store().verify(name)


def test_the_network_has_twenty_epochs_behind_it() -> None:
    voice = onnx.load(open_store().path("plc_voice"))
    told = {one.key: one.value for one in voice.metadata_props}
    learnt_h = int(told["training_steps"]) * 128 * 0.112 / 3600  # losses a step, s of each
    assert learnt_h >= 20 * 8.0  # of the speech there is


@pytest.mark.parametrize("pitch_hz", [90.0, 130.0, 220.0])
def test_a_vowel_goes_on_as_loud_and_in_tune(shipped: SpeechContinuer, pitch_hz: float) -> None:
    voice = vowel(16_000 + GAP_SAMPLES, pitch_hz)
    past, true = voice[:16_000], voice[16_000:]
    said, _ = shipped.speak(shipped.begin(past, 1), GAP_SAMPLES)
    assert -9 < _level_db(said) - _level_db(true) < 4
    first = slice(0, 320)
    assert np.corrcoef(said[first], true[first])[0, 1] > 0.8


def test_noise_goes_on_if_softer(shipped: SpeechContinuer) -> None:
    noise = (0.05 * np.random.default_rng(0).standard_normal(16_000)).astype(np.float32)
    said, _ = shipped.speak(shipped.begin(noise, 1), GAP_SAMPLES)
    assert -20 < _level_db(said) - _level_db(noise) < 4


def test_silence_goes_on(shipped: SpeechContinuer) -> None:
    said, _ = shipped.speak(shipped.begin(np.zeros(16_000, np.float32), 1), GAP_SAMPLES)
    assert np.abs(said).max() < 1e-4


def _level_db(samples: FloatArray) -> float:
    return float(10 * np.log10(np.mean(samples**2)))
