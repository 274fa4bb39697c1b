"""The list that ships is sound, and mistakes in a list are named."""

from pathlib import Path
from typing import Any

import pytest

from models.errors import ModelError
from models.speech.advice import Machine, recommended
from models.speech.catalogue import KINDS, SpeechModel, parse_model, read_catalogue
from models.store import ASSETS

SHIPPED = read_catalogue(ASSETS / "speech.toml")
ENTRY: dict[str, Any] = {
    "title": "T",
    "kind": "offline.nemo_ctc",
    "languages": ["en"],
    "licence": "MIT",
    "files": {"tokens": "tokens.txt", "model": "model.onnx"},
}


def test_every_entry_tells_what_a_person_wants_to_know() -> None:
    for model in SHIPPED.values():
        assert model.licence
        assert model.quality
        assert model.size_bytes > 1e6
        assert model.installed_bytes > 1e6
        assert model.url.startswith("https://github.com/k2-fsa/sherpa-onnx/releases/download/")
        assert (model.chunk_ms > 0) == model.streams
        assert len({model.rank for model in SHIPPED.values()}) == len(SHIPPED)


def test_the_package_makes_every_kind() -> None:
    sherpa_onnx = pytest.importorskip("sherpa_onnx")
    for kind in KINDS:
        family, _, way = kind.partition(".")
        recogniser = getattr(sherpa_onnx, f"{family.capitalize()}Recognizer")
        assert hasattr(recogniser, f"from_{way}")


def names(machine: Machine, language: str, *, live: bool) -> list[str]:
    return [model.name for model in recommended(SHIPPED.values(), machine, language, live=live)]


def test_the_machine_and_the_language_choose() -> None:
    weak, strong = Machine(2, 4000), Machine(8, 16_000)
    assert names(weak, "en", live=True)[0] == "zipformer-en"
    assert names(strong, "en", live=True)[0] == "nemotron-en"
    assert names(strong, "fr", live=True)[0] == "nemotron-multilingual"
    assert names(strong, "en", live=False)[0] == "parakeet-v2"
    assert names(strong, "de", live=False)[0] == "parakeet-v3"
    assert names(Machine(1, 1000), "en", live=False)[0] == "moonshine-tiny"
    assert names(Machine(8, 0), "en", live=True)[0] == "nemotron-en"  # memory unknown
    assert names(weak, "fr", live=True) == []
    assert names(strong, "tlh", live=False) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "offline.magic"}, "no kind is called 'offline.magic'"),
        ({"files": {"tokens": "tokens.txt"}}, "its files must be model, tokens"),
        ({"files": {"tokens": "../t", "model": "m"}}, r"\.\./t lies outside its folder"),
        ({"files": {"tokens": "/t", "model": "m"}}, "/t lies outside its folder"),
        ({"colour": "red"}, "the key 'colour' is unknown"),
        ({"languages": 5}, "the key 'languages' cannot be 5"),
        ({"languages": [5]}, r"the key 'languages' cannot be \[5\]"),
        ({"files": {"tokens": 1, "model": "m"}}, "the key 'files' cannot be"),
        ({"kind": ["offline.nemo_ctc"]}, "the key 'kind' cannot be"),
        ({"options": "beam"}, "the key 'options' cannot be 'beam'"),
        ({"least_cores": "2"}, "the key 'least_cores' cannot be '2'"),
        ({"chunk_ms": True}, "the key 'chunk_ms' cannot be True"),
        ({"quality": [{"figur": "5 %", "origin": "a paper"}]}, "the key 'quality' cannot be"),
    ],
)
def test_mistakes_are_named(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        parse_model("x", {**ENTRY, **change})


def test_a_missing_key_is_named() -> None:
    with pytest.raises(ModelError, match="the key 'title' is missing"):
        parse_model("x", {key: value for key, value in ENTRY.items() if key != "title"})
    assert isinstance(parse_model("x", ENTRY), SpeechModel)


def test_a_catalogue_needs_digests(tmp_path: Path) -> None:
    path = tmp_path / "speech.toml"
    path.write_text(
        '[x]\ntitle = "T"\nkind = "offline.nemo_ctc"\nlanguages = ["en"]\nlicence = "MIT"\n'
        'files = { tokens = "t", model = "m" }\nurl = "http://example.org/x.tar.bz2"\n'
    )
    with pytest.raises(ModelError, match="an https url and its sha256 are needed"):
        read_catalogue(path)
