"""The means that a live engine takes out, for better and worse, of speech to learn from."""

import numpy as np
from numpy.typing import NDArray

from audio.speech.channel_mean import SPREAD, ChannelMean, distance
from models.cepstra import TwoCepstra

WHOLE_SHARE = 0.3  # whose mean is known from the start
COLD_SHARE = 0.25  # the first that is heard of a microphone
STRANGER = 0.45  # standard deviations of speech that another speaker's mean is off, at most
FIRST_LOOKS_FRAMES = (80, 110, 140)
SECOND_LOOK_FRAMES, FAR_OFF = 200, 0.25
LAST_LOOK_FRAMES, OFF = 150, 0.1
FIRST_FOLLOW_FRAMES, FOLLOW_FRAMES = 300, 100


def whole_channel(heard: TwoCepstra) -> NDArray[np.float32]:
    """Return the mean of all (m, 2 * COEFFICIENTS) frames, for each of them."""
    return np.tile(ChannelMean().mean(heard).astype(np.float32), (len(heard), 1))


def live_channel(heard: TwoCepstra, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return for each of (m, 2 * COEFFICIENTS) frames a mean that may be taken out of it.

    As the draft's engine does: after a first look, with what it remembers of somebody else, and
    followed from then on; it starts anew where it was far off.
    """
    kind = rng.random()
    if kind < WHOLE_SHARE:
        return whole_channel(heard)
    known = ChannelMean()
    if kind < 1 - COLD_SHARE:
        off = rng.standard_normal(heard.shape[1]) * SPREAD * rng.uniform(0, STRANGER)
        known.remember((heard + off).astype(np.float32))
    used = known.mean(heard[: rng.choice(FIRST_LOOKS_FRAMES)])
    looked_again = known.mean(heard[:SECOND_LOOK_FRAMES])
    if distance(looked_again, used) >= (FAR_OFF if len(heard) > LAST_LOOK_FRAMES else OFF):
        used = looked_again
    channel = np.tile(used.astype(np.float32), (len(heard), 1))
    for start in range(FIRST_FOLLOW_FRAMES, len(heard), FOLLOW_FRAMES):
        channel[start : start + FOLLOW_FRAMES] = known.mean(heard[:start])
    return channel
