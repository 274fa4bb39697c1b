"""The means to learn with are a live engine's: right at last, and off before."""

import numpy as np

from audio.speech.channel_mean import distance, utterance_mean
from models.cepstra import COEFFICIENTS
from models.training.clean_cepstra.channel import (
    FIRST_FOLLOW_FRAMES,
    live_channel,
    whole_channel,
)


def speech(frames: int) -> np.ndarray:
    drawn = np.random.default_rng(1).standard_normal((frames, 2 * COEFFICIENTS)) * 10
    drawn[:, [0, COEFFICIENTS]] += 60
    drawn[:, 1] += np.linspace(-30, 30, frames)  # it changes: the beginning tells not all
    return drawn.astype(np.float32)


def test_the_whole_mean_is_the_same_for_all_frames() -> None:
    channel = whole_channel(speech(200))
    assert channel.shape == (200, 2 * COEFFICIENTS)
    assert (channel == channel[0]).all()


def test_a_live_mean_comes_nearer_and_is_not_always_the_same() -> None:
    heard = speech(900)
    right = utterance_mean(heard)[0]
    drawn = [live_channel(heard, np.random.default_rng(seed)) for seed in range(12)]
    first = [distance(channel[0], right) for channel in drawn]
    last = [distance(channel[-1], right) for channel in drawn]
    assert np.mean(last) < np.mean(first)
    assert len({round(off, 4) for off in first}) > 2
    followed = next(channel for channel in drawn if (channel != channel[0]).any())
    assert (followed[:FIRST_FOLLOW_FRAMES] == followed[0]).all()
