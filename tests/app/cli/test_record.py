"""A recording from the command line: made, shown, found, and made whole after a crash."""

import json
import os
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import av
import numpy as np
import pytest

from app.cli import main

RATE_HZ, FPS, SECONDS = 16_000, 30, 2
PATIENCE_S = 120  # of a busy machine


pytestmark = pytest.mark.usefixtures("no_models")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Two seconds in which a flash and a beep come together at 1.0 s."""
    path = tmp_path / "clip.mkv"
    with av.open(str(path), "w") as container:
        picture = container.add_stream("libx264", rate=FPS, options={"tune": "zerolatency"})
        picture.width, picture.height, picture.pix_fmt = 320, 240, "yuv420p"
        sound = container.add_stream("pcm_s16le", rate=RATE_HZ, layout="mono")
        for number in range(SECONDS * FPS):
            white = 255 if number in range(FPS, FPS + 3) else 0
            frame = av.VideoFrame.from_ndarray(
                np.full((240, 320, 3), white, np.uint8), format="rgb24"
            )
            container.mux(picture.encode(frame))
        samples = np.zeros(SECONDS * RATE_HZ, np.int16)
        beep = np.arange(RATE_HZ // 10)
        samples[RATE_HZ : RATE_HZ + len(beep)] = 12_000 * np.sin(beep * 2 * np.pi * 880 / RATE_HZ)
        block = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        block.sample_rate = RATE_HZ
        container.mux(sound.encode(block))
        for stream in (picture, sound):
            container.mux(stream.encode(None))
    return path


def summary(capsys: pytest.CaptureFixture[str], folder: Path) -> dict[str, object]:
    capsys.readouterr()
    assert main(["show", str(folder), "--json"]) == 0
    shown: dict[str, object] = json.loads(capsys.readouterr().out)
    return shown


def test_a_clip_is_recorded_whole_with_sound_and_picture_together(
    capsys: pytest.CaptureFixture[str], clip: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    assert main(["record", "--video", str(clip), "--fast", "--out", str(folder)]) == 0
    shown = summary(capsys, folder)
    assert shown["state"] == "finished"
    assert shown["audio"] == {
        "sample_rate_hz": RATE_HZ,
        "channels": 1,
        "samples": SECONDS * RATE_HZ,
        "duration_ns": SECONDS * 10**9,
    }
    assert shown["video"] == {
        "width": 320,
        "height": 240,
        "frames": 60,
        "fps": pytest.approx(30, abs=0.05),
    }
    assert shown["drops"] == {}
    assert shown["gaps"] == []
    assert abs(flash_s(folder / "video.mkv") - beep_s(folder / "audio.wav")) <= 0.040


def flash_s(path: Path) -> float:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            if frame.to_ndarray(format="gray").mean() > 128:
                return float(frame.time or 0)
    raise AssertionError("no flash")


def beep_s(path: Path) -> float:
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    return float(np.argmax(np.abs(samples) > 2000)) / RATE_HZ


def test_a_stated_duration_is_kept_to_the_sample(
    capsys: pytest.CaptureFixture[str], clip: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    options = ["--duration", "0.75", "--fast", "--out", str(folder)]
    assert main(["record", "--audio", str(clip), *options]) == 0
    shown = summary(capsys, folder)
    assert shown["duration_ns"] == 750_000_000
    assert shown["video"] is None


def test_without_models_the_recording_is_made_and_says_what_it_lacks(
    capsys: pytest.CaptureFixture[str], clip: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    assert main(["record", "--video", str(clip), "--fast", "--out", str(folder)]) == 0
    notices = summary(capsys, folder)["notices"]
    assert isinstance(notices, list)
    assert [notice["source"] for notice in notices] == ["earshot"]
    assert "hands are not tracked" in notices[0]["text"]


@pytest.mark.skipif(os.name != "posix", reason="names are text on this system")
def test_a_file_whose_name_is_no_text_is_recorded(
    capsys: pytest.CaptureFixture[str], clip: Path, tmp_path: Path
) -> None:
    clip = clip.rename(tmp_path / os.fsdecode(b"caf\xe9.mkv"))
    folder = tmp_path / "out"
    assert main(["record", "--video", str(clip), "--fast", "--out", str(folder)]) == 0
    assert summary(capsys, folder)["sources"] == ["caf?.mkv", "caf?.mkv"]


def test_events_come_as_json_lines(
    capsys: pytest.CaptureFixture[str], clip: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    assert main(["record", "--audio", str(clip), "--fast", "--json", "--out", str(folder)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1] == {"event": "finished", "folder": str(folder), "dropped": {}}


def started(clip: Path, folder: Path, *before: str) -> "subprocess.Popen[bytes]":
    """Record the clip in real time in a process of its own, and wait until sound is on disk."""
    media = "--audio" if clip.suffix == ".wav" else "--video"
    record = ["-m", "app", "record", media, str(clip), "--out", str(folder)]
    process = subprocess.Popen(
        [*before, sys.executable, *record],
        stdout=subprocess.DEVNULL,
    )
    sound, patience = folder / "audio.wav", time.monotonic() + PATIENCE_S
    while not (sound.exists() and sound.stat().st_size > 8000) and time.monotonic() < patience:
        time.sleep(0.02)
    return process


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_ctrl_c_or_a_closed_terminal_ends_a_recording_properly(
    capsys: pytest.CaptureFixture[str], clip: Path, tmp_path: Path, name: str
) -> None:
    process = started(clip, tmp_path / "out")
    process.send_signal(signal.Signals[name])
    assert process.wait(PATIENCE_S) == 0
    assert summary(capsys, tmp_path / "out")["state"] == "finished"


def test_under_nohup_a_closed_terminal_ends_nothing(
    capsys: pytest.CaptureFixture[str], clip: Path, tmp_path: Path
) -> None:
    process = started(clip, tmp_path / "out", "nohup")
    process.send_signal(signal.SIGHUP)
    assert process.wait(PATIENCE_S) == 0
    assert summary(capsys, tmp_path / "out")["duration_ns"] == SECONDS * 10**9


def test_the_next_start_repairs_what_a_crash_cut_off(
    capsys: pytest.CaptureFixture[str], clip: Path, tmp_path: Path
) -> None:
    cut_off = tmp_path / "cut off"
    endless = tmp_path / "endless.wav"
    with wave.open(str(endless), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes(bytes(2 * RATE_HZ * PATIENCE_S))
    process = started(endless, cut_off)
    process.kill()
    process.wait()
    assert json.loads((cut_off / "recording.json").read_text())["state"] == "recording"
    assert main(["record", "--audio", str(clip), "--fast", "--out", str(tmp_path / "next")]) == 0
    assert f"repaired {cut_off}" in capsys.readouterr().err
    assert summary(capsys, cut_off)["state"] == "repaired"


def test_a_recording_that_cannot_begin_leaves_no_folder(clip: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "library.db").write_bytes(b"no database" * 100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.storage.repair.mend", lambda _: ())
        assert main(["record", "--audio", str(clip), "--fast"]) == 2
    assert not list((home / "recordings").glob("*"))


def test_a_search_that_finds_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", 'hostile " AND (']) == 0
    assert capsys.readouterr().out == "nothing found\n"
