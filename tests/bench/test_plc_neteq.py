"""Utterances are found in a recording that came late and lost time."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.audio.plc.signals import noise
from tests.bench.peers_plc.packets import RATE_HZ, Sound
from tests.bench.plc_material import Utterance
from tests.bench.plc_neteq import recorded

BURSTS_MS = (60,)
NAMES = ("first", "second", "third")


def babble(seed: int) -> Sound:
    """Return 2 s of noise in syllables."""
    syllables = np.random.default_rng(seed).uniform(0, 1, 20) ** 2
    return np.repeat(syllables, RATE_HZ // 10).astype(np.float32) * noise(2 * RATE_HZ, seed)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return evaluation material whose recordings lost 0.1 s more before each utterance."""
    (tmp_path / "eval").mkdir()
    (tmp_path / "neteq").mkdir()
    sent = np.zeros(0, np.float32)
    played = np.zeros(0, np.float32)
    places = []
    for seed, name in enumerate(NAMES):
        sound = babble(seed)
        soundfile.write(tmp_path / "eval" / f"{name}.flac", sound, RATE_HZ)
        sent = np.concatenate((sent, np.zeros(RATE_HZ, np.float32)))
        places.append(len(sent))
        sent = np.concatenate((sent, sound))
        played = np.concatenate((played, np.zeros(RATE_HZ * 9 // 10, np.float32), 0.7 * sound))
    played = np.concatenate((played, np.zeros(RATE_HZ, np.float32)))
    for burst_ms in (0, *BURSTS_MS):
        np.savez(tmp_path / "neteq" / f"ref_{burst_ms}ms.npz", pos=np.array(places))
        recording = tmp_path / "neteq" / f"chromium156_neteq_{burst_ms}ms.flac"
        soundfile.write(recording, played, RATE_HZ)
    return tmp_path


def test_each_utterance_is_found(folder: Path) -> None:
    spoken = [Utterance(name, babble(NAMES.index(name)), {}) for name in ("first", "third")]
    heard = recorded(folder, spoken, BURSTS_MS)
    assert len(heard) == 2
    for utterance, played in zip(spoken, heard, strict=True):
        assert np.corrcoef(played.lossless, utterance.sound)[0, 1] > 0.99
        assert np.array_equal(played.neteq[60], played.lossless)


def test_a_recording_of_something_else_is_refused(folder: Path) -> None:
    recording = folder / "neteq" / "chromium156_neteq_0ms.flac"
    soundfile.write(recording, noise(10 * RATE_HZ), RATE_HZ)
    with pytest.raises(AssertionError, match="first is not found"):
        recorded(folder, [], BURSTS_MS)


def test_without_recordings_there_is_nothing(folder: Path) -> None:
    assert recorded(folder, [], (20,)) == []
