"""How far the network's excitation is trusted: less than in full, and less the longer the gap.

Without it the voice goes on by linear prediction alone. What the network makes up keeps a voice
alive for a syllable's length; later it is heard as babble.
"""

import numpy as np

from models.plc.compiled import compiled
from models.plc.mel import SAMPLE_RATE_HZ

# Chosen by the mean PLCMOS of bursts of 20, 60 and 120 ms on 15 speakers held out of the training;
# twice as much changes neither that nor the words by more than chance (docs/plc.md).
MOST = np.float32(0.4)  # of 0.4, 0.6, 0.8, 1
UNBROKEN_SAMPLES = SAMPLE_RATE_HZ * 30 // 1000  # of 20, 30, 40 ms
SPENT_SAMPLES = SAMPLE_RATE_HZ * 80 // 1000  # of 60, 80 ms

_SPENT, _LOSING = np.float32(SPENT_SAMPLES), np.float32(SPENT_SAMPLES - UNBROKEN_SAMPLES)
_NONE, _ALL = np.float32(0), np.float32(1)


@compiled
def trust(place: int) -> np.float32:
    """Return the share kept of the excitation of sample `place` of a gap, 0..1."""
    left = (_SPENT - np.float32(place)) / _LOSING
    return np.float32(MOST * min(max(left, _NONE), _ALL))
