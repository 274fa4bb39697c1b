"""The voice network's features are free of level, and noise, tones and silence are no voice."""

import numpy as np
import pytest
from numpy.typing import NDArray

from models.spectrum import SAMPLE_RATE_HZ, SpectrumStream
from models.voice import (
    FEATURES,
    WINDOW_FRAMES,
    VoiceNet,
    describe_frames,
    describe_window,
    voice_net,
)


def window(pcm: NDArray[np.float64]) -> NDArray[np.float32]:
    frames = describe_frames(SpectrumStream().push(pcm.astype(np.float32)))
    return describe_window(frames[:WINDOW_FRAMES])


def syllables() -> NDArray[np.float64]:
    """A buzz at a voice's pitch, four times a second."""
    time_s = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    buzz = np.sign(np.sin(2 * np.pi * 120 * time_s))
    return np.asarray(buzz * (0.05 + np.sin(2 * np.pi * 2 * time_s) ** 2) * 0.4)


def test_features_are_free_of_level() -> None:
    loud, soft = window(syllables()), window(syllables() * 0.5)
    assert loud.shape == (FEATURES,)
    assert np.allclose(loud, soft, atol=0.3)  # the floor shows a little


def test_harmonicity_tells_a_buzz_from_noise() -> None:
    noise = np.random.default_rng(0).standard_normal(SAMPLE_RATE_HZ) * 0.1
    buzz, hiss = (
        describe_frames(SpectrumStream().push(pcm.astype(np.float32)))[:, -1].mean()
        for pcm in (syllables(), noise)
    )
    assert buzz > hiss + 0.1


@pytest.mark.parametrize("kind", ["silence", "white", "tone"])
def test_plain_sounds_are_no_voice(kind: str) -> None:
    time_s = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    pcm = {
        "silence": np.zeros(SAMPLE_RATE_HZ),
        "white": np.random.default_rng(1).standard_normal(SAMPLE_RATE_HZ) * 0.1,
        "tone": np.sin(2 * np.pi * 440 * time_s) * 0.3,
    }[kind]
    assert voice_net().log_odds(window(pcm)) < 0


def test_weights_survive_their_text(tmp_path: object) -> None:
    import json

    net = voice_net()
    values = json.loads(net.as_json())
    arrays = {name: np.array(v, np.float32) for name, v in values.items() if name != "out_bias"}
    again = VoiceNet(**arrays, out_bias=values["out_bias"])
    features = window(syllables())
    assert abs(float(again.log_odds(features)) - float(net.log_odds(features))) < 1e-2
