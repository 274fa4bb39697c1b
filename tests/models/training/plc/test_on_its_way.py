"""The networks that a training goes on from are networks of concealment, and tell their age."""

from pathlib import Path

import numpy as np
import onnx

from models.plc.continuer import SpeechContinuer
from tests.models.plc.made_up import vowel

FOLDER = Path(__file__).resolve().parents[4] / "assets" / "training" / "plc"
CONDITIONING, VOICE = FOLDER / "plc_conditioning.onnx", FOLDER / "plc_voice.onnx"


def test_it_speaks() -> None:
    network = SpeechContinuer.load(CONDITIONING, VOICE)
    said, _ = network.speak(network.begin(vowel(16_000), 0), 320)
    assert np.isfinite(said).all()
    assert np.abs(said).max() > 0.01


def test_it_tells_how_long_it_was_trained_as_its_curve_does() -> None:
    told = {entry.key: entry.value for entry in onnx.load(VOICE).metadata_props}
    last = (FOLDER / "curve.csv").read_text(encoding="utf-8").splitlines()[-1]
    steps_in_an_epoch = int(told["training_steps"]) / float(last.split(",")[0])
    assert 1_900 < steps_in_an_epoch < 2_100  # of 128 losses, in 8 hours of speech
