"""Which tagger one gets."""

from pathlib import Path

import pytest

from app.pipelines.ready_tagger import ready_tagger
from models.tagger import EMBEDDED, YAMNET


def test_the_embedded_tagger_needs_nothing() -> None:
    tagger, notice = ready_tagger()
    assert (tagger.name, notice) == (EMBEDDED, None)


def test_without_yamnet_the_person_is_told_and_gets_the_embedded_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_CACHE", str(tmp_path))
    tagger, notice = ready_tagger(YAMNET)
    assert tagger.name == EMBEDDED
    assert notice is not None
    assert "earshot models add FILE" in notice
