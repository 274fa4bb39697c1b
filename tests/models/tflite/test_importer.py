"""The importer: refusals on tiny files, parity with LiteRT on the published networks."""

from pathlib import Path

import numpy as np
import pytest
import tflite

from models.errors import ModelError
from models.session import Session
from models.store import open_store
from models.tflite.builder import Builder
from models.tflite.flatbuffer import Graph, Operator, Tensor
from models.tflite.importer import import_tflite
from models.tflite.operators import HANDLERS
from tests.models.files import tiny_tflite
from tests.models_store import ready_model

DATA = Path(__file__).resolve().parents[2] / "data" / "tflite"
GOLDENS = np.load(DATA / "goldens.npz")
# As in tests/data/tflite/make_goldens.py.
SEED = 20240817
SAMPLED_ANCHORS = 8
# Of the largest value of an output: float32 sums in another order, at most 5.9e-6 measured.
TOLERANCE = 5e-5


def test_a_tiny_file_keeps_names_and_layout(tmp_path: Path) -> None:
    (tmp_path / "tiny.tflite").write_bytes(tiny_tflite(tflite.BuiltinOperator.RELU))
    model = import_tflite(tmp_path / "tiny.tflite")
    (tmp_path / "tiny.onnx").write_bytes(model.SerializeToString())
    picture = np.array([-1, 2, -3, 4], np.float32).reshape(1, 2, 2, 1)
    outputs = Session(tmp_path / "tiny.onnx", "cpu").run({"x": picture})
    np.testing.assert_array_equal(outputs["y"], np.maximum(picture, 0))


def test_what_leads_to_no_chosen_output_is_left_out() -> None:
    tensors = tuple(Tensor(name, (1, 4), None) for name in ("x", "wanted", "other"))
    relu, logistic = Operator("RELU", (0,), (1,), None), Operator("LOGISTIC", (1,), (2,), None)
    graph = Graph("tiny.tflite", tensors, (relu, logistic), (0,), (2,))
    builder = Builder(graph)
    builder.open()
    for operator in graph.operators:
        builder.bind(operator.outputs[0], HANDLERS[operator.kind](builder, operator))
    assert [node.op_type for node in builder.close(["wanted"]).graph.node] == ["Relu", "Identity"]
    with pytest.raises(ModelError, match=r"tiny\.tflite computes no gone"):
        builder.close(["gone"])


def test_an_unknown_operator_is_named_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "strange.tflite"
    path.write_bytes(tiny_tflite(tflite.BuiltinOperator.COS))
    with pytest.raises(ModelError, match=r"strange\.tflite: the operator COS"):
        import_tflite(path)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.tflite"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" * 4)
    with pytest.raises(ModelError, match="is not a TFLite model"):
        import_tflite(path)


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "short.tflite"
    path.write_bytes(tiny_tflite(tflite.BuiltinOperator.RELU)[:60])
    with pytest.raises(ModelError, match=r"short\.tflite is a damaged TFLite model"):
        import_tflite(path)


@pytest.mark.parametrize("word", [0, 1, 3, 2**31 - 1, 2**31, 2**32 - 1])
def test_a_file_with_any_word_of_it_wrong_is_converted_or_refused(
    word: int, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.tflite"
    whole = tiny_tflite(tflite.BuiltinOperator.RELU)
    places = range(0, len(whole) - 4, 4)
    refused = 0
    for place in places:
        path.write_bytes(whole[:place] + word.to_bytes(4, "little") + whole[place + 4 :])
        refused += is_refused(path)
    assert len(places) // 10 < refused < len(places)


def is_refused(path: Path) -> bool:
    """Tell whether the importer says that the file is damaged; any other error is passed on."""
    try:
        import_tflite(path)
    except ModelError as error:
        return path.name in str(error)
    return False


@pytest.mark.models
@pytest.mark.parametrize("name", sorted({key.partition("/")[0] for key in GOLDENS.files}))
def test_a_converted_network_says_what_litert_says(name: str) -> None:
    session = Session(ready_model(name), "cpu")
    (entry,) = open_store().manifest.model(name).inputs
    picture = np.random.default_rng(SEED).random(entry.shape, np.float32)
    outputs = session.run({entry.name: picture})
    expected = {key.partition("/")[2]: GOLDENS[key] for key in GOLDENS.files if name in key}
    assert outputs.keys() == expected.keys()
    for output, golden in expected.items():
        values = outputs[output]
        sampled = values[:, :: SAMPLED_ANCHORS if values.ndim == 3 else 1]
        np.testing.assert_allclose(sampled, golden, rtol=0, atol=TOLERANCE * np.abs(golden).max())
