"""Linear prediction: what the last 100 ms foretell of the next sample.

Twice, by one fit: 256 weights know the pitch and the formants, 32 the formants alone. The network
speaks what is new against the long prediction, the excitation, as in LPCNet (Valin and Skoglund,
2019): a network that adds nothing is the extrapolation of Kauppinen and Roth (2002). It is told
what the short one expects, which a changing voice follows longer. (Fitted to 100 ms of speech,
both foretell the next 10 ms equally well; at 100 ms the short one does, by 2 dB: measured.)
"""

import numpy as np
from numpy.typing import NDArray

from models.plc.compiled import compiled

SHORT_ORDER = 32
LONG_ORDER = 256  # 16 ms: reaches back one period of a voice of 62 Hz and above
# Share of the signal's energy added to the denominator of each reflection: a band that holds
# nothing (8 kHz speech at 16 kHz) then asks for no filter beyond measure.
DAMPING = 1e-4


@compiled
def burg(
    signal: NDArray[np.float64], orders: tuple[int, int], damping: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Fit stable predictors of two orders by Burg's method.

    Args:
        signal: (n,) float64, longer than the orders.
        orders: the number of weights of the short and of the long predictor.
        damping: share of the signal's energy by which reflections are weakened.

    Returns:
        The weights of x[n-1], x[n-2], ... that foretell x[n], of either order, and the mean
        square of what the long ones leave unforetold inside `signal`.
    """
    count = len(signal)
    forward, backward = signal.copy(), signal.copy()
    weights, mirrored = np.zeros(orders[1]), np.zeros(orders[1])
    energy = 0.0
    for sample in signal:
        energy += sample * sample
    power = energy / count
    floor = damping * energy + 1e-20
    short = weights[: orders[0]].copy()
    for stage in range(orders[1]):
        f, b = forward[stage + 1 :], backward[: count - stage - 1]
        cross, total = 0.0, 0.0
        for i in range(len(f)):
            cross += f[i] * b[i]
            total += f[i] * f[i] + b[i] * b[i]
        reflection = 2.0 * cross / (total + floor)
        for i in range(len(f)):
            ahead, behind = f[i], b[i]
            f[i] = ahead - reflection * behind
            b[i] = behind - reflection * ahead
        mirrored[:stage] = weights[:stage][::-1]
        for i in range(stage):
            weights[i] -= reflection * mirrored[i]
        weights[stage] = reflection
        power *= 1.0 - reflection * reflection
        if stage == orders[0] - 1:  # Burg's fits are nested
            short = weights[: orders[0]].copy()
    return short, weights, power


@compiled
def ring(weights: NDArray[np.float32], push: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (n,) what excitations (n,) make of silence under a prediction's (order,) weights."""
    order = len(weights)
    backwards = weights[::-1].copy()
    rung = np.zeros(order + len(push), np.float32)
    for i in range(len(push)):
        total = push[i]
        for k in range(order):
            total += backwards[k] * rung[i + k]
        rung[order + i] = total
    return rung[order:]
