"""The noise beneath has the colour of the voice and the loudness of the room, and no pitch."""

import numpy as np
import pytest

from audio.plc.breath import GAP_SAMPLES, ROOM_SAMPLES, beneath, envelope, room
from audio.plc.fade import breath_gain
from tests.audio.plc.signals import noise, voice

SECOND = 16_000


@pytest.mark.parametrize("level", [0.001, 0.1])
def test_the_room_is_as_loud_as_its_noise(level: float) -> None:
    heard = [np.sqrt(room(noise(SECOND, seed, level)).mean()) for seed in range(8)]
    assert np.mean(heard) == pytest.approx(level, rel=0.15)


def test_a_held_tone_is_no_room() -> None:
    past = voice(SECOND, SECOND)
    assert np.sqrt(room(past).mean()) < 0.1 * past.std()


def test_a_room_goes_on_as_loud_as_between_the_words() -> None:
    speech = np.tile(np.repeat([1.0, 0.0], 1600), 5).astype(np.float32) * voice(SECOND, SECOND)
    still = 0.003
    rooms = [np.sqrt(room(speech + noise(SECOND, seed, still)).mean()) for seed in range(8)]
    assert np.mean(rooms) == pytest.approx(still, rel=0.2)


def test_of_a_short_past_only_the_voice_is_known() -> None:
    past = noise(GAP_SAMPLES - 1)
    assert not room(past).any()
    made = np.mean([beneath(past, seed) ** 2 for seed in range(50)], axis=0)
    expected = (past[-480:].std() * breath_gain(0, GAP_SAMPLES)) ** 2
    assert np.sqrt(made.mean()) == pytest.approx(np.sqrt(expected.mean()), rel=0.15)


def test_nothing_begins_or_ends_at_once() -> None:
    made = beneath(noise(SECOND), 0)
    assert not made[:80].any()
    assert not made[1920:].any()
    assert np.abs(made[1880:1920]).max() < 0.2 * np.abs(made).max()


def test_a_pause_of_the_line_is_not_the_room() -> None:
    past = noise(SECOND, level=0.01)
    past[ROOM_SAMPLES // 4 : ROOM_SAMPLES // 2] = 0.0
    assert np.sqrt(room(past).mean()) == pytest.approx(0.01, rel=0.2)


def test_of_the_colour_of_the_past() -> None:
    hiss = np.diff(noise(SECOND + 1))  # 12 dB per octave up
    power = np.abs(np.fft.rfft(beneath(hiss, 0))) ** 2
    half = len(power) // 2
    assert power[half:].sum() > 3 * power[:half].sum()


def test_a_voice_leaves_no_pitch_in_it() -> None:
    pitch_hz = 125.0
    period = round(SECOND / pitch_hz)
    past = voice(4000, SECOND, pitch_hz) + noise(4000, level=0.003)
    made = np.fft.irfft(np.sqrt(envelope(past)) * np.fft.rfft(noise(GAP_SAMPLES)))
    assert np.corrcoef(past[period:], past[:-period])[0, 1] > 0.9
    assert abs(np.corrcoef(made[period:], made[:-period])[0, 1]) < 0.5


@pytest.mark.parametrize("length", [0, 1, 100, 5000, 40_000])
def test_any_past_will_do(length: int) -> None:
    assert np.isfinite(beneath(voice(length, SECOND), 0)).all()
    assert not beneath(np.zeros(length, np.float32), 0).any()


def test_another_seed_another_noise() -> None:
    past = noise(4000)
    assert np.array_equal(beneath(past, 1), beneath(past, 1))
    assert not np.array_equal(beneath(past, 1), beneath(past, 2))
