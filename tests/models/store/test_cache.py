"""The cache: a damaged, old or half-gone model is noticed, and mended."""

import os
import threading
from pathlib import Path

import pytest

from models.errors import ModelError
from models.store.cache import State
from models.store.conversion import CONVERTER_VERSION
from models.store.disk import ABANDONED_S
from models.store.manifest import (
    UrlSource,
)
from tests.fakes.file_server import serving
from tests.models.store.stores import RELU, describe_tflite, make_store, states, store_with_relu


@pytest.mark.parametrize("damage", ["truncated", "changed", "empty"])
def test_a_damaged_model_is_one_error_and_sync_repairs_it(tmp_path: Path, damage: str) -> None:
    store = store_with_relu(tmp_path)
    path = store.path("relu")
    whole = path.read_bytes()
    broken = {"truncated": whole[:-7], "changed": whole[:-1] + b"\0", "empty": b""}[damage]
    path.write_bytes(broken)
    assert states(store) == {"relu": State.CORRUPT}
    for use in (store.path, store.verify):
        with pytest.raises(ModelError, match="'earshot models sync relu'"):
            use("relu")
    assert store.sync() == ["relu"]  # from the published file that was kept
    assert store.path("relu").read_bytes() == whole
    store.verify("relu")


def test_a_model_whose_file_or_record_is_gone_is_made_again(tmp_path: Path) -> None:
    store = store_with_relu(tmp_path)
    path = store.path("relu")
    for lost in (path, path.with_suffix(".json")):
        lost.unlink()
        assert states(store) == {"relu": State.ABSENT}
        store.path("relu")
        assert states(store) == {"relu": State.READY}


def test_a_damaged_record_or_kept_file_is_not_believed(tmp_path: Path) -> None:
    store = store_with_relu(tmp_path)
    path = store.path("relu")
    path.with_suffix(".json").write_text("{")
    assert states(store) == {"relu": State.ABSENT}
    (kept,) = (tmp_path / "cache" / "sources").iterdir()
    kept.write_bytes(b"noise")
    with pytest.raises(ModelError, match="could not be fetched"):
        store.path("relu")


def test_what_a_killed_program_left_is_removed_a_day_later(tmp_path: Path) -> None:
    left, fresh = (tmp_path / "cache" / f".work-{name}" for name in ("left", "fresh"))
    for folder in (left, fresh):
        folder.mkdir(parents=True)
        (folder / "half.onnx").write_bytes(b"half")
    yesterday = left.stat().st_mtime - ABANDONED_S - 1
    os.utime(left, (yesterday, yesterday))
    store_with_relu(tmp_path)
    assert not left.exists()
    assert fresh.exists()


def test_an_older_conversion_is_redone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_with_relu(tmp_path)
    monkeypatch.setattr("models.store.cache.CONVERTER_VERSION", CONVERTER_VERSION + 1)
    assert states(store) == {"relu": State.ABSENT}
    assert store.sync() == ["relu"]
    assert states(store) == {"relu": State.READY}


def test_a_removed_model_is_gone_with_all_it_kept(tmp_path: Path) -> None:
    store = store_with_relu(tmp_path)
    store.remove("relu")
    assert states(store) == {"relu": State.ABSENT}
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []
    store.remove("relu")


def test_syncs_at_the_same_time_end_with_one_whole_model(tmp_path: Path) -> None:
    errors: list[ModelError] = []
    with serving(RELU) as server:
        model = describe_tflite("relu", RELU, UrlSource(server.url))

        def sync() -> None:
            try:
                make_store(tmp_path, model).sync()
            except ModelError as error:
                errors.append(error)

        threads = [threading.Thread(target=sync) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert errors == []
    store = make_store(tmp_path, model)
    store.verify("relu")
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == ["models", "sources"]
