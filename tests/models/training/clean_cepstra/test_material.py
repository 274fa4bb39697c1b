"""Clips are cut from their packs, with their texts, and some people are kept for judging."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models.training.clean_cepstra.material import Clip, clips

RATE_HZ = 16_000
COLUMNS = ("file", "start", "end", "speaker", "set", "text")
Row = tuple[str, float, float, str, str, str]


def write(path: Path, rows: Sequence[Row]) -> None:
    lines = ["\t".join(COLUMNS), *("\t".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two folders of packs; each second of a pack has a level of its own."""
    for part in ("train", "train2"):
        (tmp_path / part).mkdir()
    levels = np.repeat(np.arange(10, dtype=np.float32) / 20, RATE_HZ)
    soundfile.write(tmp_path / "train" / "a.wav", levels, RATE_HZ)
    soundfile.write(tmp_path / "train2" / "b.wav", levels, RATE_HZ)
    write(
        tmp_path / "train" / "index.tsv",
        [
            ("a.wav", 0, 2, "ls1", "librispeech", ""),
            ("a.wav", 2, 4, "ls2", "librispeech", ""),
            ("a.wav", 4, 6, "?", "picovoice_commands", ""),
            ("a.wav", 6, 8, "?", "elsewhere", "not of ours"),
            ("a.wav", 8, 9, "ls3", "librispeech", ""),
            ("a.wav", 2, 4, "LJ", "ljspeech", "read aloud"),
        ],
    )
    write(
        tmp_path / "train2" / "index.tsv",
        [
            ("b.wav", 0, 2, "ls19", "librispeech19_26_27", "one"),
            ("b.wav", 2, 4, "ls26", "librispeech19_26_27", "two"),
            *(("b.wav", 3, 6, f"so{n}_a30", "speechocean762", "three") for n in range(7)),
            ("b.wav", 3, 6, "so9_c9", "speechocean762", "a child"),
            ("b.wav", 3.001, 6, "so8_a30", "speechocean762", "two of three are left out"),
        ],
    )
    write(
        tmp_path / "train_transcripts_extra.tsv",
        [
            ("a.ogg", 2.0, 4.0, "ls2", "librispeech", "written later"),
            ("a.ogg", 4.0, 6.0, "?", "picovoice_commands", "make coffee"),
        ],
    )
    return tmp_path


def found(folder: Path) -> dict[tuple[str, str], Clip]:
    return {(clip.speaker, clip.group): clip for clip in clips(folder)}


def test_clips_have_their_sound_and_their_text(folder: Path) -> None:
    by_speaker = found(folder)
    assert by_speaker["ls2", "librispeech"].text == "written later"
    assert by_speaker["?", "picovoice_commands"].text == "make coffee"
    assert by_speaker["ls1", "librispeech"].text == ""
    sound = by_speaker["ls2", "librispeech"].sound
    assert len(sound) == 2 * RATE_HZ
    assert np.allclose(sound[[0, -1]], [0.1, 0.15], atol=0.01)


def test_people_are_kept_for_judging(folder: Path) -> None:
    away = {speaker for (speaker, _), clip in found(folder).items() if clip.held_out}
    assert away == {"ls2", "ls26", "LJ", "so0_a30", "so6_a30"}


def test_short_clips_children_and_strangers_are_left_out(folder: Path) -> None:
    groups = {clip.group for clip in clips(folder)}
    assert "elsewhere" not in groups
    speakers = {clip.speaker for clip in clips(folder)}
    assert speakers.isdisjoint({"ls3", "so9_c9", "so8_a30"})
