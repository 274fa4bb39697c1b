"""`earshot models`: what is checked, and what is recommended."""

import json

import pytest

from app.cli import main
from models.speech import Shelf

pytestmark = pytest.mark.usefixtures("no_models")


def test_what_is_not_installed_is_not_checked(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody publishes yamnet, so it is absent nearly everywhere."""
    assert main(["models", "verify"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "voice is sound" in said.out
    assert "yamnet_head is sound" in said.out
    assert "yamnet is sound" not in said.out


def test_a_language_may_be_written_large(capsys: pytest.CaptureFixture[str]) -> None:
    small, large = (
        (main(["models", "recommend", "--later", "--language", name]), capsys.readouterr().out)
        for name in ("en", "EN")
    )
    assert large == small


def test_json_is_all_that_a_program_gets_when_it_has_an_engine_installed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shelf, "install", lambda *_: True)
    assert main(["models", "--json", "recommend", "--language", "en", "--later", "--install"]) == 0
    said = capsys.readouterr()
    first = json.loads(said.out)[0]["name"]
    assert f"{first} is installed" in said.err
