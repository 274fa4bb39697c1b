"""What is known about each speech recogniser: `assets/models/speech.toml` as frozen values.

A recogniser is several files that belong together. The published ones come as one archive, known
by its SHA-256. A folder of a person's own carries the same description in its `model.toml`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any

from models.errors import ModelError
from models.store.manifest import Quality

DESCRIPTION = "model.toml"
WORDS = "words"  # the file that names the words of a graph

_CTC = {"tokens", "model"}
_ENCODER_DECODER = {"tokens", "encoder", "decoder"}
_TRANSDUCER = {*_ENCODER_DECODER, "joiner"}

KINDS: Mapping[str, set[str]] = {
    "online.transducer": _TRANSDUCER,
    "online.paraformer": _ENCODER_DECODER,
    "online.zipformer2_ctc": _CTC,
    "online.nemo_ctc": _CTC,
    "online.t_one_ctc": _CTC,
    "offline.transducer": _TRANSDUCER,
    "offline.whisper": _ENCODER_DECODER,
    "offline.moonshine_v2": _ENCODER_DECODER,
    "offline.sense_voice": _CTC,
    "offline.zipformer_ctc": _CTC,
    "offline.nemo_ctc": _CTC,
}
"""How a recogniser is made, and the files that takes: online ones write along with the sound."""

GRAPH = {"ctc_graph", WORDS}  # what "online.zipformer2_ctc" may have besides


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechModel:
    """One recogniser.

    Attributes:
        name: what people call it on the command line.
        title: what it is called on a page.
        kind: one of KINDS.
        files: path inside the archive or folder of each part.
        options: what else the recogniser is made with.
        languages: it understands, ISO 639.
        licence: of the weights.
        chunk_ms: of sound that an online recogniser takes at a time.
        url: of the archive; empty where there is none.
        sha256: of the archive.
        size_bytes: of the archive.
        installed_bytes: of the files.
        least_cores: to keep up with speech, and to leave room for the rest.
        least_memory_mb: of the machine.
        rank: among those that fit, the highest is recommended.
        cased: it writes capitals and punctuation.
        quality: published figures.
    """

    name: str
    title: str
    kind: str
    files: Mapping[str, str]
    languages: tuple[str, ...]
    licence: str
    options: Mapping[str, str | int | float | bool]
    chunk_ms: int = 0
    url: str = ""
    sha256: str = ""
    size_bytes: int = 0
    installed_bytes: int = 0
    least_cores: int = 1
    least_memory_mb: int = 0
    rank: int = 0
    cased: bool = False
    quality: tuple[Quality, ...] = ()

    @property
    def streams(self) -> bool:
        """Whether it writes along with the sound; others want whole utterances."""
        return self.kind.startswith("online.")


def read_catalogue(path: Path) -> dict[str, SpeechModel]:
    """Read a list of recognisers; raise ModelError naming the entry that is wrong."""
    models = {name: parse_model(name, entry) for name, entry in _toml(path).items()}
    for model in models.values():
        if not model.url.startswith("https://") or not re.fullmatch("[0-9a-f]{64}", model.sha256):
            raise ModelError(f"{path}, {model.name}: an https url and its sha256 are needed")
    return models


def read_description(folder: Path) -> SpeechModel:
    """Read the `model.toml` of a folder; raise ModelError when there is none or it is wrong."""
    document = _toml(folder / DESCRIPTION)
    name = str(document.pop("name", folder.resolve().name))
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", name):
        raise ModelError(
            f"{folder / DESCRIPTION}: a name is small letters, digits, dots and hyphens"
        )
    return parse_model(name, document)


def parse_model(name: str, entry: Mapping[str, Any]) -> SpeechModel:
    """Build a SpeechModel of a TOML table.

    Raises:
        ModelError: a key is unknown or missing, or holds what it cannot.
    """
    known = {field.name: field for field in fields(SpeechModel)}
    table = {"options": {}, **entry, "name": name}
    if unknown := sorted(set(table) - set(known)):
        raise ModelError(f"the recogniser {name}: the key {unknown[0]!r} is unknown")
    needed = {key for key, field in known.items() if field.default is MISSING}
    if missing := sorted(needed - set(table)):
        raise ModelError(f"the recogniser {name}: the key {missing[0]!r} is missing")
    for key, value in table.items():
        if not _may_hold(key, known[key].type, value):
            raise ModelError(f"the recogniser {name}: the key {key!r} cannot be {value!r}")
    table["languages"] = tuple(table["languages"])
    table["quality"] = tuple(Quality(**row) for row in table.get("quality", ()))
    model = SpeechModel(**table)
    _check_files(model)
    return model


def _may_hold(key: str, plain: object, value: object) -> bool:
    """Tell whether a key may have this value; most have one of a `plain` type."""
    match key, value:
        case "languages", list():
            return all(isinstance(language, str) for language in value)
        case "files", dict():
            return all(isinstance(path, str) for path in value.values())
        case "options", dict():
            return all(isinstance(option, str | int | float) for option in value.values())
        case "quality", list():
            return all(_is_figure(row) for row in value)
    return type(value) is plain  # True would be an int to isinstance


def _is_figure(row: object) -> bool:
    match row:
        case {"figure": str(), "origin": str(), **rest}:
            return not rest
    return False


def _check_files(model: SpeechModel) -> None:
    parts = KINDS.get(model.kind)
    if parts is None:
        raise ModelError(
            f"the recogniser {model.name}: no kind is called {model.kind!r}; "
            f"there are: {', '.join(KINDS)}"
        )
    allowed = [parts, parts | GRAPH] if model.kind == "online.zipformer2_ctc" else [parts]
    if set(model.files) not in allowed:
        raise ModelError(
            f"the recogniser {model.name}: its files must be {', '.join(sorted(parts))}"
        )
    for path in model.files.values():
        inside = PurePosixPath(path)
        if inside.is_absolute() or ".." in inside.parts or "\\" in path:
            raise ModelError(f"the recogniser {model.name}: {path} lies outside its folder")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path} cannot be read: {error}") from error
