"""The loudspeaker's ring: order, silence, no growing delay."""

import numpy as np

from app.call.loudspeaker import BLOCK_SAMPLES, MOST_WAITING_SAMPLES, Playing


def played(playing: Playing, samples: int = BLOCK_SAMPLES) -> np.ndarray:
    out = np.full((samples, 1), 7, np.int16)
    playing.play(out)
    return out[:, 0]


def ramp(start: int, channels: int = 1) -> np.ndarray:
    return np.repeat(np.arange(start, start + BLOCK_SAMPLES)[:, None], channels, 1).astype(np.int16)


def test_silence_until_two_blocks_are_there_then_all_in_order() -> None:
    playing = Playing()
    assert not played(playing).any()
    playing.bring(ramp(0))
    assert not played(playing).any()
    playing.bring(ramp(BLOCK_SAMPLES, channels=2))
    heard = np.concatenate((played(playing), played(playing)))
    assert heard.tolist() == list(range(2 * BLOCK_SAMPLES))
    assert not played(playing).any()


def test_a_sound_card_that_stood_still_does_not_delay_the_talk() -> None:
    playing = Playing()
    for number in range(15):
        playing.bring(ramp(number * BLOCK_SAMPLES))
    first = int(played(playing)[0])
    assert first == 15 * BLOCK_SAMPLES - MOST_WAITING_SAMPLES
