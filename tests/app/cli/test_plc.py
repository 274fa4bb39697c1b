"""`earshot plc` on files: gaps filled in place, comparisons written, mistakes in one line."""

import wave
from pathlib import Path

import numpy as np
import pytest

from app.cli import main
from app.cli.sound_file import read_sound, write_sound
from audio.plc.continuer import FloatArray
from tests.audio.plc.signals import voice

pytestmark = pytest.mark.usefixtures("no_models")


def sound_file(path: Path, rate_hz: int = 48_000, channels: int = 2, seconds: float = 1) -> Path:
    sound = voice(int(rate_hz * seconds), rate_hz)
    write_sound(path, np.stack([sound] * channels, axis=1), rate_hz)
    return path


def complaint(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run a command that must fail with exit code 2; return its one line."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as leaving:
        code = int(str(leaving.code))
    said = capsys.readouterr()
    assert code == 2
    assert said.err.count("\n") == 1
    assert said.out == ""
    return said.err


def test_gaps_are_filled_where_the_mask_says(tmp_path: Path) -> None:
    path, mask, out = sound_file(tmp_path / "in.wav"), tmp_path / "mask.txt", tmp_path / "out.wav"
    mask.write_text("0\n" * 20 + "1\n1\n" + "0 0 0\n")
    assert main(["plc", "conceal", str(path), str(mask), "--out", str(out)]) == 0
    before, _ = read_sound(path)
    after, rate_hz = read_sound(out)
    assert rate_hz == 48_000
    assert after.shape == before.shape
    changed = np.flatnonzero((before != after).any(axis=1))
    assert changed.min() >= 20 * 960
    assert changed.max() < 22 * 960 + 240

    def rms(samples: FloatArray) -> float:
        return float(np.sqrt(np.mean(samples**2)))

    assert rms(after[20 * 960 : 22 * 960]) > 0.5 * rms(before)


def test_both_fillings_can_be_had(tmp_path: Path) -> None:
    path, mask = sound_file(tmp_path / "in.wav", 16_000, 1, 0.5), tmp_path / "mask.txt"
    mask.write_text("0" * 20 + "1" * 3 + "00")
    heard = {}
    for filling in ("network", "classical"):
        out = tmp_path / f"{filling}.wav"
        options = ["plc", "conceal", str(path), str(mask), "--out", str(out)]
        assert main([*options, "--filling", filling]) == 0
        heard[filling], _ = read_sound(out)
    gap = slice(20 * 320, 23 * 320)
    assert not np.array_equal(heard["network"][gap], heard["classical"][gap])
    assert np.array_equal(heard["network"][: 20 * 320], heard["classical"][: 20 * 320])
    # both begin by saying the period again
    assert np.array_equal(heard["network"][gap][:160], heard["classical"][gap][:160])


def test_packets_of_another_length(tmp_path: Path) -> None:
    path = sound_file(tmp_path / "in.wav", 8_000, 1, 0.2)
    mask, out = tmp_path / "mask.txt", tmp_path / "out.wav"
    mask.write_text("0" * 40 + "1" + "0" * 39)
    options = ["plc", "conceal", str(path), str(mask), "--out", str(out), "--packet", "2.5"]
    assert main(options) == 0
    assert len(read_sound(out)[0]) == 1600


def test_the_demo_writes_every_version_and_a_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = sound_file(tmp_path / "in.wav", 44_100, 2, 2.5), tmp_path / "demo"
    assert main(["plc", "demo", str(path), "--burst", "60", "--out", str(out)]) == 0
    names = {file.stem for file in out.glob("*.wav")}
    assert {"original", "lossy", "repeat", "g711", "ar256", "earshot"} <= names
    lengths = set()
    for name in names:
        with wave.open(str(out / f"{name}.wav")) as file:
            assert file.getframerate() == 16_000
            lengths.add(file.getnframes())
    assert lengths == {40_000}
    assert (out / "picture.png").read_bytes().startswith(b"\x89PNG")
    assert "12 of 125 packets lost" in capsys.readouterr().out
    with wave.open(str(out / "lossy.wav")) as file:
        lossy = np.frombuffer(file.readframes(40_000), np.int16)
    assert (lossy.reshape(-1, 320) == 0).all(axis=1).sum() == 12


@pytest.mark.parametrize("text", ["", "0 1 2", "yes", "\xff"])
def test_what_is_no_mask(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str) -> None:
    mask = tmp_path / "mask.txt"
    mask.write_text(text, encoding="latin-1")
    path, out = sound_file(tmp_path / "in.wav"), tmp_path / "out.wav"
    assert f"{mask} is no mask" in complaint(capsys, "plc", "conceal", path, mask, "--out", out)
    assert not out.exists()


def test_other_mistakes_with_conceal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path, mask, out = sound_file(tmp_path / "in.wav"), tmp_path / "mask.txt", tmp_path / "out.wav"
    missing = tmp_path / "no"
    assert str(missing) in complaint(capsys, "plc", "conceal", path, missing, "--out", out)
    mask.write_text("01" * 100)
    assert str(missing) in complaint(capsys, "plc", "conceal", missing, mask, "--out", out)
    assert "has only 50" in complaint(capsys, "plc", "conceal", path, mask, "--out", out)
    mask.write_text("01")
    astray = missing / "out.wav"
    assert str(astray) in complaint(capsys, "plc", "conceal", path, mask, "--out", astray)
    for packet in ("1", "200", "nan"):
        line = complaint(capsys, "plc", "conceal", path, mask, "--out", out, "--packet", packet)
        assert "--packet" in line


def test_what_is_read_is_never_written_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, mask = sound_file(tmp_path / "original.wav", 16_000, 1, 2), tmp_path / "mask.txt"
    mask.write_text("0 1 0")
    before = path.read_bytes()
    for out in (path, mask):
        line = complaint(capsys, "plc", "conceal", path, mask, "--out", out)
        assert f"{out} is a file to be read" in line
    assert main(["plc", "demo", str(path), "--out", str(tmp_path)]) == 2
    assert f"{path} is a file to be read" in capsys.readouterr().err
    assert (path.read_bytes(), mask.read_text()) == (before, "0 1 0")


def test_six_channels_and_a_rate_too_low(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    mask, out = tmp_path / "mask.txt", tmp_path / "out.wav"
    mask.write_text("01")
    six = sound_file(tmp_path / "six.wav", 48_000, 6, 0.2)
    assert "6 channels" in complaint(capsys, "plc", "conceal", six, mask, "--out", out)
    for rate_hz in (4_000, 100):
        slow = sound_file(tmp_path / "slow.wav", rate_hz, 1)
        options = ("--out", out, "--packet", "2.5")
        assert f"{rate_hz} Hz" in complaint(capsys, "plc", "conceal", slow, mask, *options)


def test_mistakes_with_demo(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path, out = sound_file(tmp_path / "in.wav", 16_000, 1, 0.5), tmp_path / "demo"
    for option, value in (("--loss", "0"), ("--loss", "0.9"), ("--burst", "30"), ("--burst", "0")):
        assert option in complaint(capsys, "plc", "demo", path, option, value, "--out", out)
    assert "too short" in complaint(capsys, "plc", "demo", path, "--out", out)
    assert "JOB" in complaint(capsys, "plc")
    assert not out.exists()
    blocked = path / "demo"
    longer = sound_file(tmp_path / "longer.wav", 16_000, 1, 2)
    assert str(blocked) in complaint(capsys, "plc", "demo", longer, "--out", blocked)
