"""A picture of concealed speech: of each version the waveform and the spectrogram, gaps marked."""

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.storage.whole_file import whole_file

SHOWN_S = 2.0
WIDTH_PX, WAVE_PX, SPECTRUM_PX, MARGIN_PX = 1600, 70, 128, 110
FFT_SAMPLES = 512
FLOOR_DB, TOP_DB = -90.0, -20.0  # of full scale, a sine's share of one bin
GAP_COLOUR = (60, 60, 110)  # blue, green, red, as OpenCV has them
WAVE_COLOUR = (200, 220, 120)
GAP_EDGE_COLOUR = (120, 120, 255)
TEXT_COLOUR = (230, 230, 230)
BACKGROUND = (24, 24, 24)
BLACK = (0, 0, 0)


def draw(
    path: Path,
    versions: Mapping[str, NDArray[np.float32]],
    gone: NDArray[np.bool_],
    rate_hz: int,
) -> None:
    """Write a PNG of two seconds around the gap that took most of the first version.

    Args:
        path: where to.
        versions: name to (n,) samples; the first is the lossless one.
        gone: (n,), which samples were lost.
        rate_hz: of all of them.

    Raises:
        StorageError: it cannot be written.
    """
    original = next(iter(versions.values()))
    shown = _loudest_gap(original, gone, rate_hz)
    peak = max(float(np.abs(original[shown]).max()), 1e-3)
    rows = [_row(name, samples[shown], gone[shown], peak) for name, samples in versions.items()]
    encoded, png = cv2.imencode(".png", np.concatenate(rows))
    assert encoded
    with whole_file(path) as part:
        part.write_bytes(png.tobytes())


def _loudest_gap(original: NDArray[np.float32], gone: NDArray[np.bool_], rate_hz: int) -> slice:
    """Return a stretch whose middle is the gap of most energy."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], gone.astype(int), [0])))).reshape(-1, 2)
    energies = [float(np.sum(original[start:end] ** 2)) for start, end in edges]
    middle = int(edges[int(np.argmax(energies))].mean())
    count = min(len(original), int(SHOWN_S * rate_hz))
    start = min(max(0, middle - count // 2), len(original) - count)
    return slice(start, start + count)


def _row(
    name: str, samples: NDArray[np.float32], gone: NDArray[np.bool_], peak: float
) -> NDArray[np.uint8]:
    """Return one version, (height, width, 3)."""
    row = np.full((WAVE_PX + SPECTRUM_PX, MARGIN_PX + WIDTH_PX, 3), BACKGROUND, np.uint8)
    cv2.putText(row, name, (8, 40), cv2.FONT_HERSHEY_SIMPLEX, 0.55, TEXT_COLOUR, 1, cv2.LINE_AA)
    columns = np.arange(WIDTH_PX) * len(samples) // WIDTH_PX
    lost = gone[columns]
    wave, spectrum = row[:WAVE_PX, MARGIN_PX:], row[WAVE_PX:, MARGIN_PX:]
    wave[:, lost] = GAP_COLOUR
    _draw_wave(wave, samples / peak, columns)
    spectrum[:] = _spectrogram(samples, columns)
    for edge in np.flatnonzero(np.diff(lost.astype(int))):
        cv2.line(spectrum, (int(edge), 0), (int(edge), 10), GAP_EDGE_COLOUR, 2)
    cv2.line(row, (0, 0), (row.shape[1], 0), BLACK, 2)
    return row


def _draw_wave(
    wave: NDArray[np.uint8], samples: NDArray[np.float32], columns: NDArray[np.int_]
) -> None:
    """Draw from the lowest to the highest sample of each column."""
    middle = WAVE_PX / 2
    tops = middle - np.maximum.reduceat(samples, columns) * (middle - 2)
    bottoms = middle - np.minimum.reduceat(samples, columns) * (middle - 2)
    for column, (top, bottom) in enumerate(zip(tops, bottoms, strict=True)):
        cv2.line(wave, (column, round(top)), (column, round(bottom)), WAVE_COLOUR, 1)


def _spectrogram(samples: NDArray[np.float32], columns: NDArray[np.int_]) -> NDArray[np.uint8]:
    """Return the spectrum around each column, (SPECTRUM_PX, WIDTH_PX, 3), low at the foot."""
    padded = np.pad(samples, FFT_SAMPLES // 2)
    window = np.hanning(FFT_SAMPLES)
    frames = padded[columns[:, None] + np.arange(FFT_SAMPLES)] * window
    power = np.abs(np.fft.rfft(frames)[:, : FFT_SAMPLES // 2]) / window.sum()
    decibels = 20 * np.log10(power + 1e-9)
    shades = np.clip((decibels - FLOOR_DB) / (TOP_DB - FLOOR_DB), 0, 1) * 255
    image = cv2.resize(
        np.ascontiguousarray(shades.T[::-1].astype(np.uint8)),
        (WIDTH_PX, SPECTRUM_PX),
        interpolation=cv2.INTER_AREA,
    )
    return np.asarray(cv2.applyColorMap(image, cv2.COLORMAP_INFERNO), np.uint8)
