"""Two channels as one voice and what is left: the axis along which a stereo past moves."""

import numpy as np

from audio.plc.continuer import FloatArray


def axes(past: FloatArray) -> FloatArray:
    """Return an orthonormal (channels, channels): first the main axis of `past`, then the rest.

    A voice in the middle, on one side or anywhere between lies wholly on the main axis, so one
    continuation serves both channels and the voice stays in its place.

    Args:
        past: (n, channels) float32 of one or two channels.
    """
    if past.shape[1] == 1:
        return np.ones((1, 1), np.float32)
    left, right = past.astype(np.float64).T
    angle = 0.5 * np.arctan2(2 * (left @ right), left @ left - right @ right)
    main = (np.cos(angle), np.sin(angle))
    return np.array([main, (-main[1], main[0])], np.float32)
