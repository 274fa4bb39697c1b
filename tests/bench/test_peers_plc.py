"""Peers of packet loss concealment: they fill what is lost and nothing else."""

import ctypes
from pathlib import Path

import numpy as np
import pytest

from models.store import CACHE_VARIABLE
from tests.audio.plc.signals import noise, voice
from tests.bench.peers.environment import PeerMissingError
from tests.bench.peers_plc import opus as opus_peer
from tests.bench.peers_plc.g711 import g711
from tests.bench.peers_plc.opus import opus
from tests.bench.peers_plc.packets import PACKET_SAMPLES, Lost, Sound, gaps
from tests.bench.peers_plc.simple import ar256, repeat, zero
from tests.bench.peers_plc.tplcnet import TPLCNet
from tests.bench.plc_scores import lsd_db
from tests.bench.plc_systems import System

PACKETS = 40
MERGE_SAMPLES = 160  # the longest of any


@pytest.fixture
def sound() -> Sound:
    return voice(PACKETS * PACKET_SAMPLES, 16_000, 110) + noise(PACKETS * PACKET_SAMPLES, 0, 0.01)


@pytest.fixture
def lost() -> Lost:
    gone = np.zeros(PACKETS, np.bool_)
    gone[[0, 12, 20, 21, 22, 39]] = True
    return gone


def test_gaps_are_runs_of_lost_packets(lost: Lost) -> None:
    assert [(a // PACKET_SAMPLES, b // PACKET_SAMPLES) for a, b in gaps(lost)] == [
        (0, 1),
        (12, 13),
        (20, 23),
        (39, 40),
    ]


@pytest.mark.parametrize("peer", [zero, repeat, ar256, g711])
def test_what_arrived_stays(peer: System, sound: Sound, lost: Lost) -> None:
    heard = peer(sound, lost)
    assert heard.dtype == np.float32
    assert heard.shape == sound.shape
    touched = np.repeat(lost, PACKET_SAMPLES)
    for start, end in gaps(lost):
        touched[max(0, start - MERGE_SAMPLES) : end + MERGE_SAMPLES] = True
    assert np.array_equal(heard[~touched], sound[~touched])
    assert not np.array_equal(heard, sound)


@pytest.mark.parametrize("peer", [ar256, g711])
def test_a_short_gap_in_a_steady_voice_is_filled_well(
    peer: System, sound: Sound, lost: Lost
) -> None:
    gap = slice(12 * PACKET_SAMPLES, 13 * PACKET_SAMPLES)
    wrong = peer(sound, lost)[gap] - sound[gap]
    assert np.sqrt(np.mean(wrong**2)) < 0.5 * np.sqrt(np.mean(sound[gap] ** 2))


def test_opus_brings_speech_back_in_its_place(sound: Sound, lost: Lost) -> None:
    try:
        heard = opus(sound, np.zeros_like(lost))
    except PeerMissingError as error:
        pytest.skip(str(error))
    assert heard.shape == sound.shape
    assert np.corrcoef(heard[3200:], sound[3200:])[0, 1] > 0.7
    assert not np.array_equal(opus(sound, lost), heard)


def test_a_missing_libopus_is_told_with_its_cure(
    monkeypatch: pytest.MonkeyPatch, sound: Sound, lost: Lost
) -> None:
    def absent(name: str) -> ctypes.CDLL:
        raise OSError(f"{name}: no such file")

    opus_peer._library.cache_clear()
    monkeypatch.setattr(ctypes, "CDLL", absent)
    with pytest.raises(PeerMissingError, match="apt-get install libopus0"):
        opus(sound, lost)


def test_a_missing_network_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    with pytest.raises(PeerMissingError, match=r"tPLCnet_s\.tflite is absent"):
        TPLCNet(tmp_path, make=False)
    (tmp_path / "tplcnet").mkdir()
    (tmp_path / "tplcnet" / "tPLCnet_s.tflite").touch()
    with pytest.raises(PeerMissingError, match="is not installed yet"):
        TPLCNet(tmp_path, make=False)


def test_spectral_distance_counts_lost_packets_alone(sound: Sound, lost: Lost) -> None:
    louder = sound.copy()
    assert lsd_db(sound, louder, lost) == 0
    louder[5 * PACKET_SAMPLES : 10 * PACKET_SAMPLES] *= 2
    assert lsd_db(sound, louder, lost) == pytest.approx(0, abs=1e-9)
    assert lsd_db(sound, np.float32(2) * sound, lost) == pytest.approx(6.02, abs=0.1)
