"""Sounds made of sines and noise alone: a switch, a telephone, applause, a whistled tune."""

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float64]

RATE_HZ = 48_000


def _seconds(duration_s: float) -> Sound:
    return np.arange(round(duration_s * RATE_HZ)) / RATE_HZ


def _shaped(sound: Sound, low_hz: float, high_hz: float, order: int = 2) -> Sound:
    """Return the sound with Butterworth-shaped slopes below `low_hz` and above `high_hz`."""
    spectrum = np.fft.rfft(sound, 2 * len(sound))
    hz = np.fft.rfftfreq(2 * len(sound), 1 / RATE_HZ) + 1e-6
    gain = 1 / np.sqrt((1 + (low_hz / hz) ** (2 * order)) * (1 + (hz / high_hz) ** (2 * order)))
    return np.fft.irfft(spectrum * gain)[: len(sound)]


def _resonance(sound: Sound, centre_hz: float, quality: float) -> Sound:
    """Return the sound through one resonator of gain 1 at its centre."""
    spectrum = np.fft.rfft(sound, 2 * len(sound))
    hz = np.fft.rfftfreq(2 * len(sound), 1 / RATE_HZ) + 1e-6
    detune = quality * (hz / centre_hz - centre_hz / hz)
    return np.fft.irfft(spectrum / (1 + 1j * detune))[: len(sound)]


def add(mix: Sound, sound: Sound, at_s: float) -> None:
    """Add `sound` into `mix` at a time; what would pass the end is cut."""
    start = round(at_s * RATE_HZ)
    length = min(len(sound), len(mix) - start)
    if length > 0:
        mix[start : start + length] += sound[:length]


def in_room(sound: Sound, seed: int, decay_s: float, wet: float) -> Sound:
    """Return the sound, peak 1, with the echo of a room whose level falls 60 dB in `decay_s`."""
    noise = np.random.default_rng(seed).standard_normal(round(decay_s * RATE_HZ))
    echo = _shaped(noise * 10 ** (-3 * np.linspace(0, 1, len(noise))), 150, 5000)
    echo /= np.sqrt((echo**2).sum())
    size = len(sound) + len(echo)
    heard = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(echo, size), size)[: len(sound)]
    mixed = (1 - wet) * sound + wet * heard
    return mixed / np.abs(mixed).max()


def switch_click() -> Sound:
    """Return the snap of a lamp's switch; its first sample is its onset."""
    noise = np.random.default_rng(2).standard_normal(round(0.03 * RATE_HZ))
    snap = _resonance(noise * np.exp(-_seconds(0.03) / 0.0015), 2600, 1.5)
    body = np.sin(2 * np.pi * 420 * _seconds(0.03)) * np.exp(-_seconds(0.03) / 0.006)
    click = snap / np.abs(snap).max() + 0.4 * body
    return click / np.abs(click).max()


def telephone(duration_s: float, seed: int = 11) -> Sound:
    """Return an old telephone: a clapper striking two bells in turn, twenty-six times a second."""
    random = np.random.default_rng(seed)
    t = _seconds(0.45)
    partials = ((1.0, 1.0, 0.50), (1.51, 0.5, 0.35), (2.76, 0.6, 0.25), (4.1, 0.3, 0.15))
    tap = _resonance(random.standard_normal(len(t)) * np.exp(-t / 0.003), 3600, 1.0)
    bells = [
        sum(
            a * np.sin(2 * np.pi * f * ratio * t) * np.exp(-t / decay)
            for ratio, a, decay in partials
        )
        + 0.3 * tap
        for f in (1180.0, 1440.0)
    ]
    mix = np.zeros(round(duration_s * RATE_HZ))
    for stroke, at_s in enumerate(np.arange(0, duration_s - 0.35, 1 / 26)):
        add(mix, bells[stroke % 2] * random.uniform(0.8, 1.0), at_s)
    return in_room(mix, seed, 0.4, 0.25)


def _clap(random: np.random.Generator, tone_hz: float) -> Sound:
    """Return one pair of hands meeting: a burst shaped by the hollow between the palms."""
    t = _seconds(0.10)
    burst = random.standard_normal(len(t)) * np.exp(-t / (0.012 * random.uniform(0.6, 1.5)))
    hollow = _resonance(burst, tone_hz * random.uniform(0.9, 1.1), 2.0)
    return 1.6 * hollow + 0.2 * _shaped(burst, 1000, 4000)


def applause(duration_s: float, people: int = 80, seed: int = 9) -> Sound:
    """Return a hall of people clapping, each at a pace, a distance and a tone of their own."""
    random = np.random.default_rng(seed)
    mix = np.zeros(round(duration_s * RATE_HZ))
    for _ in range(people):
        tone_hz, loudness = random.uniform(850, 2400), 10 ** (-8 * random.random() / 20)
        claps = [_clap(random, tone_hz) for _ in range(3)]
        period_s = 1 / random.uniform(3, 5)
        at_s = random.uniform(0, period_s)
        while at_s < duration_s:
            add(mix, claps[int(random.integers(3))] * loudness * random.uniform(0.5, 1), at_s)
            at_s += period_s * max(0.3, 1 + 0.15 * random.standard_normal())
    mix *= np.minimum(1, _seconds(duration_s) / 0.05)
    return in_room(mix, seed, 1.2, 0.2)


# A tune of our own: (semitones above A5, seconds).
TUNE = ((0, 0.22), (4, 0.22), (7, 0.44), (5, 0.22), (4, 0.22), (2, 0.30), (4, 0.22), (0, 0.6))


def whistle(seed: int = 5) -> Sound:
    """Return a whistled tune: one gliding, breathing sine."""
    random = np.random.default_rng(seed)
    duration_s = sum(length for _, length in TUNE)
    t = _seconds(duration_s)
    ends = np.cumsum([length for _, length in TUNE])
    note = np.minimum(np.searchsorted(ends, t, side="right"), len(TUNE) - 1)
    steps = np.array([step for step, _ in TUNE])[note].astype(float)
    glide = np.exp(-_seconds(0.25) / 0.03)
    steps = np.convolve(np.pad(steps, (len(glide), 0), "edge"), glide / glide.sum())[len(glide) :]
    since = t - np.concatenate([[0], ends])[note]
    vibrato = 0.12 * np.minimum(1, since / 0.2) * np.sin(2 * np.pi * 5.6 * t)
    drift = _shaped(random.standard_normal(len(t)), 0.5, 20)
    hz = 988 * 2 ** ((steps[: len(t)] + vibrato + 0.04 * drift / drift.std()) / 12)
    phase = 2 * np.pi * np.cumsum(hz) / RATE_HZ
    breath = _shaped(random.standard_normal(len(t)), 900, 3000)
    left = ends[note] - t
    level = np.minimum(1, since / 0.03) * np.minimum(1, left / 0.04) * 0.85 + 0.05
    level *= 1 + 0.08 * np.sin(2 * np.pi * 5.6 * t + 1)
    tone = np.sin(phase) + 0.03 * np.sin(2 * phase) + 0.01 * np.sin(3 * phase)
    return in_room(level * (tone + 0.05 * breath), seed, 0.5, 0.3)


def quiet_room(duration_s: float, seed: int = 1) -> Sound:
    """Return the hush of an empty room, deviation 1."""
    hush = _shaped(
        np.random.default_rng(seed).standard_normal(round(duration_s * RATE_HZ)), 40, 300, 1
    )
    return hush / hush.std()
