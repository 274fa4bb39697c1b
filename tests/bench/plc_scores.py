"""How good concealed speech is, by four measures that see different things.

PLCMOS v2 is a network's guess of what people would say of it; it draws the rater by chance, so it
is seeded. PESQ compares with what was said, as ears would; STOI asks how well the words can be made
out. LSD asks how far the spectrum in the gaps is from what was lost; a filling that is good but
different scores badly.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import UsageError
from tests.bench.peers_plc.packets import PACKET_SAMPLES, RATE_HZ, Lost, Sound

RATER_SEED = 1
FFT_SAMPLES, HOP_SAMPLES = 512, 128
FLOOR = 1e-5  # of full scale


def plcmos(sound: Sound, rounds: int) -> float:
    """Return the mean opinion, 1..5, over so many drawn raters."""
    np.random.seed(RATER_SEED)  # speechmos draws from NumPy's global dice
    opinion: float = _rater(rounds)(np.clip(sound, -1, 1).astype(np.float64))["plcmos"]
    return float(opinion)


def stoi(clean: Sound, concealed: Sound) -> float:
    """Return the short-time objective intelligibility, 0..1."""
    try:
        from pystoi import stoi as measure
    except ModuleNotFoundError:
        raise UsageError("pystoi is not installed; run: pip install -e '.[bench]'") from None
    return float(measure(clean, concealed, RATE_HZ))


def pesq(clean: Sound, concealed: Sound) -> float:
    """Return the wideband perceptual evaluation of speech quality, ITU-T P.862.2, 1..4.6."""
    try:
        from pesq import pesq as measure
    except ModuleNotFoundError:
        raise UsageError("pesq is not installed; run: pip install -e '.[bench]'") from None
    return float(measure(RATE_HZ, clean, concealed, "wb"))


def lsd_db(clean: Sound, concealed: Sound, lost: Lost) -> float:
    """Return the log-spectral distance in dB, over the windows centred in lost packets."""
    gone = np.repeat(lost, PACKET_SAMPLES)
    starts = np.arange(0, len(clean) - FFT_SAMPLES + 1, HOP_SAMPLES)
    starts = starts[gone[starts + FFT_SAMPLES // 2]]
    difference = _spectra_db(clean, starts) - _spectra_db(concealed, starts)
    return float(np.sqrt(np.mean(difference**2, axis=1)).mean())


def _spectra_db(sound: Sound, starts: NDArray[np.int_]) -> NDArray[np.float64]:
    window = np.hanning(FFT_SAMPLES)
    frames = sound[starts[:, None] + np.arange(FFT_SAMPLES)] * window
    decibels: NDArray[np.float64] = 20 * np.log10(
        np.abs(np.fft.rfft(frames)) / window.sum() + FLOOR
    )
    return decibels


@cache
def _rater(rounds: int) -> Any:
    try:
        from speechmos.plcmos import PLCMOS
    except ModuleNotFoundError:
        raise UsageError("speechmos is not installed; run: pip install -e '.[bench]'") from None
    return PLCMOS(embed_rounds=rounds)
