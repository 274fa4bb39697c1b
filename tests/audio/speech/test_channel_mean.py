"""The channel's mean is learnt from speech alone, soon, and remembered for a while."""

import numpy as np

from audio.speech.channel_mean import (
    PAUSES,
    REMEMBERED_FRAMES,
    TYPICAL_SPEECH,
    ChannelMean,
    Mean,
    distance,
    utterance_mean,
)
from models.cepstra import TwoCepstra

OTHER = TYPICAL_SPEECH + 8.0
SILENCE = TYPICAL_SPEECH - np.where(np.arange(26) % 13 == 0, 60.0, 0.0)


def spoken(mean: Mean, frames: int, silent: int = 0) -> TwoCepstra:
    """Frames around `mean`, a part of them silence."""
    noise = np.random.default_rng(0).standard_normal((frames, len(mean)))
    return np.concatenate((mean + noise, np.tile(SILENCE, (silent, 1)))).astype(np.float32)


def test_with_nothing_heard_it_is_the_typical_one() -> None:
    assert np.allclose(ChannelMean().mean(spoken(OTHER, 0)), TYPICAL_SPEECH + PAUSES)


def test_a_second_of_speech_moves_it_most_of_the_way() -> None:
    channel = ChannelMean()
    start = distance(OTHER, channel.mean(spoken(OTHER, 0)))
    assert distance(OTHER, channel.mean(spoken(OTHER, 100))) < 0.4 * start


def test_long_silence_does_not_move_it() -> None:
    few, many = (utterance_mean(spoken(OTHER, 200, silent))[0] for silent in (100, 2000))
    assert distance(few, many) < 0.01


def test_speech_without_pauses_gets_no_constant() -> None:
    assert distance(utterance_mean(spoken(OTHER, 300))[0], OTHER) < 0.02


def test_what_is_remembered_fades() -> None:
    channel = ChannelMean()
    channel.remember(spoken(OTHER, 10 * REMEMBERED_FRAMES))
    assert distance(OTHER, channel.mean(spoken(OTHER, 0))) < 0.1
    back = spoken(TYPICAL_SPEECH, 3 * REMEMBERED_FRAMES)
    assert distance(TYPICAL_SPEECH, channel.mean(back)) < distance(OTHER, channel.mean(back))


def test_reset_forgets() -> None:
    channel = ChannelMean()
    channel.remember(spoken(OTHER, 500))
    channel.reset()
    assert np.allclose(channel.mean(spoken(OTHER, 0)), TYPICAL_SPEECH + PAUSES)
