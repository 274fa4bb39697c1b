"""`earshot waveform`: the picture shows the sound, the names and the colours of what was heard."""

import errno
import os
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest

from app.cli import main
from app.cli.waveform_picture import bgr
from app.storage.event_store import EventStore
from app.storage.meta import write_meta
from app.storage.recording import Recording
from app.storage.wav import WavWriter
from audio.tagging.colours import DARK, DARK_GROUND, LIGHT, LIGHT_GROUND
from audio.tagging.sounds import Bar, SoundEvent
from tests.app.storage.material import ORIGIN_NS, create

S = 1_000_000_000
RATE_HZ = 16_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a recording of 8 s: loud dogs for 4 s, then silence."""
    made = create(tmp_path / "yard & <house>")
    store = EventStore(made.events_path, ORIGIN_NS)
    store.put_sound(SoundEvent(0, ORIGIN_NS, ORIGIN_NS + 4 * S, "dog", 0.9, ended=True))
    for index in range(160):
        sound = "dog" if index < 80 else "silence"
        store.put_bar(Bar(ORIGIN_NS + index * S // 20, sound, 1.0, final=True))
    store.close()
    samples = np.zeros((8 * RATE_HZ, 1), np.int16)
    samples[: 4 * RATE_HZ : 7] = 20_000
    writer = WavWriter(made.audio_path, RATE_HZ, 1)
    writer.append(samples)
    writer.close()
    made.finish(8 * S)
    return made.folder


def test_svg_has_bars_names_times_and_a_legend(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "w.svg"
    assert main(["waveform", str(folder), "--out", str(out)]) == 0
    root = ET.fromstring(out.read_text())
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"yard & <house>", "dog", "0:00", "0:04", "animal: dog 0:04.0"} <= set(texts)
    bars = [box for box in root.iter("{http://www.w3.org/2000/svg}rect") if box.get("x")]
    dogs = [box for box in bars if box.get("fill") == LIGHT["animal"]]
    quiet = [box for box in bars if box.get("fill") == LIGHT["quiet"]]
    assert len(dogs) == pytest.approx(len(quiet), abs=6)
    assert min(float(box.get("height", 0)) for box in dogs[:-1]) > 100
    assert max(float(box.get("height", 0)) for box in quiet[:-1]) < 5


@pytest.mark.skipif(os.name != "posix", reason="names are text on this system")
def test_any_name_is_drawn(folder: Path, tmp_path: Path) -> None:
    named, out = folder.rename(tmp_path / os.fsdecode(b"caf\xe9\x1b[31m")), tmp_path / "w.svg"
    for title, shown in (("", "caf?[31m"), ("two\x01 \x1b[31mlines", "two [31mlines")):
        assert main(["rename", str(named), title]) == 0
        assert main(["waveform", str(named), "--out", str(out)]) == 0
        root = ET.fromstring(out.read_text(encoding="utf-8"))
        assert shown in {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    meta = Recording.open(named).meta
    write_meta(named, replace(meta, title="written\x02 before"))
    assert main(["waveform", str(named), "--out", str(out)]) == 0
    ET.fromstring(out.read_text(encoding="utf-8"))


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_full_disk_leaves_the_picture_that_was_there(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
) -> None:
    def half_written(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    out = tmp_path / "pictures" / f"w.{ending}"
    out.parent.mkdir()
    out.write_bytes(b"an earlier picture")
    monkeypatch.setattr(Path, "write_bytes", half_written)
    for command in (["waveform", str(folder), "--out"], ["graph", "record", "--svg"]):
        assert main([*command, str(out)]) == 2
        assert f"cannot write {out}: No space left on device" in capsys.readouterr().err
        assert out.read_bytes() == b"an earlier picture"
        assert list(out.parent.iterdir()) == [out]


def test_a_picture_ends_with_the_sound(folder: Path, tmp_path: Path) -> None:
    whole, further = tmp_path / "whole.svg", tmp_path / "further.svg"
    assert main(["waveform", str(folder), "--out", str(whole)]) == 0
    assert main(["waveform", str(folder), "--out", str(further), "--before", "1e9"]) == 0
    assert further.read_text() == whole.read_text()


@pytest.mark.parametrize("dark", [False, True])
def test_png_shows_the_colours(folder: Path, tmp_path: Path, dark: bool) -> None:
    out = tmp_path / "w.png"
    more = ["--dark"] if dark else []
    assert main(["waveform", str(folder), "--out", str(out), "--before", "0:02", *more]) == 0
    image = cv2.imread(str(out))
    assert image is not None
    colours, ground = (DARK, DARK_GROUND) if dark else (LIGHT, LIGHT_GROUND)
    assert tuple(image[0, 0].tolist()) == bgr(ground)
    share = (image == bgr(colours["animal"])).all(axis=2).mean()
    assert share > 0.2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--out", "x.gif"], "must end in .png or .svg"),
        (["--out", "x.svg", "--after", "3", "--before", "2"], "nothing between these times"),
        (["--out", "x.svg", "--after", "0:09"], "nothing between these times"),
        (["--out", "no/such/x.svg"], "cannot write no/such/x.svg"),
    ],
)
def test_a_slip_is_one_sentence(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["waveform", str(folder), *arguments]) == 2
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


def test_without_sound_there_is_nothing_to_draw(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = create(tmp_path / "r")
    EventStore(made.events_path, ORIGIN_NS).close()
    made.finish(S)
    assert main(["waveform", str(made.folder), "--out", str(tmp_path / "x.svg")]) == 2
    assert "has no sound to draw" in capsys.readouterr().err
