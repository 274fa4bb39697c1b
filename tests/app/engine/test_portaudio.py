"""The microphone through real PortAudio, over the null sink of a private PulseAudio server."""

import os
import shutil
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

pytestmark = pytest.mark.audio_server

RATE_HZ = 48_000
TONE_HZ = 440
TONE_S = 1
AMPLITUDE = 9_830  # RMS 0.2121 of full scale
READY_S = 60.0  # of a busy machine
ATTEMPTS = 5  # on a busy machine the player stumbles


class Server:
    """A PulseAudio server of its own, with a microphone that `play` speaks into."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "HOME": str(folder / "home"),
            "PULSE_SERVER": f"unix:{folder}/run/pulse/native",
        }
        self._processes: list[subprocess.Popen[bytes]] = []
        for name in ("run", "home"):
            (folder / name).mkdir(mode=0o700)
        (folder / "home" / ".asoundrc").write_text("pcm.!default { type pulse }\n")

    def start(self) -> None:
        modules = (
            "module-native-protocol-unix",
            f"module-null-sink sink_name=speech rate={RATE_HZ} channels=1 format=s16le",
            "module-remap-source source_name=microphone master=speech.monitor",
        )
        self._spawn(
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            *(f"--load={module}" for module in modules),
        )
        deadline_s = time.monotonic() + READY_S
        while self._run("pactl", "set-default-source", "microphone").returncode:
            assert time.monotonic() < deadline_s, "PulseAudio does not start"
            time.sleep(0.05)
        # An idle null sink works in blocks of two seconds; a stream of zeros keeps it at 10 ms.
        self._spawn(
            *("pacat", "--playback", "--latency-msec=10", "--device=speech", "--raw"),
            *(f"--rate={RATE_HZ}", "--channels=1", "--format=s16le", "/dev/zero"),
        )

    def play(self, samples: NDArray[np.int16]) -> None:
        """Speak int16 samples into the microphone; returns when they have sounded."""
        path = self._folder / "speech.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(samples.tobytes())
        assert self._run("paplay", "--device=speech", str(path)).returncode == 0

    def stop(self) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait()
        self._processes.clear()

    def _spawn(self, *command: str) -> None:
        self._processes.append(
            subprocess.Popen(
                command,
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    def _run(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(command, env=self.environment, capture_output=True, check=False)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    missing = [
        tool for tool in ("pulseaudio", "pactl", "pacat", "paplay") if not shutil.which(tool)
    ]
    if missing:
        pytest.skip(f"no PulseAudio to record from: {', '.join(missing)} not installed")
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


class Recorder:
    """Our microphone in a process of its own: PortAudio reads its surroundings only once."""

    def __init__(self, server: Server, folder: Path, seconds: float) -> None:
        self._file = folder / "heard.npz"
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-W", "error", "-m", "tests.app.engine.record_microphone"),
                *("pulse", str(seconds), str(self._file)),
            ],
            env=server.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []

    def wait_for(self, word: str) -> str:
        """Return the next line the recorder prints that begins with `word`."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line.strip())
            if line.startswith(word):
                return line.strip()
        raise AssertionError(f"the recorder never said {word}: {self.lines}")

    def kill(self) -> None:
        """End the process, should the test have left it running."""
        assert self._process.stdout is not None
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def finish(self) -> tuple[NDArray[np.int16], NDArray[np.int64]]:
        """Return the samples heard, (n,), and each block's (pts_ns, samples), (blocks, 2)."""
        rest, _ = self._process.communicate()
        self.lines += rest.splitlines()
        assert self._process.returncode == 0
        with np.load(self._file) as heard:
            return heard["samples"], heard["blocks"]


@pytest.fixture
def record(server: Server, tmp_path: Path) -> Iterator[Callable[[float], Recorder]]:
    """Return a function that starts recording so many seconds."""
    recorders: list[Recorder] = []

    def start(seconds: float) -> Recorder:
        recorders.append(Recorder(server, tmp_path, seconds))
        return recorders[-1]

    yield start
    for recorder in recorders:
        recorder.kill()


def speech() -> NDArray[np.int16]:
    """A 440 Hz tone after a burst of noise that marks its place to the sample."""
    marker = np.random.default_rng(3).integers(-AMPLITUDE, AMPLITUDE, 480)
    tone = AMPLITUDE * np.sin(2 * np.pi * TONE_HZ / RATE_HZ * np.arange(TONE_S * RATE_HZ))
    return np.concatenate((marker, np.rint(tone))).astype(np.int16)


def test_what_is_played_is_heard_bit_for_bit(
    server: Server, record: Callable[[float], Recorder]
) -> None:
    played = speech()
    for attempt in range(ATTEMPTS):
        recorder = record(TONE_S + 1.5 * (1 + attempt))
        recorder.wait_for("block")
        server.play(played)
        heard, blocks = recorder.finish()
        lags = np.correlate(heard.astype(np.float64), played[:480].astype(np.float64))
        start = int(np.argmax(lags))
        found = heard[start : start + len(played)]
        if np.array_equal(found, played):
            break

    assert [line for line in recorder.lines if line.startswith(("gap", "notice"))] == []
    pts_ns, lengths = blocks.T
    assert set(lengths) == {RATE_HZ // 50}
    assert len(heard) == lengths.sum()
    counted_ns = pts_ns[0] + np.cumsum(lengths) * 1_000_000_000 // RATE_HZ
    assert np.array_equal(pts_ns[1:], counted_ns[:-1])

    assert len(found) == len(played)
    tone = found[480:] / 32_768
    assert np.sqrt(np.mean(tone**2)) == pytest.approx(AMPLITUDE / 32_768 / np.sqrt(2), rel=0.005)
    assert np.array_equal(found, played)


def test_a_silent_microphone_is_said(record: Callable[[float], Recorder]) -> None:
    recorder = record(3.2)
    assert "digital silence" in recorder.wait_for("notice")
    recorder.finish()


def test_a_dead_sound_server_is_a_vanished_microphone_that_returns(
    server: Server, record: Callable[[float], Recorder]
) -> None:
    recorder = record(1.5)
    recorder.wait_for("block")
    began_s = time.monotonic()
    server.stop()
    assert "has gone" in recorder.wait_for("notice")
    server.start()
    _, blocks = recorder.finish()
    missing = [line.split()[1:] for line in recorder.lines if line.startswith("gap")]
    assert {reason for reason, _ in missing} == {"DEVICE_LOST"}
    ends_ns = blocks[:, 0] + blocks[:, 1] * 1_000_000_000 // RATE_HZ
    hole_ns = int((blocks[1:, 0] - ends_ns[:-1]).max())
    assert 0.5 < hole_ns / 1_000_000_000 < time.monotonic() - began_s
    assert sum(int(length_ns) for _, length_ns in missing) == pytest.approx(hole_ns, abs=1_000)
