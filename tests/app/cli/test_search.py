"""`earshot search --sound`: by name, by family, near words, between times."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main
from app.config import home
from app.storage.library import Library
from tests.app.storage.test_sounds import record

Ask = Callable[..., list[dict[str, object]]]


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Return a way to search a library of one party."""
    folder = record(
        tmp_path / "party",
        [(100, "happy birthday")],
        [(5, 9, "laughter"), (105, 108, "laughter"), (690, 699, "applause")],
    )
    with Library(home() / "library.db") as library:
        library.add(folder)

    def asked(*arguments: str) -> list[dict[str, object]]:
        assert main(["search", *arguments, "--json"]) == 0
        rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)
        return rows

    return asked


def test_sounds_are_found(ask: Ask) -> None:
    assert [row["start_ns"] for row in ask("--sound", "Laughter")] == [5 * 10**9, 105 * 10**9]
    assert len(ask("--sound", "voice")) == 2
    assert len(ask("--sound", "applause", "--after", "10:00")) == 1
    assert not ask("--sound", "applause", "--after", "0:12:00")
    assert not ask("--sound", "applause", "--before", "600")
    (row,) = ask("happy", "--sound", "laughter")
    assert (row["where"], row["start_ns"]) == ("sound", 105 * 10**9)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--sound", "laugter"], "there is no sound called 'laugter'; there are: laughter"),
        ([], "name words to look for, or a sound with --sound"),
        (["birthday", "--after", "1:00"], "--after and --before go with --sound"),
    ],
)
def test_a_slip_is_one_sentence(
    ask: Ask, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(["search", *arguments]) == 2
    assert capsys.readouterr().err == f"earshot: {says}\n"
