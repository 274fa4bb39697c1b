"""When to speak faster or slower, so that the delay becomes what the network asks for."""

from audio.plc.continuer import FloatArray
from audio.plc.heard import Kind
from audio.plc.time_scale import TimeScale

SHORTEN_ABOVE_MS = 10.0
LENGTHEN_BELOW_MS = -5.0
HURRY_MS = 60.0  # farther off than this, seams that may be heard are the lesser evil
CALM_SHARE, HURRIED_SHARE = 0.1, 0.25  # of the time, left out or said twice at most
CALM_LIKENESS, HURRIED_LIKENESS = 0.8, 0.5  # NetEQ: 0.9 and 0.5
ROOM_MS = 30  # of sound leave room for the longest lag


class Pace:
    """Fits one stream's blocks to the delay that is wanted."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._rate_hz = sample_rate_hz
        self._time_scale = TimeScale(sample_rate_hz)
        self._resting = 0

    @property
    def past_samples(self) -> int:
        """How much of what was played `fitted` looks back on."""
        return self._time_scale.longest_lag

    def wants_more(self, n_samples: int, excess_ms: float) -> bool:
        """Tell whether a block should be made longer before it is shortened."""
        return (
            excess_ms > SHORTEN_ABOVE_MS
            and self._resting <= n_samples
            and n_samples < self._rate_hz * ROOM_MS // 1000
        )

    def fitted(self, past: FloatArray, block: FloatArray, excess_ms: float) -> FloatArray:
        """Return (n, channels) `block`, shorter by a lag, longer by one, or as it is.

        Args:
            past: (m, channels), what was played before.
            block: decoded sound.
            excess_ms: by how much its delay is above what it should be.
        """
        self._resting -= len(block)
        hurried = abs(excess_ms) > HURRY_MS
        likeness = HURRIED_LIKENESS if hurried else CALM_LIKENESS
        if self._resting > 0:
            return block
        if excess_ms > SHORTEN_ABOVE_MS:
            fitted = self._time_scale.shorter(block, likeness)
        elif excess_ms < LENGTHEN_BELOW_MS:
            fitted = self._time_scale.longer(past, block, likeness)
        else:
            return block
        changed = abs(len(fitted) - len(block))
        self._resting = round(changed / (HURRIED_SHARE if hurried else CALM_SHARE)) - len(block)
        return fitted


def kind_of(before: FloatArray, after: FloatArray) -> Kind:
    """Return the name of what happened to a block."""
    if len(after) == len(before):
        return "normal"
    return "accelerated" if len(after) < len(before) else "expanded"
