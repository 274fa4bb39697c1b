"""The store: where a model comes from, and what becomes of it."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.errors import FetchCancelledError, ModelError
from models.session import Session
from models.store import Store, open_store
from models.store.cache import State
from models.store.manifest import (
    AssetSource,
    Manifest,
    Model,
    PackageSource,
    TensorSpec,
    UrlSource,
    WheelSource,
)
from tests.fakes.file_server import serving
from tests.models.files import write_network, write_wheel
from tests.models.store.stores import (
    LOGISTIC,
    RELU,
    describe_onnx,
    describe_tflite,
    make_store,
    states,
    store_on_shelf,
    store_with_relu,
)

ROOT = Path(__file__).resolve().parents[3]


def test_one_wheel_serves_all_its_models(shelf: Path, tmp_path: Path) -> None:
    store = store_on_shelf(shelf, tmp_path)
    assert states(store) == {"relu": State.ABSENT, "logistic": State.ABSENT}
    path = store.path("relu")
    picture = np.array([-1, 2, -3, 4], np.float32).reshape(1, 2, 2, 1)
    np.testing.assert_array_equal(Session(path).run({"x": picture})["y"], np.maximum(picture, 0))
    (shelf / "carrier-1.0-py3-none-any.whl").unlink()
    assert store.sync() == ["logistic"]
    assert states(store) == {"relu": State.READY, "logistic": State.READY}
    assert store.path("relu") == path
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == ["models", "sources"]


def test_ranges_are_read_from_the_assets(tmp_path: Path) -> None:
    (tmp_path / "published.tflite").write_bytes(RELU)
    described = describe_tflite("relu", RELU, UrlSource("https://127.0.0.1:9/r.tflite"))
    store = make_store(
        tmp_path, replace(described, conversion="tflite-int8", ranges="relu.ranges.json")
    )
    with pytest.raises(ModelError, match=r"assets/relu\.ranges\.json cannot be read"):
        store.add(tmp_path / "published.tflite")
    table: dict[str, object] = {"network": described.sha256, "ranges": {}}
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "relu.ranges.json").write_text(json.dumps(table), encoding="utf-8")
    assert store.add(tmp_path / "published.tflite") == ["relu"]


def test_a_wheel_with_another_member_is_refused(shelf: Path, tmp_path: Path) -> None:
    wheel = write_wheel(shelf, {"c/relu.tflite": LOGISTIC})
    model = describe_tflite("relu", RELU, WheelSource("carrier", "c/relu.tflite"))
    with pytest.raises(ModelError, match=r"c/relu\.tflite of carrier==1\.0 has another SHA-256"):
        make_store(tmp_path, model, carrier=wheel).path("relu")


def test_the_next_source_is_tried_when_one_fails(shelf: Path, tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, {"c/relu.tflite": RELU})  # not on the shelf
    with serving(RELU) as server:
        sources = WheelSource("carrier", "c/relu.tflite"), UrlSource(server.url)
        store = make_store(tmp_path, describe_tflite("relu", RELU, *sources), carrier=wheel)
        told: list[tuple[str, int, int]] = []
        store.sync(["relu"], lambda *step: told.append(step))
    assert states(store) == {"relu": State.READY}
    assert told[-1] == ("relu", len(RELU), len(RELU))


def test_when_no_source_gives_it_the_error_names_each_reason_and_the_mend(
    shelf: Path, tmp_path: Path
) -> None:
    wheel = write_wheel(tmp_path, {"c/relu.tflite": RELU})
    sources = WheelSource("carrier", "c/relu.tflite"), UrlSource("http://127.0.0.1:9/r.tflite")
    store = make_store(tmp_path, describe_tflite("relu", RELU, *sources), carrier=wheel)
    with pytest.raises(ModelError, match="earshot models sync relu") as caught:
        store.path("relu")
    assert "pip could not fetch carrier==1.0" in str(caught.value)
    assert "http://127.0.0.1:9/r.tflite cannot be fetched" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_shipped_model_is_used_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    shipped = write_network(tmp_path / "assets" / "net.onnx")
    store = make_store(tmp_path, describe_onnx(shipped, AssetSource("net.onnx")))
    assert store.path("net") == shipped
    store.verify("net")
    shipped.write_bytes(b"")
    with pytest.raises(ModelError, match=r"net\.onnx is damaged; run 'earshot models sync net'"):
        store.path("net")
    with pytest.raises(ModelError, match=r"net\.onnx is missing or damaged in Earshot's own"):
        store.sync()


def test_an_onnx_file_from_the_web_is_installed_as_it_is(tmp_path: Path) -> None:
    content = write_network(tmp_path / "net.onnx").read_bytes()
    with serving(content) as server:
        url = UrlSource(server.url.replace("file.bin", "net.onnx?v=1"))
        store = make_store(tmp_path, describe_onnx(tmp_path / "net.onnx", url))
        path = store.path("net")
    assert path.name == "net.onnx"
    assert path.read_bytes() == content
    path.write_bytes(content[:-1])
    assert store.sync() == ["net"]  # the server is gone
    assert path.read_bytes() == content


def test_a_folder_of_an_installed_package_is_a_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = Model("voice", "s", "1", "BSD", (PackageSource("tinyvoice", "model/en"),))
    store = make_store(tmp_path, model)
    with pytest.raises(ModelError, match="the Python package tinyvoice is not installed"):
        store.path("voice")
    folder = tmp_path / "site" / "tinyvoice" / "model" / "en"
    folder.mkdir(parents=True)
    (folder / "means").write_bytes(b"12345")
    (tmp_path / "site" / "tinyvoice" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert store.path("voice") == folder
    assert store.status()[0].size_bytes == 5
    store.verify("voice")


@pytest.mark.parametrize(
    ("kind", "outputs", "words"),
    [
        ("Relu", (TensorSpec("y0", (1, 5)),), r"gives y0 of shape \(1, 4\), declared is \(1, 5\)"),
        ("Relu", (TensorSpec("z", (1, 4)),), "gives z of shape None"),
        ("Acosh", (TensorSpec("y0", (1, 4)),), "not finite"),  # undefined below 1
    ],
)
def test_a_network_that_computes_something_else_is_not_installed(
    tmp_path: Path, kind: str, outputs: tuple[TensorSpec, ...], words: str
) -> None:
    path = write_network(tmp_path / "net.onnx", kind)
    model = replace(describe_onnx(path, UrlSource("https://127.0.0.1:9/net.onnx")), outputs=outputs)
    store = make_store(tmp_path, model)
    with pytest.raises(ModelError, match=words):
        store.add(path)
    assert states(store) == {"net": State.ABSENT}


def test_inputs_that_do_not_fit_are_told(tmp_path: Path) -> None:
    path = write_network(tmp_path / "net.onnx")
    model = replace(describe_onnx(path, AssetSource("x.onnx")), inputs=(TensorSpec("w", (1, 4)),))
    with pytest.raises(ModelError, match="net does not take its declared inputs"):
        make_store(tmp_path, model).add(path)


def test_a_local_wheel_installs_all_it_carries(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_on_shelf(shelf, tmp_path)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    assert store.add(shelf / "carrier-1.0-py3-none-any.whl") == ["relu", "logistic"]
    assert states(store) == {"relu": State.READY, "logistic": State.READY}


def test_an_unknown_local_file_is_refused(tmp_path: Path) -> None:
    store = make_store(tmp_path, describe_tflite("relu", RELU, AssetSource("relu.tflite")))
    (tmp_path / "other.tflite").write_bytes(LOGISTIC)
    with pytest.raises(ModelError, match=r"other\.tflite is none of the models"):
        store.add(tmp_path / "other.tflite")
    with pytest.raises(ModelError, match=r"there is no file .*gone\.tflite"):
        store.add(tmp_path / "gone.tflite")


def test_a_stopped_sync_installs_nothing(tmp_path: Path) -> None:
    with serving(RELU) as server:
        store = make_store(tmp_path, describe_tflite("relu", RELU, UrlSource(server.url)))
        with pytest.raises(FetchCancelledError):
            store.sync(cancelled=lambda: True)
        assert states(store) == {"relu": State.ABSENT}
        assert store.sync() == ["relu"]


def test_every_door_answers_an_unknown_name_with_the_nearest(tmp_path: Path) -> None:
    store = store_with_relu(tmp_path)
    for door in (store.path, store.verify, store.remove, lambda name: store.sync([name])):
        with pytest.raises(ModelError, match="no model 'rleu'; did you mean 'relu'"):
            door("rleu")


def test_the_cache_can_be_put_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_CACHE", str(tmp_path))
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "palm_detection_full.onnx").write_bytes(b"12")
    sizes = {status.name: status.size_bytes for status in open_store().status()}
    assert sizes["palm_detection_full"] == 2


def test_listing_the_models_loads_no_heavy_library() -> None:
    program = (
        "import sys; from models.store import open_store; open_store().status(); "
        "print({'onnx', 'onnxruntime', 'tflite', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_a_model_that_nobody_publishes_is_left_out_of_a_sync_and_told_of_when_asked_for(
    tmp_path: Path,
) -> None:
    model = Model("m", "s", "1", "l", (), sha256="0" * 64, size_bytes=1)
    store = Store(Manifest({"m": model}, {}), tmp_path / "cache", tmp_path)
    assert store.sync() == []
    with pytest.raises(ModelError, match="earshot models add FILE"):
        store.path("m")
