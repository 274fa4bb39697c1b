"""What aiortc decodes at 8 or 16 kHz is played at 48, each sample at its time."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from av import AudioFrame

from app.call.playing_rate import PlayingRate, Run

TONE_HZ = 440
FRAMES = 50
G711 = (8_000, Fraction(1, 8_000))
G722 = (16_000, Fraction(1, 8_000))  # its clock is that of G.711, by an old mistake (RFC 3551)
OPUS = (48_000, Fraction(1, 48_000))


def frames(rate_hz: int, time_base: Fraction) -> list[AudioFrame]:
    """Return a second of a tone in frames of 20 ms whose time stamps begin at 1 s."""
    made = []
    for number in range(FRAMES):
        times_s = np.arange(rate_hz // 50) / rate_hz + number / 50
        samples = (8000 * np.sin(2 * np.pi * TONE_HZ * times_s)).astype(np.int16)
        frame = AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.sample_rate, frame.time_base = rate_hz, time_base
        frame.pts = round((1 + Fraction(number, 50)) / time_base)
        made.append(frame)
    return made


def check_tone(runs: list[Run]) -> int:
    """Check that each run says what is due at its time; return how many samples they are."""
    for pts, samples in runs:
        times_s = (pts + np.arange(len(samples))) / 48_000 - 1
        inside = slice(100, -100)  # the ends of a stretch lack what was around them
        wanted = 8000 / 32768 * np.sin(2 * np.pi * TONE_HZ * times_s)
        assert samples.shape[1] == 2
        assert samples[inside, 0] == pytest.approx(wanted[inside], abs=0.01)
    return sum(len(samples) for _, samples in runs)


@pytest.mark.parametrize(("rate_hz", "time_base"), [G711, G722, OPUS])
def test_a_tone_is_played_at_its_pitch_and_in_its_time(rate_hz: int, time_base: Fraction) -> None:
    rate = PlayingRate(2)
    runs = [run for frame in frames(rate_hz, time_base) for run in rate.push(frame)]
    assert runs[0][0] == 48_000
    for (pts, samples), (following, _) in pairwise(runs):
        assert following == pts + len(samples)
    assert 47_900 <= check_tone(runs) <= 48_000


def test_what_follows_a_loss_keeps_its_time_and_what_was_before_is_played_whole() -> None:
    rate, sent = PlayingRate(2), frames(*G711)
    del sent[20:25]
    runs = [run for frame in sent for run in rate.push(frame)]
    before = [run for run in runs if run[0] < 48_000 * 7 // 5]
    assert sum(len(samples) for _, samples in before) == 20 * 960
    assert runs[len(before)][0] == 48_000 * 3 // 2
    check_tone(runs)
