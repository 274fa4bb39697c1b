"""The two curves of a gate, compiled, as vector units can compute them."""

import numpy as np

from models.plc.compiled import compiled

# The hyperbolic tangent as Eigen computes it (generic_fast_tanh_float): odd and even terms.
_TANH_END = np.float32(7.90531110763549805)
_T1, _T3 = np.float32(4.89352455891786e-03), np.float32(6.37261928875436e-04)
_T5, _T7 = np.float32(1.48572235717979e-05), np.float32(5.12229709037114e-08)
_T9, _T11 = np.float32(-8.60467152213735e-11), np.float32(2.00018790482477e-13)
_T13 = np.float32(-2.76076847742355e-16)
_B0, _B2 = np.float32(4.89352518554385e-03), np.float32(2.26843463243900e-03)
_B4, _B6 = np.float32(1.18534705686654e-04), np.float32(1.19825839466702e-06)

_HALF = np.float32(0.5)


@compiled
def tanh(x: np.float32) -> np.float32:
    """Return a tangent within 1e-6: a quotient of polynomials."""
    bounded = min(max(x, -_TANH_END), _TANH_END)
    square = bounded * bounded
    above = _T7 + square * (_T9 + square * (_T11 + square * _T13))
    above = bounded * (_T1 + square * (_T3 + square * (_T5 + square * above)))
    below = _B0 + square * (_B2 + square * (_B4 + square * _B6))
    return np.float32(above / below)


@compiled
def sigmoid(x: np.float32) -> np.float32:
    """Return 1 / (1 + exp(-x)), likewise."""
    return _HALF + _HALF * tanh(_HALF * x)
