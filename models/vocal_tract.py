"""Cepstra for vocal tracts of several lengths, and which of them the acoustic model knows best.

A short vocal tract moves the resonances of speech up. Stretching the frequency axis by the right
factor moves them back to where most of the acoustic model's speakers have them (Lee and Rose,
1998). The factor is found without knowing the words: by how well the Gaussians of the model, all
sounds together, explain what is heard.
"""

import struct
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.cepstra import COEFFICIENTS, Cepstra, to_cepstra
from models.noise_floor import NoiseFloor
from models.spectrum import HIGHEST_HZ, SpectrumStream, band_weights

WARPS = (0.94, 1.0, 1.06, 1.12)  # factors by which bands lie higher: men ... women
PLAIN = WARPS.index(1.0)
KNEE_HZ = 5_500.0  # up to here all is stretched, above less and less
LEAST_VARIANCE = 1e-2
END_OF_HEADER = b"endhdr\n"

WarpedCepstra = NDArray[np.float32]
"""(m, len(WARPS), 2 * COEFFICIENTS): for each warp as TwoCepstra."""


def warped(corners_hz: NDArray[np.float64], warp: float) -> NDArray[np.float64]:
    """Return frequencies moved by `warp`, the highest left in its place."""
    knee_hz = KNEE_HZ / max(1.0, warp)
    above = knee_hz * warp + (corners_hz - knee_hz) * (HIGHEST_HZ - knee_hz * warp) / (
        HIGHEST_HZ - knee_hz
    )
    return np.where(corners_hz <= knee_hz, corners_hz * warp, above)


_WEIGHTS = np.stack([band_weights(partial(warped, warp=warp)).T for warp in WARPS])


class WarpedCepstraStream:
    """Successive samples in, successive cepstra for every warp out."""

    def __init__(self) -> None:
        self._spectra = SpectrumStream()
        self._floor = NoiseFloor()

    def reset(self) -> None:
        """Forget the room too; the next sample is sample 0."""
        self.restart()
        self._floor.reset()

    def restart(self) -> None:
        """Begin a new run of samples in the same room; the next sample is sample 0."""
        self._spectra.reset()

    def push(self, pcm: NDArray[np.float32]) -> WarpedCepstra:
        """Take (n,) samples in -1..1 at 16 kHz and return the cepstra they complete."""
        bands = np.swapaxes(self._spectra.push(pcm) @ _WEIGHTS, 0, 1)  # (m, warps, bands)
        return np.concatenate((to_cepstra(self._floor.push(bands)), to_cepstra(bands)), axis=2)


@dataclass(frozen=True, slots=True)
class SpeechGaussians:
    """Gaussians of all sounds of speech, equally likely, over cepstra with their mean taken out.

    Attributes:
        linear: (COEFFICIENTS, n), means times precisions.
        square: (COEFFICIENTS, n), precisions times -1/2.
        constant: (n,), what is left of the log densities.
    """

    linear: NDArray[np.float32]
    square: NDArray[np.float32]
    constant: NDArray[np.float32]

    def log_likelihoods(self, centred: Cepstra) -> NDArray[np.float32]:
        """Return how well each of (m, COEFFICIENTS) frames is explained, (m,), up to a constant."""
        each = centred @ self.linear + np.square(centred) @ self.square + self.constant
        best = each.max(axis=1)
        total: NDArray[np.float32] = best + np.log(np.exp(each - best[:, None]).sum(axis=1))
        return total


@cache
def speech_gaussians() -> SpeechGaussians:
    """Return the Gaussians of the cepstra in the acoustic model of the pocketsphinx wheel."""
    from pocketsphinx import get_model_path

    folder = Path(get_model_path()) / "en-us" / "en-us"
    means = read_gaussians(folder / "means")
    precisions = 1.0 / np.maximum(read_gaussians(folder / "variances"), LEAST_VARIANCE)
    linear, square = (means * precisions).T, -0.5 * precisions.T
    constant = 0.5 * (np.log(precisions) - np.square(means) * precisions).sum(axis=1)
    return SpeechGaussians(*(part.astype(np.float32) for part in (linear, square, constant)))


def read_gaussians(path: Path) -> NDArray[np.float32]:
    """Return the parameters of the first of three streams, (n, COEFFICIENTS)."""
    return read_streams(path)[:, 0].reshape(-1, COEFFICIENTS)


def read_streams(path: Path) -> NDArray[np.float32]:
    """Return the parameters of all Gaussians, (codebooks, streams, densities, COEFFICIENTS).

    Sphinx's binary: a header in text, then a mark of the byte order, the numbers of codebooks,
    streams and densities, the width of each stream, how many values follow, and these.
    """
    content = path.read_bytes()
    at = content.index(END_OF_HEADER) + len(END_OF_HEADER)
    _, codebooks, streams, densities = struct.unpack_from("<Iiii", content, at)
    first = at + 4 * (4 + streams + 1)
    (total,) = struct.unpack_from("<i", content, first - 4)
    values = np.frombuffer(content, "<f4", count=total, offset=first)  # a checksum follows
    return values.reshape(codebooks, streams, densities, COEFFICIENTS).astype(np.float32)
