"""No seam clicks, wherever it falls in what people really say and however finely it is sampled."""

from pathlib import Path

import numpy as np
import pytest
import soxr

from app.concealment import Means, network
from audio.plc import Concealer
from audio.plc.recording import conceal
from tests.audio.plc.signals import noise, steepest_seam
from tests.bench.peers_plc.packets import RATE_HZ
from tests.bench.plc_material import BURSTS_MS, utterances

RATES_HZ = (8_000, 16_000, 24_000, 44_100, 48_000)
PACKETS_PER_S = 50
STEEPEST = 2.0  # measured: 1.2, by both ways of filling and at every rate
# in noise the last period leads nowhere; measured: 0.9, and 2.06 where it was not led to
STEEPEST_OF_NOISE = 1.3


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("rate_hz", "means"),
    [*((rate_hz, "classical") for rate_hz in RATES_HZ), (48_000, "network")],
)
def test_no_seam_in_speech_steps_by_more_than_twice_what_is_around_it(
    shared_data: Path, rate_hz: int, means: Means
) -> None:
    concealer = Concealer(rate_hz, network=network(means))
    seams = [
        seam
        for utterance in utterances(shared_data / "plc", None)
        for seam in _seams(concealer, utterance.sound, utterance.lost[BURSTS_MS[0]])
    ]
    assert len(seams) > 750
    assert 0.1 < max(seams) < STEEPEST


def test_noise_sampled_finely_is_led_into_the_gap() -> None:
    concealer = Concealer(48_000)
    lost = np.arange(400) % 8 == 7
    assert max(_seams(concealer, noise(8 * RATE_HZ, seed=2), lost)) < STEEPEST_OF_NOISE


def _seams(concealer: Concealer, sound: np.ndarray, lost: np.ndarray) -> list[float]:
    """Return the steepest seam of each gap of (n,) `sound` at 16 kHz, heard at another rate."""
    rate_hz = concealer.sample_rate_hz
    packet = rate_hz // PACKETS_PER_S
    fine = soxr.resample(sound, RATE_HZ, rate_hz).astype(np.float32)
    fine = fine[: len(fine) // packet * packet]
    lost = lost[: len(fine) // packet]
    heard = conceal(concealer, fine[:, None], lost.tolist(), packet)[:, 0]
    gaps = np.flatnonzero(np.diff(lost.astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
    return [
        steepest_seam(heard, fine, rate_hz, start, end)
        for start, end in (gaps * packet).tolist()
        if packet <= start and end + packet <= len(fine)
    ]
