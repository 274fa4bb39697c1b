"""Settings: defaults, and one clear sentence for each mistake."""

from pathlib import Path

import pytest

from app.config import Config, home, load
from app.errors import UsageError


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert load(tmp_path) == Config(recordings=tmp_path / "recordings", max_hands=2)


def test_what_is_written_counts(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('recordings = "/media/rec"\nmax_hands = 1\n')
    assert load(tmp_path) == Config(recordings=Path("/media/rec"), max_hands=1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("max_hand = 1", "did you mean 'max_hands'"),
        ("colour = 1", "known keys: recordings, max_hands"),
        ("max_hands = 9", "must be a number from 1 to 4, not 9"),
        ('max_hands = "two"', "must be a number from 1 to 4, not 'two'"),
        ("recordings = 3", "must be a folder in quotes"),
        ("max_hands", "cannot be read as settings"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(UsageError, match=message):
        load(tmp_path)


def test_the_home_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path))
    assert home() == tmp_path
