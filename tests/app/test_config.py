"""Settings: defaults, and one clear sentence for each mistake."""

import errno
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.config import Config, home, load, save
from app.errors import UsageError

WRITTEN = """
recordings = "/media/rec"
max_hands = 1
hand_profile = "fast"
culture = "asl"
mirrored = true
"""


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert load(tmp_path) == Config(recordings=tmp_path / "recordings", max_hands=2)


def test_what_is_written_counts(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(WRITTEN)
    assert load(tmp_path) == Config(
        recordings=Path("/media/rec"),
        max_hands=1,
        hand_profile="fast",
        culture="asl",
        mirrored=True,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("max_hand = 1", "did you mean 'max_hands'"),
        (
            "wallpaper = 1",
            "known keys: recordings, max_hands, hand_profile, gestures, culture, mirrored",
        ),
        ("max_hands = 9", "must be a number from 1 to 4, not 9"),
        ('max_hands = "two"', "must be a number from 1 to 4, not 'two'"),
        ("recordings = 3", "must be a folder in quotes"),
        ("max_hands = true", "must be a number from 1 to 4, not True"),
        ('hand_profile = "quick"', "must be one of fast, balanced, accurate, not 'quick'"),
        ("culture = 3", "must be one of american, european, chinese, asl, not 3"),
        ("mirrored = 1", "must be true or false, not 1"),
        ("gestures = 3", "'gestures' must be a table of gestures, with an action in quotes"),
        ("gestures = { fist = 3 }", "must be a table of gestures, with an action in quotes"),
        ("max_hands", "cannot be read as settings"),
        (
            'recordings = "~nobody-here/x"',
            "'recordings' is '~nobody-here/x', in the home folder of nobody",
        ),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(UsageError, match=message):
        load(tmp_path)


def test_the_home_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path))
    assert home() == tmp_path


def test_settings_that_are_saved_are_read_back(tmp_path: Path) -> None:
    chosen = Config(
        recordings=tmp_path / 'odd "name" \\ ümlaut',
        max_hands=3,
        hand_profile="fast",
        culture="asl",
        mirrored=True,
        appearance="dark",
        text_percent=120,
        gestures={"fist": "mark", "wave": ""},
    )
    save(tmp_path / "new home", chosen)
    assert load(tmp_path / "new home") == chosen


def test_two_windows_that_keep_settings_at_once_lose_none_whole(tmp_path: Path) -> None:
    choices = [Config(recordings=tmp_path / ("r" * length), max_hands=1) for length in (1, 200)]

    def keep(config: Config) -> None:
        for _ in range(50):
            save(tmp_path, config)
            assert load(tmp_path) in choices

    with ThreadPoolExecutor(len(choices)) as threads:
        for kept in [threads.submit(keep, config) for config in choices]:
            kept.result()
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_settings_that_cannot_be_kept_leave_the_old_ones(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save(tmp_path, Config(recordings=tmp_path, max_hands=1))

    def full(path: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        save(tmp_path, Config(recordings=tmp_path, max_hands=2))
    assert load(tmp_path).max_hands == 1
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]
