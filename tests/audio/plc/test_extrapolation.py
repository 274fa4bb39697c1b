"""Linear prediction goes on as the past went, never louder, the same in any cut."""

from typing import Any

import numpy as np
import pytest

from audio.plc.continuer import Continuer
from audio.plc.extrapolation import EXPANSION, LinearExtrapolation, burg
from audio.plc.handover import Handover
from audio.plc.pitch import PitchRepeat, pitch
from tests.audio.plc.signals import noise, said, voice

WAYS: list[Continuer[Any]] = [
    LinearExtrapolation(),
    PitchRepeat(),
    Handover(PitchRepeat(), LinearExtrapolation()),
]


def test_burg_finds_the_poles_of_an_autoregressive_noise() -> None:
    excitation = noise(20_000, level=1.0)
    samples = np.zeros(20_000)
    for index in range(2, len(samples)):
        samples[index] = 1.6 * samples[index - 1] - 0.81 * samples[index - 2] + excitation[index]
    assert burg(samples, 2) == pytest.approx([1, -1.6, 0.81], abs=0.02)


@pytest.mark.parametrize("kind", ["voice", "noise", "dc", "impulse"])
def test_poles_stay_inside_the_unit_circle(kind: str) -> None:
    samples = {
        "voice": voice(1600, 16_000),
        "noise": noise(1600),
        "dc": np.ones(1600, np.float32),
        "impulse": np.eye(1, 1600, 800, dtype=np.float32)[0],
    }[kind]
    assert np.abs(np.roots(burg(samples.astype(np.float64), 64))).max() < 1.0


def test_a_tone_goes_on_in_phase() -> None:
    tone = (0.5 * np.sin(2 * np.pi * 440 * np.arange(2000) / 16_000)).astype(np.float32)
    followed = said(LinearExtrapolation(), tone[:1600], 160)
    assert np.abs(followed - tone[1600:1760]).max() < 0.07


@pytest.mark.parametrize("order", [2, 31, 32, 33, 256])
def test_a_block_is_what_the_samples_are_one_by_one(order: int) -> None:
    past = voice(4000, 16_000) + noise(4000, level=0.02)
    window = past[-1600:].astype(np.float64)
    weights = -(burg(window, order) * EXPANSION ** np.arange(order + 1))[:0:-1]
    line = window.tolist()
    for _ in range(200):
        line.append(float(weights @ line[-order:]))
    expected = np.clip(line[1600:], -np.abs(window).max(), np.abs(window).max())
    assert said(LinearExtrapolation(order), past, 200) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("length", [0, 1, 2, 79, 641, 4000])
def test_any_past_will_do_and_is_never_passed(way: Continuer[Any], length: int) -> None:
    past = voice(length, 16_000)
    followed = said(way, past, 1920)
    assert np.isfinite(followed).all()
    assert np.abs(followed).max() <= 1.6 * np.abs(past).max(initial=0.0)


@pytest.mark.parametrize("way", WAYS)
def test_any_cut_says_the_same(way: Continuer[Any]) -> None:
    past = voice(4000, 16_000) + noise(4000, level=0.02)
    whole = said(way, past, 700)
    assert np.array_equal(said(way, past, 1, 0, 149, 20, 130, 400), whole)


@pytest.mark.parametrize("way", WAYS)
def test_a_state_can_be_gone_on_from_twice(way: Continuer[Any]) -> None:
    _, state = way.speak(way.begin(voice(4000, 16_000), 0), 100)
    assert np.array_equal(way.speak(state, 300)[0], way.speak(state, 300)[0])


@pytest.mark.parametrize("way", WAYS)
def test_silence_is_followed_by_silence(way: Continuer[Any]) -> None:
    assert not said(way, np.zeros(4000, np.float32), 500).any()


@pytest.mark.parametrize("pitch_hz", [65, 100, 217, 390])
def test_the_period_of_a_voice_or_a_multiple_of_it(pitch_hz: float) -> None:
    periods = pitch(voice(4000, 16_000, pitch_hz))[0] * pitch_hz / 16_000
    assert periods == pytest.approx(max(1, round(periods)), abs=0.02 * max(1, periods))


def test_repetition_wraps_without_a_jump() -> None:
    past = voice(4000, 16_000, 133) + noise(4000, level=0.02)
    steps = np.abs(np.diff(np.concatenate((past[-700:], said(PitchRepeat(), past, 1400)))))
    assert steps[699:].max() <= 1.5 * steps[:699].max()


def test_a_voice_is_like_itself_and_noise_is_not() -> None:
    assert pitch(voice(4000, 16_000))[1] > 0.95
    assert pitch(voice(4000, 16_000) + noise(4000, level=0.1))[1] == pytest.approx(0.7, abs=0.15)
    assert abs(pitch(noise(4000))[1]) < 0.4


def test_rumble_is_not_repeated_as_a_buzz() -> None:
    rumble = 0.2 * np.sin(2 * np.pi * 20 * np.arange(8000) / 16_000).astype(np.float32)
    hiss = noise(8000, level=0.002)
    alone, beneath = (
        np.abs(np.fft.rfft(said(PitchRepeat(), past, 960) * np.hanning(960)))[9:]  # from 150 Hz on
        for past in (hiss, hiss + rumble)
    )
    assert np.linalg.norm(beneath) < 2.5 * np.linalg.norm(alone)
