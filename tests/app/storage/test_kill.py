"""SIGKILL at any moment leaves a recording that repair makes whole, but for its last instant."""

import logging
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from app.storage.events import open_events
from app.storage.meta import State
from app.storage.recording import Recording
from app.storage.repair import repair
from app.storage.summary import summarise
from tests.app.storage.material import block
from tests.app.storage.writer import COUNTS, VIDEO_RATE_HZ

MAX_LOST_AUDIO_MS = 100
MAX_LOST_VIDEO_MS = 300
LIFE_S = (0.0, 4.8)  # of media after the first sample
AT_A_TIME = 3
PATIENCE_S = 120  # of a busy machine
RATE_HZ = 48_000
ROOT = Path(__file__).parents[3]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loss:
    """What one kill cost, in ms of media."""

    audio_ms: float
    video_ms: float
    captured_ms: float


def kill_one(folder: Path, life_s: float) -> Loss:
    """Record, kill, repair, check everything that is readable, and measure what is not there."""
    counts_path = folder.with_suffix(".counts")
    counts_path.write_bytes(bytes(COUNTS.size))
    command = [sys.executable, "-m", "tests.app.storage.writer", str(folder), str(counts_path)]
    with subprocess.Popen(command, cwd=ROOT) as child:
        wait_for(child, counts_path, 1)
        assert repair(folder) is None, "a living writer is left alone"
        wait_for(child, counts_path, round(life_s * RATE_HZ))
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
    samples, pictures, utterances = COUNTS.unpack(counts_path.read_bytes())
    report = repair(folder)
    assert report is not None
    assert report.problems == ()
    assert repair(folder) is None
    assert Recording.open(folder).meta.state is State.REPAIRED
    kept_samples = check_audio(folder / "audio.wav") if report.audio_frames else 0
    kept_pictures = check_video(folder / "video.mkv") if report.video_frames else 0
    check_events(folder / "events.db", utterances)
    assert summarise(folder)["duration_ns"] == report.duration_ns
    return Loss(
        (samples - kept_samples) / 48,
        (pictures - kept_pictures) * 1000 / VIDEO_RATE_HZ,
        samples / 48,
    )


def wait_for(child: "subprocess.Popen[bytes]", counts_path: Path, samples: int) -> None:
    """Wait until a writer has captured so many samples of sound."""
    limit_s = time.monotonic() + PATIENCE_S
    while COUNTS.unpack(counts_path.read_bytes())[0] < samples:
        assert child.poll() is None, "the writer died by itself"
        assert time.monotonic() < limit_s, "the writer does not get on"
        time.sleep(0.002)


def check_audio(path: Path) -> int:
    """Return how many samples there are, having compared each."""
    samples, rate_hz = soundfile.read(path, dtype="int16", always_2d=True)
    assert rate_hz == RATE_HZ
    expected = block(0, 0, len(samples)).samples
    np.testing.assert_array_equal(samples, expected)
    return len(samples)


def check_video(path: Path) -> int:
    """Return how many pictures decode, having checked the time of each."""
    with av.open(str(path)) as container:
        assert container.duration is not None
        times_ms = [frame.pts for frame in container.decode(video=0)]
    assert times_ms == [i * 1000 // VIDEO_RATE_HZ for i in range(len(times_ms))]
    return len(times_ms)


def check_events(path: Path, utterances: int) -> None:
    """Check that the database is sound and holds everything that was committed."""
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()
    with open_events(path) as events:
        texts = [one.text for one in events.utterances()]
        words = events.words()
    assert len(texts) >= utterances
    assert texts == [f"utterance number {i + 1}" for i in range(len(texts))]
    assert len(words) == 3 * len(texts)


def kill_many(folder: Path, kills: int, seed: int) -> None:
    """Kill writers at seeded moments and hold the losses to their limits."""
    lives_s = [random.Random(seed + i).uniform(*LIFE_S) for i in range(kills)]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        folders = [folder / f"{i:03}" for i in range(kills)]
        losses = list(pool.map(kill_one, folders, lives_s))
    for name, lost_ms in (
        ("audio", [loss.audio_ms for loss in losses]),
        ("video", [loss.video_ms for loss in losses]),
    ):
        middle_ms = statistics.median(lost_ms)
        log.info(
            "%d kills, lost %s: median %.0f, max %.0f ms", kills, name, middle_ms, max(lost_ms)
        )
    assert max(loss.captured_ms for loss in losses) > 1000, "the writers hardly ran"
    assert max(loss.audio_ms for loss in losses) <= MAX_LOST_AUDIO_MS
    assert max(loss.video_ms for loss in losses) <= MAX_LOST_VIDEO_MS


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_twenty_kills(tmp_path: Path) -> None:
    kill_many(tmp_path, 20, seed=1)


@pytest.mark.soak
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_two_hundred_kills(tmp_path: Path) -> None:
    kill_many(tmp_path, 200, seed=1000)
