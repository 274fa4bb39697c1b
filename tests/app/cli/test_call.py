"""`earshot call replay`: a dump becomes a sound file, mistakes one line."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.call import dump
from app.call.rtp import RtpPacket
from app.cli import main
from app.cli.sound_file import read_sound
from tests.audio.plc.signals import voice
from tests.bench.network.line import Line
from tests.bench.network.sender import send
from tests.bench.network.virtual import arrivals


@pytest.fixture
def call(tmp_path: Path) -> Path:
    """Return the dump of two seconds of a vowel over a line that loses a tenth."""
    sent = send(voice(96_000, 48_000)[:, None])
    line = Line(loss=0.1, spared=20, seed=3)
    path = tmp_path / "call.rtp"
    dump.write(path, [(at_ns, RtpPacket(111, 1, one)) for at_ns, one in arrivals(sent, line)])
    return path


def replayed(call: Path, *options: str) -> int:
    out = call.with_suffix(".wav")
    return main(
        ["call", "replay", str(call), "--out", str(out), "--filling", "classical", *options]
    )


def test_a_dump_is_played(call: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert replayed(call, "--mono", "--json") == 0
    counts = json.loads(capsys.readouterr().out)
    sound, rate_hz = read_sound(call.with_suffix(".wav"))
    assert rate_hz == 48_000
    assert sound.shape == (counts["total_samples"], 1)
    assert counts["concealed_samples"] > 0
    loud = np.abs(sound[9600:-14_400, 0]).reshape(-1, 480).max(axis=1)
    assert (loud > 0.05).all()


def test_a_person_is_told_what_was_made_up(call: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert replayed(call) == 0
    told = capsys.readouterr().out
    assert "concealed in" in told
    assert read_sound(call.with_suffix(".wav"))[0].shape[1] == 2


def test_the_same_dump_sounds_the_same_to_the_bit(call: Path) -> None:
    replayed(call)
    first = call.with_suffix(".wav").read_bytes()
    replayed(call)
    assert call.with_suffix(".wav").read_bytes() == first


@pytest.mark.parametrize(
    ("options", "complaint"),
    [(["--payload-type", "128"], "not between 0 and 127"), (["--payload-type", "3"], "no RTP")],
)
def test_mistakes_are_one_line(
    call: Path, options: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replayed(call, *options) == 2
    said = capsys.readouterr().err
    assert complaint in said
    assert said.count("\n") == 1


def test_a_file_that_is_no_dump_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x").write_text("no")
    assert replayed(tmp_path / "x") == 2
    assert "no packet dump" in capsys.readouterr().err
