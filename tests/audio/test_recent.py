"""The last seconds of sound."""

import numpy as np

from audio.block import AudioBlock
from audio.recent import RecentSound

MS = 1_000_000


def block(pts_ms: int, rate_hz: int = 16_000) -> AudioBlock:
    """Return 20 ms of sound."""
    return AudioBlock(pts_ms * MS, np.zeros((rate_hz // 50, 1), np.int16), rate_hz)


def test_what_sounds_in_a_stretch_of_time_is_given() -> None:
    sound = RecentSound(1000 * MS)
    for pts_ms in range(0, 200, 20):
        sound.push(block(pts_ms))
    assert sound.end_ns == 200 * MS
    found = sound.window(50 * MS, 100 * MS)
    assert [one.pts_ns // MS for one in found] == [40, 60, 80]


def test_older_sound_is_let_go() -> None:
    sound = RecentSound(100 * MS)
    for pts_ms in range(0, 2000, 20):
        sound.push(block(pts_ms))
    kept = sound.window(0, 2000 * MS)
    assert [one.pts_ns // MS for one in kept] == [1880, 1900, 1920, 1940, 1960, 1980]


def test_sound_of_another_kind_starts_anew() -> None:
    sound = RecentSound(1000 * MS)
    sound.push(block(0))
    sound.push(block(20, 48_000))
    assert [one.sample_rate_hz for one in sound.window(0, 1000 * MS)] == [48_000]
    sound.reset()
    assert sound.end_ns is None
