"""Which tagger one gets."""

from pathlib import Path

import pytest

from app.pipelines.ready_tagger import ready_tagger
from models.store import open_store
from models.tagger import EMBEDDED, YAMNET


def test_without_yamnet_one_gets_the_embedded_tagger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_CACHE", str(tmp_path))
    assert ready_tagger().name == EMBEDDED


@pytest.mark.shared_data
def test_a_local_copy_of_yamnet_can_be_installed_and_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_data: Path
) -> None:
    monkeypatch.setenv("EARSHOT_CACHE", str(tmp_path))
    assert open_store().add(shared_data / "yamnet" / "yamnet_int8w.onnx") == [YAMNET]
    assert ready_tagger().name == YAMNET
