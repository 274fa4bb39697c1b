"""The noise beneath has the colour of the voice and the loudness of the room, and no pitch."""

import numpy as np
import pytest

from audio.plc.breath import GAP_SAMPLES, ROOM_SAMPLES, SHARE, breath, envelope, room
from tests.audio.plc.signals import noise, voice

SECOND = 16_000


@pytest.mark.parametrize("level", [0.001, 0.1])
def test_the_room_is_as_loud_as_its_noise(level: float) -> None:
    heard = [breath(noise(SECOND, seed, level), seed).std() for seed in range(8)]
    assert np.mean(heard) == pytest.approx(level, rel=0.1)


def test_a_room_goes_on_as_loud_as_between_the_words() -> None:
    speech = np.tile(np.repeat([1.0, 0.0], 1600), 5).astype(np.float32) * voice(SECOND, SECOND)
    still = 0.003
    rooms = [np.sqrt(room(speech + noise(SECOND, seed, still)).mean()) for seed in range(8)]
    assert np.mean(rooms) == pytest.approx(still, rel=0.2)


def test_of_a_short_past_only_the_voice_is_known() -> None:
    past = noise(GAP_SAMPLES - 1)
    assert not room(past).any()
    assert breath(past, 0).std() == pytest.approx(SHARE * past.std(), rel=0.15)


def test_a_pause_of_the_line_is_not_the_room() -> None:
    past = noise(SECOND, level=0.01)
    past[ROOM_SAMPLES // 4 : ROOM_SAMPLES // 2] = 0.0
    assert np.sqrt(room(past).mean()) == pytest.approx(0.01, rel=0.2)


def test_of_the_colour_of_the_past() -> None:
    hiss = np.diff(noise(SECOND + 1))  # 12 dB per octave up
    power = np.abs(np.fft.rfft(breath(hiss, 0))) ** 2
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
    assert np.isfinite(breath(voice(length, SECOND), 0)).all()
    assert not breath(np.zeros(length, np.float32), 0).any()


def test_another_seed_another_noise() -> None:
    past = noise(4000)
    assert np.array_equal(breath(past, 1), breath(past, 1))
    assert not np.array_equal(breath(past, 1), breath(past, 2))
