"""The training in PyTorch: right gradients, one network in all its forms, resumable."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

torch = pytest.importorskip("torch")

from models.plc import reference  # noqa: E402
from models.plc.continuer import SpeechContinuer  # noqa: E402
from models.plc.features import describe  # noqa: E402
from models.plc.past import measure  # noqa: E402
from models.plc.weights import read_weights  # noqa: E402
from models.session import Session  # noqa: E402
from models.training.plc import training  # noqa: E402
from models.training.plc.examples import Batch, Examples  # noqa: E402
from models.training.plc.export import VOICE, export, write  # noqa: E402
from models.training.plc.network import Network  # noqa: E402
from models.training.plc.room import Room, open_room  # noqa: E402
from models.training.plc.training import Plan, Training  # noqa: E402
from models.training.plc.workers import train_together  # noqa: E402
from tests.models.plc.made_up import vowel  # noqa: E402
from tests.models.training.plc.speech import write_pack  # noqa: E402

FIELDS = ("mel", "levels", "steps", "samples", "target")  # of a batch


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pack(tmp_path_factory.mktemp("speech"))


@pytest.fixture(scope="module")
def room(speech: Path, tmp_path_factory: pytest.TempPathFactory) -> Room:
    return open_room([speech], tmp_path_factory.mktemp("room"), 0)


@pytest.fixture(autouse=True)
def _short_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Validate on little, and learn at the full rate from the first step."""
    monkeypatch.setattr(training, "VALIDATION_BATCHES", 1)
    monkeypatch.setattr(training, "VALIDATION_SIZE", 2)
    monkeypatch.setattr(training, "WARM_UP_STEPS", 1)


def plan(out: Path, epochs: float, workers: int = 1, begin: Path | None = None) -> Plan:
    out.mkdir(exist_ok=True)
    return Plan(out=out, begin=begin, epochs=epochs, batch=2, seed=0, device="cpu", workers=workers)


def test_the_layers_written_out_are_pytorchs_and_so_are_their_gradients() -> None:
    torch.manual_seed(0)
    voice = Network().voice
    gist, steps = torch.randn(3, 64), torch.randn(40, 3, 10)
    samples, target = torch.randn(30, 3, 4, 16), torch.randint(128, (30, 3, 4))

    def gradients(nats: Any) -> dict[str, Any]:
        voice.zero_grad()
        (2 * nats).backward()
        return {name: weight.grad.clone() for name, weight in voice.named_parameters()}

    logits = voice(gist, steps, samples).flatten(0, 2)
    nats = torch.nn.functional.cross_entropy(logits, target.flatten())
    ours = voice.surprise(gist, steps, samples, target)
    torch.testing.assert_close(ours, nats)
    expected, written_out = gradients(nats), gradients(ours)
    for name, gradient in expected.items():
        off = torch.linalg.norm(written_out[name] - gradient) / torch.linalg.norm(gradient)
        assert off < 0.001, name


def test_pytorch_onnx_and_numpy_are_one_network(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = Network()
    torch.save({"mean": network.state_dict(), "step": 7}, tmp_path / "checkpoint.pt")
    conditioning, voice = export(tmp_path / "checkpoint.pt", tmp_path / "out")
    weights = read_weights(voice)
    sound = vowel(17_000)
    past = measure(sound[:16_000])
    after = (sound[16_000:16_080] - np.float32(0.85) * sound[15_999:16_079]) / np.float32(past.rms)
    told = describe(np.concatenate((past.signal, after)), past)
    heard = (told.steps[:, np.newaxis], told.samples[-80:].reshape(20, 1, 4, 16))
    arrays = (past.mel[np.newaxis], past.levels[np.newaxis], *heard)
    tensors = [torch.from_numpy(np.ascontiguousarray(array)) for array in arrays]
    expected = network(*tensors).flatten(0, 2).detach().numpy()

    gist = Session(conditioning, "cpu").run({"mel": past.mel[None], "levels": past.levels[None]})
    turns = Session(voice, "cpu")
    push = weights.gist_weight @ gist["gist"][0] + weights.step_bias
    hidden, said, said_by_onnx = np.zeros(224, np.float32), [], []
    for step, samples in zip(told.steps, told.samples.reshape(-1, 4, 16), strict=True):
        graph = turns.run(
            {"hidden": hidden[None], "gist": gist["gist"], "step": step[None], "samples": samples}
        )
        hidden = reference.turn(weights, push, hidden, step)
        np.testing.assert_allclose(graph["hidden_after"][0], hidden, atol=1e-5)
        drives = (weights.drive_weight @ hidden + weights.drive_bias).reshape(4, 64)
        said += [reference.odds(weights, *pair) for pair in zip(drives, samples, strict=True)]
        said_by_onnx += list(graph["logits"])
    np.testing.assert_allclose(np.array(said[-80:]), expected, atol=1e-4)
    np.testing.assert_allclose(np.array(said_by_onnx[-80:]), expected, atol=1e-4)

    continuer = SpeechContinuer.load(conditioning, voice)
    spoken, _ = continuer.speak(continuer.begin(sound[:16_000], 0), 320)
    assert np.isfinite(spoken).all()


def test_examples_hear_the_voice_and_still_ask_for_the_truth(room: Room, tmp_path: Path) -> None:
    torch.manual_seed(0)
    examples = Examples(room, 0, augmented=True)
    before = examples.batch(0, 8)
    examples.voice = SpeechContinuer.load(*write(Network().state_dict(), tmp_path, 0))
    after = examples.batch(0, 8)
    assert np.isfinite(after.samples).all()
    np.testing.assert_array_equal(after.mel[0], before.mel[0])
    np.testing.assert_array_equal(after.target[:, 0], before.target[:, 0])
    assert not np.array_equal(after.samples, before.samples)


def test_it_learns_and_writes_its_curve(room: Room, tmp_path: Path) -> None:
    student = Training(plan(tmp_path, 0.4), room)  # 8 steps
    before = student.validate()
    student.run()
    assert student.validate() < before - 0.05
    lines = (tmp_path / "curve.csv").read_text().splitlines()
    assert lines[0] == "epochs,hours,training_bits,unheard_speakers_bits"
    assert float(lines[1].split(",")[0]) == pytest.approx(0.4, abs=0.01)


def test_a_resumed_training_is_the_uninterrupted_one(room: Room, tmp_path: Path) -> None:
    Training(plan(tmp_path / "whole", 0.2), room).run()
    Training(plan(tmp_path / "parts", 0.1), room).run()
    Training(plan(tmp_path / "parts", 0.2), room).run()
    whole, parts = (torch.load(tmp_path / name / "checkpoint.pt") for name in ("whole", "parts"))
    assert whole["step"] == parts["step"] == 4
    for name, tensor in whole["mean"].items():
        torch.testing.assert_close(tensor, parts["mean"][name])


def test_an_exported_network_is_gone_on_from(room: Room, tmp_path: Path) -> None:
    Training(plan(tmp_path / "first", 0.1), room).run()
    export(tmp_path / "first" / "checkpoint.pt", tmp_path / "exported")
    begin = tmp_path / "exported"
    head, row = (tmp_path / "first" / "curve.csv").read_text().splitlines()
    epochs, _, *bits = row.split(",")
    first = [head, ",".join((epochs, "5.0000", *bits))]  # hours
    (begin / "curve.csv").write_text("\n".join((*first, "")))
    second = Training(plan(tmp_path / "second", 0.2, begin=begin), room)
    learnt = torch.load(tmp_path / "first" / "checkpoint.pt")["mean"]
    for name, tensor in second._mean.state_dict().items():
        torch.testing.assert_close(tensor, learnt[name], rtol=0, atol=0)
    second.run()
    assert torch.load(tmp_path / "second" / "checkpoint.pt")["step"] == 4
    whole = (tmp_path / "second" / "curve.csv").read_text().splitlines()
    assert whole[:-1] == first
    assert float(whole[-1].split(",")[1]) >= 5


def test_networks_that_tell_no_steps_or_are_damaged_are_refused(room: Room, tmp_path: Path) -> None:
    write(Network().state_dict(), tmp_path / "exported", 0)
    voice = onnx.load(tmp_path / "exported" / VOICE)
    del voice.metadata_props[:]
    onnx.save(voice, tmp_path / "exported" / VOICE)
    with pytest.raises(ValueError, match="how many steps"):
        Training(plan(tmp_path / "second", 0.2, begin=tmp_path / "exported"), room)
    (tmp_path / "exported" / VOICE).write_bytes(b"no network")
    with pytest.raises(ValueError, match="damaged"):
        Training(plan(tmp_path / "second", 0.2, begin=tmp_path / "exported"), room)


def test_two_workers_learn_what_one_would_from_both_parts(
    speech: Path, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_together(plan(tmp_path / "two", 0.05, workers=2), [speech])

    alone = Examples(room.part(held_out=False), 0, augmented=True)
    parts = [[getattr(alone.batch(number, 1), name) for number in (0, 1)] for name in FIELDS]
    axes = (0, 0, 1, 1, 1)
    both = Batch(*(np.concatenate(pair, axis) for pair, axis in zip(parts, axes, strict=True)))
    monkeypatch.setattr(training, "WARM_UP_STEPS", 200)  # a worker is a process of its own
    one = Training(plan(tmp_path / "one", 0.05), room)
    begun = flat(one._network.state_dict())
    monkeypatch.setattr(one._examples, "batch", lambda *_: both)
    one.run()

    moved = flat(one._network.state_dict()) - begun
    state = torch.load(tmp_path / "two" / "checkpoint.pt")
    moved_together = flat(state["network"]) - begun
    assert state["step"] == 1
    alike = torch.nn.functional.cosine_similarity(moved, moved_together, 0)
    assert alike > 0.95  # the first step of Adam is nearly the gradient's sign


def flat(state: dict[str, Any]) -> Any:
    return torch.cat([tensor.flatten() for tensor in state.values()])
