"""Mixes with known timelines."""

import numpy as np
import pytest

from models.log_mel import SAMPLE_RATE_HZ
from models.sound_classes import SoundClass
from models.training.tagger.mixes import (
    MIX_FRAMES,
    MIX_SAMPLES,
    UNKNOWN,
    Mixer,
    Track,
    frame_power,
    sounding_frames,
    truth_of,
)
from models.training.tagger.recordings import Recording

CLASSES = [
    SoundClass(key, key, family, (key,))
    for key, family in (("dog", "animal"), ("rain", "nature"), ("b", "quiet"), ("s", "quiet"))
]
DOG, RAIN, BACKGROUND, SILENCE = range(4)


def tone(start_s: float, end_s: float, loudness: float) -> np.ndarray:
    sound = np.zeros(MIX_SAMPLES, np.float32)
    span = slice(int(start_s * SAMPLE_RATE_HZ), int(end_s * SAMPLE_RATE_HZ))
    sound[span] = loudness * np.sin(np.arange(span.stop - span.start) * 0.3)
    return sound


def track(index: int, sound: np.ndarray) -> Track:
    power = frame_power(sound)
    return Track(index, power, sounding_frames(power))


def test_a_loud_sound_hides_a_soft_one_while_it_lasts() -> None:
    dog, rain = tone(2, 4, 0.3), tone(0, 12, 0.003)
    truth = truth_of(dog + rain, [track(RAIN, rain), track(DOG, dog)], 4)
    assert (truth[220:380, DOG] == 1).all()
    assert (truth[220:380, RAIN] == 0).all()
    assert (truth[500:, RAIN] == 1).all()
    assert (truth[500:, DOG] == 0).all()
    assert (truth[:, [BACKGROUND, SILENCE]] == 0).all()


def test_what_is_neither_clear_nor_hidden_is_unknown() -> None:
    dog, rain = tone(2, 4, 0.1), tone(0, 12, 0.015)
    truth = truth_of(dog + rain, [track(RAIN, rain), track(DOG, dog)], 4)
    assert (truth[220:380, RAIN] == UNKNOWN).all()


def test_noise_alone_is_background_and_very_little_is_silence() -> None:
    for loudness, expected in ((0.01, BACKGROUND), (0.0003, SILENCE)):
        truth = truth_of(tone(0, 12, loudness), [], 4)
        assert (truth[20:-20, expected] == 1).all()
        assert truth[20:-20].sum() == MIX_FRAMES - 40


def test_a_short_pause_belongs_to_the_sound_and_a_long_one_is_unknown() -> None:
    sounding = sounding_frames(frame_power(tone(1, 2, 0.1) + tone(2.3, 3, 0.1) + tone(5, 6, 0.1)))
    assert (sounding[105:295] == 1).all()
    assert (sounding[310:490] == UNKNOWN).all()
    assert (sounding[:95] == 0).all()
    assert (sounding[610:] == 0).all()


@pytest.fixture
def mixer() -> Mixer:
    rng = np.random.default_rng(0)
    recordings = [
        Recording((rng.standard_normal(16_000) * 3000).astype(np.int16), key, str(n), False)
        for key in ("dog", "rain")
        for n in range(2)
    ]
    return Mixer(recordings, CLASSES)


def test_the_same_seed_makes_the_same_mix(mixer: Mixer) -> None:
    first, again, other = (mixer.mix(np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.samples, again.samples)
    np.testing.assert_array_equal(first.truth, again.truth)
    assert not np.array_equal(first.samples, other.samples)


def test_mixes_never_clip_and_are_never_loud_and_called_silent(mixer: Mixer) -> None:
    for seed in range(6):
        mix = mixer.mix(np.random.default_rng(seed))
        assert np.abs(mix.samples).max() <= 1.0
        silent = mix.truth[:, SILENCE] == 1
        assert frame_power(mix.samples)[silent].max(initial=0) < 1e-4
        assert not (silent & (mix.truth[:, DOG] == 1)).any()
